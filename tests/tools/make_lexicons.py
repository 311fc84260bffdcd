"""Regenerate the counted files of ``rules/`` from the reference data beside the checkout.

    python tests/tools/make_lexicons.py                # rewrites the files named below
    python tests/tools/make_lexicons.py --out DIR      # writes them elsewhere, to compare
    python tests/tools/make_lexicons.py --counts FILE  # count a YAML file's phrases in the corpus

Written: ``places/provinces.csv``, ``places/units.csv``, ``names/surnames.csv`` and
``names/syllables.csv``. Everything else in ``rules/`` is kept by hand. Names are only counted: of
each distinct name found behind a trusted word ("ông", "đồng chí", a rank) the first syllable counts
as a surname, the last as a given name and those between as middle names, each name once.
"""

from __future__ import annotations

import argparse
import collections
import csv
import gzip
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml

from kg.ner.names import is_syllable
from kg.text.normalise import new_tone_placement, normalise

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
RULES = ROOT / "rules"

# Surnames that are believed wherever they begin a run of capitalised syllables. The list is a
# choice by eye; what collides with places or common words stands in names/foreign.yaml and
# names/ethnic.yaml and is believed only behind a title. What the data does not bear out counts 0.
PLAUSIBLE = """
Nguyễn Lê Trần Phạm Vũ Hoàng Bùi Phan Đặng Huỳnh Võ Trương Đỗ Đinh Ngô Hồ Dương Đào Mai Trịnh Đoàn
Hà Cao Lương Chu Lý Vương Lưu Tô Thái Phùng Lâm Tạ Tống Tôn Đàm Kiều Đậu Nông Triệu Quách Vi Nghiêm
Doãn Mạc Lại Hứa Khuất Thân Ung Cù Lã Lữ Phí Tăng Ngụy Khổng Uông Bế Giáp Sái Thào Nhữ Chử Thiều
Cấn Khiếu Diêm Đái Vưu Lò Quàng Lường Giàng Sùng Ksor Niê
"""
# Words that the press glues to a name without a stop: not counted as middle or given names.
GLUED = "Bộ Phó Chủ Phòng Trưởng Ủy Giám Thủ Tổng Ngoại Theo Đại Tại Trong Và"

_LATIN = [c for c in map(chr, range(0x41, 0x1F00)) if "LATIN" in unicodedata.name(c, "")]
_UPPER = "".join(c for c in _LATIN if c.isupper())
_LOWER = "".join(c for c in _LATIN if c.islower())
_WORD = f"[{_UPPER}][{_LOWER}']*"
_TRUSTED = re.compile(
    r"(?<!\w)(?:[Ôô]ng|[Bb]à|[Đđ]ồng chí|[Đđ]/c|[Aa]nh|[Cc]hị"
    r"|(?:[Đđ]ại|[Tt]hượng|[Tt]rung|[Tt]hiếu) (?:tướng|tá|úy))"
    rf" ({_WORD}(?: {_WORD}){{1,4}})(?![\w'-])"
)


def texts() -> Iterator[str]:
    """Yield the corpus's texts, normalised."""
    with gzip.open(SHARED / "corpus/press.jsonl.gz", "rt", encoding="utf-8") as f:
        for line in f:
            yield normalise(json.loads(line)["text"]).text


def trusted_names() -> list[tuple[str, ...]]:
    """Return the distinct names behind trusted words and in the list of officials, as syllables."""
    names = {m[1] for text in texts() for m in _TRUSTED.finditer(text)}
    with gzip.open(SHARED / "gazetteers/officials-viwiki.jsonl.gz", "rt", encoding="utf-8") as f:
        names |= {normalise(json.loads(line)["name"]).text for line in f}
    return sorted({tuple(n.split()) for n in names if len(n.split()) > 1})


def write_names(out: Path) -> None:
    """Count surnames and syllables of names."""
    names = trusted_names()
    plausible, glued = PLAUSIBLE.split(), GLUED.split()
    surnames = dict.fromkeys(plausible, 0)
    for n in names:
        if n[0] in plausible:
            surnames[n[0]] += 1
    given: collections.Counter[str] = collections.Counter()
    middle: collections.Counter[str] = collections.Counter()
    for n in names:
        if n[0] not in plausible:
            continue
        inner = [s for s in n[1:] if is_syllable(s.lower()) and s not in glued]
        if len(inner) == len(n) - 1:
            given[inner[-1]] += 1
            middle.update(inner[:-1])
    _write(
        out / "names/surnames.csv",
        "Surnames; count: distinct names in the corpus and the list of officials that bear them.\n"
        "Rare ones and those that look like places: names/foreign.yaml, names/ethnic.yaml.",
        ["syllable", "count"],
        sorted(surnames.items(), key=lambda x: (-x[1], x[0])),
    )
    kept = sorted(s for s in given.keys() | middle.keys() if given[s] + middle[s] > 1)
    _write(
        out / "names/syllables.csv",
        "Given and middle names, counted over distinct names; those seen once are left out.",
        ["syllable", "count_given", "count_middle"],
        sorted(((s, given[s], middle[s]) for s in kept), key=lambda x: (-x[1] - x[2], x[0])),
    )


def write_places(out: Path) -> None:
    """Copy the provinces and reduce the gazetteer of districts and communes."""
    source = SHARED / "gazetteers/provinces.csv"
    (out / "places/provinces.csv").write_bytes(source.read_bytes())
    with source.open(encoding="utf-8", newline="") as f:
        provinces = {tuple(r["key"].split(":")): r["name"] for r in csv.DictReader(f)}
    units: dict[tuple[str, str, str], set[str]] = {}
    with gzip.open(SHARED / "gazetteers/units.csv.gz", "rt", encoding="utf-8", newline="") as g:
        for r in csv.DictReader(g):
            valid = "old" if r["valid"].startswith("until") else "new"
            full = _capital(new_tone_placement(unicodedata.normalize("NFC", r["full_name"])))
            key = (r["level"], full, provinces[valid, r["province_gso"]])
            units.setdefault(key, set()).add(valid)
    with (RULES / "places/former_units.csv").open(encoding="utf-8", newline="") as f:
        for r in csv.DictReader(line for line in f if not line.startswith("#")):
            units.setdefault(("district", r["full_name"], r["province"]), set()).add("old")
    homes = collections.Counter((level, full) for level, full, _ in units)
    rows = [
        (
            level,
            _short(full),
            full,
            province,
            "new" if "new" in valid else "old",
            homes[level, full],
        )
        for (level, full, province), valid in units.items()
    ]
    _write(
        out / "places/units.csv",
        "Districts (abolished on 2025-07-01) and communes. valid: new = exists today, old = only\n"
        "before 2025-07-01 (or earlier: former_units.csv). ambiguous: provinces that have one of\n"
        "that full name.",
        ["level", "name", "full_name", "province", "valid", "ambiguous"],
        sorted(rows, key=lambda r: (r[0] != "district", r[3], r[2])),
    )


def _short(full: str) -> str:
    words = full.split()
    return " ".join(words[2 if words[0] in ("Thành", "Thị", "Đặc") else 1 :])


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def _write(path: Path, comment: str, head: list[str], rows: Iterable[tuple[Any, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as f:
        f.writelines(f"# {line}\n" for line in comment.split("\n"))
        table = csv.writer(f, lineterminator="\n")
        table.writerow(head)
        table.writerows(rows)


def phrases(value: Any) -> Iterator[str]:
    """Yield every string of a YAML value except those of fields that hold no phrase."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from phrases(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key not in {"kind", "level", "since", "until", "replaced_by", "parent", "full"}:
                yield from phrases(item)


def print_counts(path: Path) -> None:
    """Print how often the corpus has each phrase of a YAML file (case matters)."""
    wanted = {normalise(p).text for p in phrases(yaml.safe_load(path.read_text(encoding="utf-8")))}
    counts = dict.fromkeys(wanted, 0)
    patterns = {p: re.compile(rf"(?<!\w){re.escape(p)}(?!\w)") for p in wanted}
    for text in texts():
        for p, pattern in patterns.items():
            if p in text:
                counts[p] += len(pattern.findall(text))
    for p, n in sorted(counts.items(), key=lambda x: (-x[1], x[0])):
        print(f"{n}\t{p}")


def main() -> None:
    """Run from the command line."""
    ap = argparse.ArgumentParser(description="Regenerate the counted files of rules/.")
    ap.add_argument(
        "--counts",
        type=Path,
        metavar="FILE",
        help="print the corpus counts of a YAML file's phrases",
    )
    ap.add_argument(
        "--out", type=Path, default=RULES, metavar="DIR", help="where to write (default: rules/)"
    )
    args = ap.parse_args()
    if not SHARED.is_dir():
        raise SystemExit(f"{SHARED}: no reference data here")
    if args.counts:
        print_counts(args.counts)
    else:
        for folder in ("places", "names"):
            (args.out / folder).mkdir(parents=True, exist_ok=True)
        write_places(args.out)
        write_names(args.out)


if __name__ == "__main__":
    main()
