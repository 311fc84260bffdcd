"""The data of rules/: formats, completeness, and that no entry contradicts another."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from kg.lexicon.lexicon import load_lexicon
from kg.lexicon.rules import load_yaml, rules_dir
from kg.lexicon.trie import phrase_tokens
from kg.text.normalise import new_tone_placement

RULES = rules_dir()
SHARED = Path(__file__).resolve().parents[2] / "shared"
PRIVATE = pytest.mark.skipif(not SHARED.is_dir(), reason="needs the reference data")


def rows(name: str) -> list[dict[str, str]]:
    with (RULES / name).open(encoding="utf-8", newline="") as f:
        return list(csv.DictReader(line for line in f if not line.startswith("#")))


def central() -> list[dict[str, Any]]:
    bodies: list[dict[str, Any]] = load_yaml(RULES / "bodies_central.yaml")
    return bodies


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        (
            "places/provinces.csv",
            ["key", "name", "full_name", "gso", "iso3166_2", "wikidata", "valid_from", "valid_to"],
        ),
        ("places/province_aliases.csv", ["alias", "name", "needs_prefix"]),
        ("places/units.csv", ["level", "name", "full_name", "province", "valid", "ambiguous"]),
        ("places/former_units.csv", ["full_name", "province", "until"]),
        ("places/countries.csv", ["name", "aliases", "full_names", "kind"]),
        ("names/surnames.csv", ["syllable", "count"]),
        (
            "reference/tenures.csv",
            ["holder", "post", "province", "start", "end", "bearers", "source"],
        ),
        ("names/syllables.csv", ["syllable", "count_given", "count_middle"]),
    ],
)
def test_csv_columns(name: str, columns: list[str]) -> None:
    found = rows(name)
    assert found
    assert list(found[0])[: len(columns)] == columns
    assert all(None not in row and None not in row.values() for row in found)


def test_small_enough_to_edit() -> None:
    assert (RULES / "places/units.csv").stat().st_size < 800_000
    for path in RULES.glob("*.yaml"):
        assert path.stat().st_size < 100_000, path


def test_places_refer_to_provinces() -> None:
    provinces = {r["name"] for r in rows("places/provinces.csv")}
    assert len(provinces) == 63
    provinces |= {r["name"] for r in rows("places/former_provinces.csv")}
    for name in ("places/province_aliases.csv",):
        assert {r["name"] for r in rows(name)} <= provinces
    for name in ("places/units.csv", "places/former_units.csv"):
        assert {r["province"] for r in rows(name)} <= provinces


def test_units_are_unique_and_counted() -> None:
    units = rows("places/units.csv")
    keys = Counter((r["level"], r["full_name"], r["province"]) for r in units)
    assert max(keys.values()) == 1
    homes = Counter((r["level"], r["full_name"]) for r in units)
    for r in units:
        assert r["level"] in {"district", "commune"}
        assert r["valid"] in {"old", "new"}
        assert int(r["ambiguous"]) == homes[r["level"], r["full_name"]]
        assert r["full_name"] == new_tone_placement(r["full_name"])


@pytest.mark.parametrize(
    ("full_name", "province"),
    [
        ("Quận 2", "Hồ Chí Minh"),
        ("Quận 12", "Hồ Chí Minh"),
        ("Huyện Từ Liêm", "Hà Nội"),
        ("Quận Bắc Từ Liêm", "Hà Nội"),
        ("Thị xã Từ Sơn", "Bắc Ninh"),
        ("Thành phố Vinh", "Nghệ An"),
        ("Đặc khu Côn Đảo", "Hồ Chí Minh"),
    ],
)
def test_units_hold(full_name: str, province: str) -> None:
    assert any(
        r["full_name"] == full_name and r["province"] == province for r in rows("places/units.csv")
    )


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("TP HCM", "Hồ Chí Minh"),
        ("TP. Hồ Chí Minh", "Hồ Chí Minh"),
        ("Thừa Thiên - Huế", "Thừa Thiên Huế"),
        ("Thừa Thiên Huế", "Thừa Thiên Huế"),
        ("Đăk Lăk", "Đắk Lắk"),
        ("Đắc Nông", "Đắk Nông"),
        ("Bắc Cạn", "Bắc Kạn"),
        ("KonTum", "Kon Tum"),
        ("Bà Rịa – Vũng Tàu", "Bà Rịa - Vũng Tàu"),
        ("Hoà Bình", "Hòa Bình"),
    ],
)
def test_spellings_of_provinces(printed: str, name: str) -> None:
    tokens = phrase_tokens(printed)
    hit = load_lexicon().provinces.longest(tokens, 0, len(tokens))
    assert hit == (len(tokens), name)


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Hoa Kỳ", "Mỹ"),
        ("Liên bang Nga", "Nga"),
        ("nước Cộng hòa Nhân dân Trung Hoa", "Trung Quốc"),
        ("Cộng hòa Dân chủ Nhân dân Lào", "Lào"),
        ("EU", "Liên minh châu Âu"),
        ("Liên hợp quốc", "Liên Hợp Quốc"),
        ("Úc", "Australia"),
    ],
)
def test_names_of_countries(printed: str, name: str) -> None:
    tokens = phrase_tokens(printed)
    assert load_lexicon().countries.longest(tokens, 0, len(tokens)) == (len(tokens), name)


def test_no_country_begins_like_a_surname_alone() -> None:
    surnames = {r["syllable"].lower() for r in rows("names/surnames.csv")}
    for r in rows("places/countries.csv"):
        for name in (r["name"], *r["aliases"].split(";")):
            assert name.lower() not in surnames, name


def test_central_bodies_are_consistent() -> None:
    bodies = central()
    names = {b["name"] for b in bodies}
    assert len(names) == len(bodies)
    kinds = {
        "party",
        "state",
        "ministry",
        "agency",
        "court",
        "assembly",
        "front",
        "mass",
        "army",
        "group",
    }
    for b in bodies:
        if b["level"] == "foreign":
            assert b["kind"] == "other", b  # international organisations
            continue
        assert b["kind"] in kinds, b
        assert b["level"] in {"central", "other"}, b
        assert b.get("parent") is None or b["parent"] in names, b
        assert b.get("replaced_by") is None or b["replaced_by"] in names, b
        for key in ("since", "until"):
            assert b.get(key) is None or (isinstance(b[key], str) and len(b[key]) == 10), b
    phrases = Counter(
        p for b in bodies for p in {phrase_tokens(x) for x in (b["name"], *b.get("aliases", []))}
    )
    assert [p for p, n in phrases.items() if n > 1] == []


def test_parents_and_successors_make_no_circle() -> None:
    bodies = {b["name"]: b for b in central()}
    for name in bodies:
        for key in ("parent", "replaced_by"):
            seen, at = set(), name
            while bodies[at].get(key):
                assert at not in seen, (key, name)
                seen.add(at)
                at = bodies[at][key]


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Ban Chấp hành Trung ương", "Trung ương Đảng"),
        ("Ban Chấp hành Trung ương Đoàn", "Ban Chấp hành Trung ương Đoàn"),
        ("Ban Kinh tế Trung ương Đảng", "Ban Kinh tế Trung ương"),
        ("Bộ Lao động, Thương binh và Xã hội", "Bộ Lao động - Thương binh và Xã hội"),
        ("Bộ Văn hoá - Thể thao và Du lịch", "Bộ Văn hóa, Thể thao và Du lịch"),
        ("Bộ Nông nghiệp & Môi trường", "Bộ Nông nghiệp và Môi trường"),
        ("Trung ương Đoàn TNCS Hồ Chí Minh", "Trung ương Đoàn"),
        ("Uỷ ban Kinh tế của Quốc hội", "Ủy ban Kinh tế"),
        ("Ngân hàng Nhà nước", "Ngân hàng Nhà nước Việt Nam"),
        ("Bộ Tư lệnh Quân khu 4", "Quân khu 4"),
    ],
)
def test_central_bodies_by_printed_name(printed: str, name: str) -> None:
    tokens = phrase_tokens(printed)
    hit = load_lexicon().central.longest(tokens, 0, len(tokens))
    assert hit is not None
    assert hit[0] == len(tokens)
    assert hit[1].name == name


@pytest.mark.parametrize(
    "merged",
    [
        "Kế hoạch và Đầu tư",
        "Giao thông vận tải",
        "Thông tin và Truyền thông",
        "Tài nguyên và Môi trường",
    ],
)
def test_ministries_merged_in_2025_say_into_what(merged: str) -> None:
    body = next(b for b in central() if b["name"] == f"Bộ {merged}")
    assert body["until"] == "2025-03-01"
    assert body["replaced_by"]


def test_abbreviations() -> None:
    entries = load_yaml(RULES / "abbreviations.yaml")
    keys = Counter(
        phrase_tokens(e["abbr"])
        for e in entries
        if isinstance(e["abbr"], str) and isinstance(e["full"], str)
    )
    assert sum(keys.values()) == len(entries)
    full = {e["abbr"]: e["full"] for e in entries}
    assert full["UBND"] == "Ủy ban nhân dân"
    assert full["ĐBQH"] == "đại biểu Quốc hội"
    assert full["UVTW Đảng"] == "Ủy viên Trung ương Đảng"
    assert all(new_tone_placement(f) == f for f in full.values())


def test_lists_hold_strings_without_doubles() -> None:
    for name in (
        "names/context_not_person.yaml",
        "names/foreign.yaml",
        "names/ethnic.yaml",
        "furniture.yaml",
    ):
        for key, values in load_yaml(RULES / name).items():
            if key == "prefix":
                continue
            assert all(isinstance(v, str) and v for v in values), (name, key)
            assert [v for v, n in Counter(values).items() if n > 1] == [], (name, key)


def test_sixty_lunar_years() -> None:
    phrases = load_yaml(RULES / "names/context_not_person.yaml")["phrases"]
    stems = "Giáp Ất Bính Đinh Mậu Kỷ Canh Tân Nhâm Quý"
    branches = "Tý Sửu Dần Mão Thìn Tỵ Ngọ Mùi Thân Dậu Tuất Hợi"
    pairs = [p.split() for p in phrases if p.count(" ") == 1]
    years = [f"{a} {b}" for a, b in pairs if a in stems.split() and b in branches.split()]
    assert len(years) == 60
    assert {"Đinh Dậu", "Giáp Thìn", "Ất Tỵ"} <= set(years)


def test_surnames_are_trusted_or_not_but_not_both() -> None:
    surnames = {r["syllable"]: int(r["count"]) for r in rows("names/surnames.csv")}
    assert max(surnames, key=lambda s: surnames[s]) == "Nguyễn"
    assert not surnames.keys() & set(load_yaml(RULES / "names/foreign.yaml")["surnames"])


def test_words_before_a_name_are_three_at_most() -> None:
    before = load_yaml(RULES / "names/context_not_person.yaml")["before"]
    assert [w for w in before if len(phrase_tokens(w)) > 3] == []


@PRIVATE
def test_counted_files_are_up_to_date(tmp_path: Path) -> None:
    names = [
        "places/provinces.csv",
        "places/units.csv",
        "names/surnames.csv",
        "names/syllables.csv",
    ]
    before = {n: (RULES / n).read_bytes() for n in names}
    tool = Path(__file__).parent / "tools/make_lexicons.py"
    subprocess.run([sys.executable, str(tool), "--out", str(tmp_path)], check=True, timeout=300)
    assert {n: (tmp_path / n).read_bytes() for n in names} == before
