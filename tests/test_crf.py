"""The statistical recogniser: its features, its spans, and weights that do not fit."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import KgError
from kg.lexicon.lexicon import Lexicon, load_lexicon
from kg.lexicon.rules import rules_dir
from kg.ner.crf import (
    WEIGHTS,
    CrfRecogniser,
    ModelSpan,
    labelled_spans,
    packed,
    sentences,
    tags_of,
)
from kg.ner.features import Features, feature_config, feature_version
from kg.ner.prepare import Prepared
from kg.text.normalise import normalise
from kg.text.tokens import Tokens

X = load_lexicon()
MODEL = CrfRecogniser()


def tokens(text: str) -> Tokens:
    return Prepared(normalise(text).text, X).tokens


def found(text: str, label: str) -> list[str]:
    t = tokens(text)
    return [t.text(s.i, s.j) for s in MODEL.spans(t) if s.label == label]


# (sentence, names): all of them invented
NAMES: list[tuple[str, list[str]]] = [
    ("Bí thư Tỉnh ủy Lâm Đồng Bùi Quốc Thạnh phát biểu tại hội nghị.", ["Bùi Quốc Thạnh"]),
    ("Đồng chí Lò Thị Mây, Phó Chủ tịch UBND tỉnh Sơn La dự.", ["Lò Thị Mây"]),
    ("chủ tịch UBND huyện Đỗ Hữu Phác chủ trì cuộc họp.", ["Đỗ Hữu Phác"]),
    ("Đồng chí Giàng A Sềnh dự cuộc họp.", ["Giàng A Sềnh"]),
    ("Đồng chí Y Bhin Niê Kđăm dự cuộc họp.", ["Y Bhin Niê Kđăm"]),
    # foreigners behind words that no list of titles has
    ("Thủ tướng hội đàm với người đồng cấp Lào Khamsing Phomvihang.", ["Khamsing Phomvihang"]),
    ("Bộ trưởng Điện và Nước Pakistan Rafiz Mahmudin dự lễ ký.", ["Rafiz Mahmudin"]),
    # no people
    ("Hội nghị bàn việc mở rộng cảng hàng không Tân Sơn Nhất.", []),
    ("Tỉnh ủy Nghệ An tổ chức hội nghị triển khai nghị quyết.", []),
    ("Trường THCS Nguyễn Văn Trỗi khai giảng năm học mới.", []),
]


@pytest.mark.parametrize(("text", "names"), NAMES)
def test_names(text: str, names: list[str]) -> None:
    assert found(text, "PER") == names


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("TITLE", "Bí thư Tỉnh ủy Lâm Đồng"),
        ("PER", "Bùi Quốc Thạnh"),
        ("BODY", "Ban Thường vụ Tỉnh ủy"),
        ("PLACE", "Đà Lạt"),
        ("MEETING", "hội nghị"),
    ],
)
def test_every_label_is_found(label: str, expected: str) -> None:
    text = (
        "Tại thành phố Đà Lạt, Bí thư Tỉnh ủy Lâm Đồng Bùi Quốc Thạnh chủ trì hội nghị của "
        "Ban Thường vụ Tỉnh ủy."
    )
    assert any(expected in words for words in found(text, label))


def test_a_sentence_without_capitals_inside_is_not_read() -> None:
    assert MODEL.spans(tokens("Hội nghị đã thành công tốt đẹp.")) == []


def test_no_text_no_spans() -> None:
    assert MODEL.spans(Tokens()) == []


def well_formed(t: Tokens, spans: list[ModelSpan]) -> None:
    at = 0
    for s in spans:
        assert at <= s.i < s.j <= len(t)
        assert t.sent[s.i] == t.sent[s.j - 1]
        assert 0.0 < s.probability <= 1.0
        at = s.j


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200) | st.text("ABNguyễnTỉnhủy ,.;:\"'-\n\u200b\u0301", max_size=200))
def test_any_text_gives_well_formed_spans(text: str) -> None:
    t = tokens(text)
    well_formed(t, MODEL.spans(t))


def test_a_very_long_sentence() -> None:
    t = tokens("Dự có các đồng chí: " + "Bùi Quốc Thạnh, Chủ tịch UBND tỉnh; " * 2000)
    spans = MODEL.spans(t)
    well_formed(t, spans)
    assert sum(s.label == "PER" for s in spans) > 1900


def test_the_same_tokens_give_the_same_spans() -> None:
    t = tokens(" ".join(text for text, _ in NAMES))
    assert MODEL.spans(t) == CrfRecogniser().spans(t)


# -- tags


@given(st.lists(st.tuples(st.integers(1, 4), st.sampled_from(["PER", "BODY", None])), max_size=8))
def test_tags_and_spans_are_each_others_inverse(pieces: list[tuple[int, str | None]]) -> None:
    spans, at = [], 0
    for size, label in pieces:
        if label is not None:
            spans.append((at, at + size, label))
        at += size
    assert list(labelled_spans(tags_of(spans, at))) == spans  # type: ignore[arg-type]


def test_an_inside_tag_of_another_label_begins_a_span() -> None:
    assert list(labelled_spans(["B-PER", "I-BODY", "I-BODY", "O"])) == [
        (0, 1, "PER"),
        (1, 3, "BODY"),
    ]


# -- features


def rows(text: str) -> list[set[str]]:
    t = tokens(text)
    return [{f.decode() for f in row} for row in Features(X).of(t, 0, len(t))]


def test_features_tell_lists_words_and_runs() -> None:
    first, *_, last = rows("Bí thư Tỉnh ủy Bùi Quốc Thạnh")
    assert {"0wbí", "-1<", "1wthư"} <= first
    assert any(f.startswith("0tt") for f in first)  # the word begins a title …
    assert any(f.startswith("1t+t") for f in first)  # … and the next one goes on with it
    assert {"0wthạnh", "1>", "-1wquốc"} <= last
    assert any(f.startswith("l") and f.endswith("|2") for f in last)


def test_features_stay_inside_the_sentence() -> None:
    t = tokens("Hội nghị kết thúc.\nÔng An về.")
    (_, end), (start, stop) = sentences(t)
    assert end == start
    assert b"-1<" in Features(X).of(t, start, stop)[0]


def test_what_is_kept_does_not_grow_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.ner.features._MOST_KEPT", 20)
    features, t = Features(X), tokens(" ".join(text for text, _ in NAMES))
    for i, j in sentences(t):
        assert features.of(t, i, j) == Features(X).of(t, i, j)
    assert len(features._rows) < 60


@pytest.mark.parametrize(
    ("change", "same"),
    [
        ({}, True),
        ({"common": 21}, False),
        ({"words": {}}, False),
    ],
    ids=["nothing", "a threshold", "a list"],
)
def test_the_version_is_that_of_what_the_features_are(
    change: dict[str, object], same: bool
) -> None:
    config = feature_config(rules_dir())
    changed = msgspec.structs.replace(config, **change)
    assert (feature_version(changed) == feature_version(config)) is same


# -- weights that do not fit


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    return Path(shutil.copytree(rules_dir(), tmp_path / "rules"))


def test_longer_lists_need_no_new_weights(rules: Path) -> None:
    path = rules / "names" / "surnames.csv"
    path.write_text(path.read_text(encoding="utf-8") + "Zyx,30\n", encoding="utf-8")
    assert CrfRecogniser(None, Lexicon(rules)).version == MODEL.version


def test_weights_for_other_rules_are_refused_with_both_versions(rules: Path) -> None:
    path = rules / "training.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("common: 20", "common: 7"), encoding="utf-8")
    theirs = feature_version(feature_config(rules))
    with pytest.raises(KgError) as e:
        CrfRecogniser(None, Lexicon(rules))
    assert MODEL.info.features in str(e.value)
    assert theirs in str(e.value)
    assert "\n" not in str(e.value)


GOOD = WEIGHTS.read_bytes()
HEAD = GOOD.index(b"\n") + 1


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "not a weights file"),
        (b"PK\x03\x04 something else", "not a weights file"),
        (b"kg-crf 1 {}\n", "damaged"),
        (GOOD[:HEAD], "damaged"),
        (GOOD[: HEAD + 5000], "damaged"),
        (GOOD[:HEAD] + GOOD[HEAD:].replace(GOOD[-40:-20], bytes(20)), "damaged"),
        (packed(MODEL.info, b"no model at all"), "damaged"),
    ],
    ids=["empty", "another kind", "head", "no model", "cut", "bytes changed", "no CRF"],
)
def test_bad_weights_are_refused(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "bad.crf"
    path.write_bytes(content)
    with pytest.raises(KgError, match=message):
        CrfRecogniser(path)


def test_missing_weights(tmp_path: Path) -> None:
    with pytest.raises(KgError, match="cannot read weights"):
        CrfRecogniser(tmp_path / "none.crf")


@pytest.mark.parametrize(
    "content",
    ["a: 1\n", "features: {phrases: {}, words: {}}\n", "features: 3\n", "[]\n"],
)
def test_a_bad_features_section_is_named(rules: Path, content: str) -> None:
    (rules / "training.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(KgError, match=r"training\.yaml"):
        CrfRecogniser(None, Lexicon(rules))


def test_weights_are_light_and_have_a_card() -> None:
    assert len(GOOD) <= 15_000_000
    card = (WEIGHTS.parent / "MODEL_CARD.md").read_text(encoding="utf-8")
    assert MODEL.version in card
    assert MODEL.info.features in card


def test_nothing_of_it_is_imported_for_help() -> None:
    code = (
        "import sys; import kg.cli\ntry: kg.cli.run(['--help'])\nexcept SystemExit: pass\n"
        "print('pycrfsuite' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("False\n")
