"""The rules know titles, bodies and verbs; they know nobody by name and no report by heart."""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
GOLD = ROOT.parent / "shared" / "gold" / "seeds.jsonl"
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))
SHORTEST = 40  # letters of a sentence that nobody writes twice by chance


@cache
def sources() -> dict[str, str]:
    """All text that the product is made of, by path, without the list of tenures."""
    kinds = {".py", ".yaml", ".csv", ".ttl", ".md", ".html"}
    out = {}
    for top in ("kg", "rules"):
        for path in sorted((ROOT / top).rglob("*")):
            if path.is_file() and path.suffix in kinds and not made_by_npm(path):
                name = path.relative_to(ROOT).as_posix()
                if not name.startswith("rules/reference/"):
                    out[name] = squeezed(path.read_text(encoding="utf-8"))
    return out


def squeezed(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def people() -> set[str]:
    """Names of the seeds' people: the gold's where it is at hand, else those behind "đồng chí"."""
    if GOLD.exists():
        lines = GOLD.read_text(encoding="utf-8").splitlines()
        return {name.split("#")[0] for line in lines for name in json.loads(line)["people"]}
    name = re.compile(r"[Đđ]ồng chí ((?:[A-ZĐ][^\W\d_]+ ){2,3}[A-ZĐ][^\W\d_]+)(?= *[,–-])")
    return {n for path in SEEDS for n in name.findall(path.read_text(encoding="utf-8"))}


@pytest.mark.parametrize("name", sorted(people()))
def test_no_person_is_named(name: str) -> None:
    word = re.compile(rf"\b{re.escape(squeezed(name))}\b")
    assert [path for path, text in sources().items() if word.search(text)] == []


@pytest.mark.parametrize("path", SEEDS, ids=lambda p: p.stem)
def test_no_sentence_of_a_seed_is_copied(path: Path) -> None:
    text = squeezed(path.read_text(encoding="utf-8"))
    sentences = {s.strip() for s in re.split(r"[.;:!?]\s", text) if len(s.strip()) >= SHORTEST}
    assert len(sentences) > 10
    found = [(name, s) for s in sentences for name, text in sources().items() if s in text]
    assert found == []


def test_nothing_is_left_unfinished() -> None:
    mark = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError)\b")
    files = [p for top in ("kg", "rules") for p in (ROOT / top).rglob("*") if p.is_file()]
    ours = [p for p in files if p.suffix != ".pyc" and not made_by_npm(p)]
    texts = {p: p.read_bytes().decode("utf-8", "replace") for p in ours}
    assert [str(p.relative_to(ROOT)) for p, text in texts.items() if mark.search(text)] == []


def made_by_npm(path: Path) -> bool:
    """Whether it is a package of others, or bundled with such."""
    built = path.parent.name == "static" and path.name.startswith("graph")
    return built or "node_modules" in path.parts
