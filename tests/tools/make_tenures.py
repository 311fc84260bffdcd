"""Regenerate ``rules/reference/tenures.csv`` from the list of officials beside the checkout.

    python tests/tools/make_tenures.py             # rewrites the file
    python tests/tools/make_tenures.py --out DIR   # writes DIR/reference/tenures.csv, to compare

The list holds what infoboxes of vi.wikipedia.org say: person, office as written there, first and
last day. Kept are posts that one person holds at a time, of provinces and of the centre, under the
labels that `kg` gives them, with both days known at least to the year, and not over before 2000.
What was left out is counted on standard error.
"""

from __future__ import annotations

import argparse
import collections
import csv
import gzip
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import yaml

from kg.link.tenures import span
from kg.text.normalise import normalise

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
RULES = ROOT / "rules"
NAME = "reference/tenures.csv"
FIRST_YEAR = "2000"
PAGE = "https://vi.wikipedia.org/?curid="

HEADER = """\
Who held which post when: posts that one person holds at a time, not over before {first}.
Source: infoboxes of the Vietnamese Wikipedia (https://vi.wikipedia.org/), state of {state}; the
column source is the address of the person's page there.
Licence: CC BY-SA 4.0 (https://creativecommons.org/licenses/by-sa/4.0/), as that of its source.
Written by tests/tools/make_tenures.py: mend the source, not this file.
start, end: day, month or year; "+" behind it: seen in the post then, the end is not known.
province: its short name; empty for a post of the centre.
bearers: how many people of that name the source knows."""

# Posts of a province: before a committee's name ("Tỉnh ủy Nghệ An"), and before the province's
# ("tỉnh Nghệ An").
OF_THE_COMMITTEE = [
    "Bí thư",
    "Phó Bí thư Thường trực",
    "Trưởng Ban Tổ chức",
    "Trưởng Ban Tuyên giáo",
    "Trưởng Ban Dân vận",
    "Trưởng Ban Nội chính",
    "Chủ nhiệm Ủy ban Kiểm tra",
    "Chánh Văn phòng",
]
OF_THE_PROVINCE = [
    "Chủ tịch Ủy ban nhân dân",
    "Chủ tịch Hội đồng nhân dân",
    "Chủ tịch Ủy ban Mặt trận Tổ quốc Việt Nam",
    "Giám đốc Công an",
    "Viện trưởng Viện kiểm sát nhân dân",
    "Chánh án Tòa án nhân dân",
    "Chỉ huy trưởng Bộ Chỉ huy quân sự",
    "Trưởng Đoàn đại biểu Quốc hội",
]
# The one committee whose name `kg` writes with the noun of its city.
WITH_NOUN = {"Hồ Chí Minh": "Thành phố Hồ Chí Minh"}
_PARTY = r"(?: ban chấp hành)? trung ương(?: đảng(?: cộng sản)?)?"
# Posts of the centre: what the infoboxes write, and the label. Ministries come from the rules.
CENTRAL = [
    (rf"tổng bí thư(?:{_PARTY})?", "Tổng Bí thư"),
    (r"chủ tịch nước(?: cộng hòa xã hội chủ nghĩa việt nam)?", "Chủ tịch nước"),
    (r"thủ tướng(?: chính phủ)?", "Thủ tướng Chính phủ"),
    (rf"thường trực ban bí thư(?:{_PARTY})?", "Thường trực Ban Bí thư"),
    (rf"chủ nhiệm ủy ban kiểm tra{_PARTY}", "Chủ nhiệm Ủy ban Kiểm tra Trung ương"),
    (r"chánh văn phòng trung ương(?: đảng)?", "Chánh Văn phòng Trung ương Đảng"),
    *(
        (rf"trưởng ban {field.lower()}{_PARTY}", f"Trưởng Ban {field} Trung ương")
        for field in (
            "Tổ chức",
            "Tuyên giáo",
            "Dân vận",
            "Nội chính",
            "Kinh tế",
            "Đối ngoại",
            "Tuyên giáo và Dân vận",
            "Chính sách, Chiến lược",
        )
    ),
    (r"thống đốc ngân hàng nhà nước", "Thống đốc Ngân hàng Nhà nước Việt Nam"),
    (
        r"chủ tịch ủy ban trung ương mặt trận tổ quốc",
        "Chủ tịch Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam",
    ),
    (
        r"bí thư thứ nhất(?: ban chấp hành)? trung ương đoàn(?: thanh niên cộng sản hồ chí minh)?",
        "Bí thư thứ nhất Trung ương Đoàn",
    ),
    *(
        (label.lower(), label)
        for label in (
            "Chủ tịch Quốc hội",
            "Tổng Thanh tra Chính phủ",
            "Tổng Kiểm toán Nhà nước",
            "Viện trưởng Viện kiểm sát nhân dân tối cao",
            "Chánh án Tòa án nhân dân tối cao",
            "Chủ nhiệm Văn phòng Chính phủ",
            "Chủ nhiệm Văn phòng Quốc hội",
            "Tổng Thư ký Quốc hội",
            "Tổng Tham mưu trưởng",
            "Chủ nhiệm Tổng cục Chính trị",
        )
    ),
]
ABBREVIATED = {
    "UBND": "Ủy ban nhân dân",
    "HĐND": "Hội đồng nhân dân",
    "MTTQ": "Mặt trận Tổ quốc",
    "ĐBQH": "đại biểu Quốc hội",
    "UBKT": "Ủy ban Kiểm tra",
    "VKSND": "Viện kiểm sát nhân dân",
    "TAND": "Tòa án nhân dân",
    "TP": "thành phố",
    "Tp": "thành phố",
}
_ABBREVIATION = re.compile(rf"(?<!\w)({'|'.join(ABBREVIATED)})(?!\w)\.?")
# Behind a post: the state, the party or the army that it is of, and the term.
_TERM = re.compile(r" (?:việt nam )?khóa [ivxl\d ,–-]+(?= |$)")
_TAIL = re.compile(
    r"(?: quân đội nhân dân| đảng cộng sản| nước cộng hòa xã hội chủ nghĩa|"
    r" cộng hòa xã hội chủ nghĩa)?(?: việt nam)?(?: khóa [ivxl\d ,–-]+)?$"
)
_NOW = re.compile(r"(?i)(?:nay|đương nhiệm)(?:, ?| )?(?:\(\))?")
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_MONTH = re.compile(r"(?i)(?:(?:tháng )?(\d{1,2}) ?/ ?(\d{4})|tháng (\d{1,2}),? năm (\d{4}))")
_YEAR = re.compile(r"(?i)(?:năm )?(\d{4})")


class Tenure(NamedTuple):
    """One line of the file, in the order of its columns."""

    holder: str
    post: str
    province: str
    start: str
    end: str
    bearers: int
    source: str


class Posts:
    """Reads what an infobox calls an office."""

    def __init__(self) -> None:
        self._units: dict[str, str] = {}  # name of a province -> its noun
        # Name of a province that another became -> the last day of that one.
        self.since: dict[str, str] = {}
        keys: dict[str, dict[str, str]] = {}
        for file in ("provinces.csv", "former_provinces.csv"):
            for row in _rows(f"places/{file}"):
                self._units[row["name"]] = row["full_name"].removesuffix(row["name"]).strip()
                keys[row["key"]] = row
        for row in keys.values():
            if row["key"].startswith("former"):
                self.since[keys[row["replaced_by"]]["name"]] = row["valid_to"]
        self._names = {plain(name): name for name in self._units}
        for row in _rows("places/province_aliases.csv"):
            self._names.setdefault(plain(row["alias"]), row["name"])
        names = sorted(self._names, key=lambda name: (-len(name), name))
        self._place = re.compile(rf"(.*) ({'|'.join(map(re.escape, names))})")
        self._ministries = {
            plain(said): body["name"]
            for body in yaml.safe_load((RULES / "bodies_central.yaml").read_text(encoding="utf-8"))
            if body["name"].startswith("Bộ ")
            for said in (body["name"], *body.get("aliases", ()))
        }

    def read(self, office: str) -> set[tuple[str, str]]:
        """Return each (label of the post, short name of the province or "") that an office is."""
        text = _ABBREVIATION.sub(lambda m: ABBREVIATED[m[1]], normalise(office).text)
        text = re.sub(r"\([^)]*\)", " ", text)
        parts = [text.replace(",", " "), *re.split(r",| kiêm ", text)]
        found = (self._central(plain(p)) or self._provincial(plain(p)) for p in parts)
        return {post for post in found if post is not None}

    def _central(self, said: str) -> tuple[str, str] | None:
        bare = _TAIL.sub("", said)
        for words, label in CENTRAL:
            if re.fullmatch(words, said) or re.fullmatch(words, bare):
                return label, ""
        ministry = bare.removeprefix("bộ trưởng ")
        name = self._ministries.get(ministry) if ministry != bare else None
        return (f"Bộ trưởng {name}", "") if name else None

    def _provincial(self, said: str) -> tuple[str, str] | None:
        found = self._place.fullmatch(" ".join(_TERM.sub(" ", said).split()))
        if found is None:
            return None
        before, name = found[1], self._names[found[2]]
        unit = self._units[name]
        before = before.removesuffix(f" {unit.lower()}")
        # "Thành ủy" of a town that has its province's name is not the province's committee.
        committee = "Thành ủy" if unit == "Thành phố" else "Tỉnh ủy"
        for label in OF_THE_COMMITTEE:
            if before == f"{label} {committee}".lower():
                return f"{label} {committee} {WITH_NOUN.get(name, name)}", name
        for label in OF_THE_PROVINCE:
            if before == label.lower():
                return f"{label} {unit.lower()} {name}", name
        return None


def tenures() -> tuple[list[Tenure], str, collections.Counter[str]]:
    """Return the lines of the file in order, the last day that the source tells of, and how many
    lines of the posts kept were left out, by reason.
    """
    posts, left_out = Posts(), collections.Counter[str]()
    with gzip.open(SHARED / "gazetteers/officials-viwiki.jsonl.gz", "rt", encoding="utf-8") as f:
        people = [json.loads(line) for line in f]
    state = max(
        o["start"] for p in people for o in p["offices"] if _DAY.fullmatch(o["start"] or "")
    )
    bearers = collections.Counter(_name(person["page"]) for person in people)
    for page in (person["page"] for person in people):
        if "(" in page and bearers[_name(page)] == 1:
            bearers[_name(page)] += 1  # told from somebody whom the list does not have
    out = set[Tenure]()
    for person in people:
        holder = _name(person["page"])
        for office in person["offices"]:
            for post, province in sorted(posts.read(office["office"])):
                start = when(office["start"])
                now = _NOW.fullmatch((office["end"] or "").strip())
                end = f"{state}+" if now else when(office["end"])
                if start is None or end is None:
                    left_out["without a day"] += 1
                elif span(start)[0] > span(end.rstrip("+"))[1]:
                    left_out["ends before it begins"] += 1
                elif end.rstrip("+") > state:
                    left_out["ends in the future"] += 1
                elif start <= posts.since.get(province, ""):
                    left_out["begins before the province"] += 1
                elif end < FIRST_YEAR:
                    left_out["over long ago"] += 1
                else:
                    source = PAGE + person["page_id"]
                    out.add(Tenure(holder, post, province, start, end, bearers[holder], source))
    return sorted(out, key=lambda t: (t.province, t.post, t.start, t.end, t)), state, left_out


def write(path: Path) -> None:
    """Write the file."""
    rows, state, left_out = tenures()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as f:
        for line in HEADER.format(first=FIRST_YEAR, state=state).split("\n"):
            f.write(f"# {line}\n")
        table = csv.writer(f, lineterminator="\n")
        table.writerow(Tenure._fields)
        table.writerows(rows)
    told = ", ".join(f"{n} {reason}" for reason, n in sorted(left_out.items()))
    print(f"{path}: {len(rows)} tenures; left out: {told}", file=sys.stderr)


def _name(page: str) -> str:
    """Return a person's name: the page's title without what tells it from others of the name.

    The infobox's own name carries ranks, degrees and second names.
    """
    return normalise(page).text.split("(")[0].strip()


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (RULES / name).open(encoding="utf-8", newline="") as f:
        yield from csv.DictReader(line for line in f if not line.startswith("#"))


def plain(text: str) -> str:
    """Return a text's words in lower case, without marks between them but hyphens."""
    return " ".join(normalise(text).text.lower().replace("–", "-").split())


def when(said: str | None) -> str | None:
    """Return a day, month or year as ISO 8601 writes it; None for anything else."""
    text = (said or "").strip()
    if m := _MONTH.fullmatch(text):
        text = f"{m[2] or m[4]}-{int(m[1] or m[3]):02d}"
    elif m := _YEAR.fullmatch(text):
        text = m[1]
    try:
        span(text)
    except ValueError:
        return None
    return text


def main() -> None:
    """Run from the command line."""
    ap = argparse.ArgumentParser(description="Regenerate the list of tenures.")
    ap.add_argument(
        "--out", type=Path, default=RULES, metavar="DIR", help="where to write (default: rules/)"
    )
    args = ap.parse_args()
    if not SHARED.is_dir():
        raise SystemExit(f"{SHARED}: no reference data here")
    write(args.out / NAME)


if __name__ == "__main__":
    main()
