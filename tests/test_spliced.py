"""Texts spliced from pieces of reports: nothing raises, mentions stay in place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.documents.document import Document
from kg.report.extract import extract

WRITTEN = Path(__file__).parent / "gold" / "written.jsonl"
WORDS = [
    json.loads(line)["text"].split() for line in WRITTEN.read_text(encoding="utf-8").splitlines()
]
PIECES = [
    ";", ":", " - ", "(", ")", '"', "\n", ", ", "các đồng chí", "về phía", "UBND các xã",
    "người đồng cấp Lào", "người đồng cấp", "Đảng ủy", "hai Thủ tướng", "hội đàm với",
    "cuộc gặp giữa", "tiếp đoàn", "do", "làm trưởng đoàn", "đến thăm", "Cùng đi có",
    "của Quốc hội", "gồm:", "các phòng:", "(ABC)", "Thống đốc tỉnh", "Chủ tịch FMM 2017",
    "Trước đó,", "cố", "Ủy viên Ban Thường vụ,", "nguyên", "người phát ngôn của", "Tại điểm cầu",
]  # fmt: skip


@st.composite
def slices(draw: st.DrawFn) -> str:
    words = draw(st.sampled_from(WORDS))
    start = draw(st.integers(0, len(words) - 1))
    return " ".join(words[start : start + draw(st.integers(1, 7))])


@settings(max_examples=400, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(PIECES), slices()), max_size=25))
def test_spliced_texts(parts: list[str]) -> None:
    text = " ".join(parts)
    report = extract(Document(id="d", text=text))
    assert all(0 <= m.start < m.end <= len(text) for m in report.mentions)
    people = {p.id for p in report.people}
    bodies = {b.id for b in report.bodies}
    assert all(p.participant in people | bodies for p in report.participations)


@pytest.mark.parametrize("text", [
    "Ông Lò Văn Pánh, Giám đốc Khu nọ Trần Văn Cho Biết",
])  # fmt: skip
def test_names_that_end_a_text(text: str) -> None:
    assert "Lò Văn Pánh" in [p.name for p in extract(Document(id="d", text=text)).people]
