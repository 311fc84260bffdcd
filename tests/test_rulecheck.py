"""What `kg rules check` finds: each mistake is put into a copy of the rules that are shipped."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import pytest

import kg.cli
from kg.errors import KgError
from kg.rulecheck.check import check_rules
from kg.rulecheck.finding import Finding
from kg.rulecheck.patterns import fault

RULES = Path(__file__).parent.parent / "rules"


class Case(NamedTuple):
    """In `file`, `new` in place of `old` ("" for at the end); found on the line with `at`."""

    file: str
    old: str
    new: str
    at: str
    level: str
    told: str


TENURES = "reference/tenures.csv"
RANKS = ("titles.yaml", "\nranks:\n")
CASES = [
    # twice
    Case(*RANKS, "\nranks:\n  - {rank: Bí Thư}\n", "{rank: bí thư}", "warning",
         'duplicate "bí thư" in ranks (first at line'),
    Case(*RANKS, "\nranks:\n  - {rank: thư ký, civil: yes}\n", "{rank: thư ký}", "error",
         "); that one counts, and says something else"),
    Case("abbreviations.yaml", "", "- {abbr: UBND, full: Ủy ban}\n", "full: Ủy ban}", "error",
         'duplicate "UBND" in abbreviations (first at line'),
    Case("titles.yaml", "", "deputy: [phó, cấp phó]\n", "cấp phó", "error",
         'the key "deputy" was given before'),
    Case("roles.yaml", "speak:\n  verbs: [", "speak:\n  verbs: [chủ trì, ", "[chủ trì, phát",
         "error", '"chủ trì" in speak stands in chair too (line'),
    Case("honorifics.yaml", "degrees: [", "degrees: [đại tá, ", "degrees: [", "warning",
         '"đại tá" in degrees stands in ranks too (line'),
    Case("names/foreign.yaml", "surnames:\n", "surnames:\n  - Nguyễn\n", "- Nguyễn", "warning",
         '"Nguyễn" is believed anywhere (surnames.csv, line'),
    Case("bodies_central.yaml", "", "- {name: Bộ Thử, aliases: [Quốc hội]}\n", "name: Bộ Thử,",
         "error", '"Quốc hội" of Bộ Thử is read as Quốc hội (line'),
    Case("places/countries.csv", "", "Xứ Thử,Lào,,country\n", "Xứ Thử", "error",
         '"Lào" is Lào already (line'),
    Case("names/surnames.csv", "", "nguyễn,1\n", "nguyễn,1", "warning",
         'duplicate "nguyễn" (first at line'),
    # names of what is not there
    Case("hierarchy.yaml", "centre: Bộ Công an}", "centre: Bộ Công ăn}", "Bộ Công ăn", "error",
         'no body has the name "Bộ Công ăn"; did you mean Bộ Công an?'),
    Case("hierarchy.yaml", "part_of: Ủy ban nhân dân, except: [Sở", "part_of: UBND, except: [Sở",
         "part_of: UBND", "error", 'part_of of Sở: no entry has the name "UBND"'),
    Case("hierarchy.yaml", "{names: [Sở]", "{names: [Sở, Công an]", "[Sở, Công an]", "error",
         '"Công an" stands in another entry (line'),
    Case("bodies_history.yaml", "      - Ủy ban Pháp luật\n", "      - Ủy ban Phép luật\n",
         'day: "2025-02-19"', "error", 'no body has the name "Ủy ban Phép luật"'),
    Case("bodies_history.yaml", '  - day: "2025-02-18"', '  - day: "2025-02-19"',
         'day: "2025-02-19"', "error", "Ủy ban Kinh tế neither begins nor ends on 2025-02-19"),
    Case("bodies_history.yaml", "names: [Công an]", "names: [Công anh]", 'day: "2025-03-01"',
         "error", 'local: no line has the name "Công anh"; did you mean Công an?'),
    Case(*RANKS, "\nranks:\n  - {rank: trưởng nậu, body: Bộ Chính Tri}\n", "Chính Tri}", "error",
         'no body has the name "Bộ Chính Tri"; did you mean Bộ Chính trị?'),
    Case(*RANKS, "\nranks:\n  - {rank: chủ bản, glue: 2}\n", "chủ bản", "error",
         'rank "chủ bản": glue 2, but it has 2 words'),
    Case(*RANKS, "\nranks:\n  - {rank: bản trưởng, implies: Bản}\n", "bản trưởng", "warning",
         'no name of a body begins with "bản", so none is read'),
    Case("bodies_central.yaml", "", "- {name: Vụ Hai, parent: Chính Phủ}\n", "Vụ Hai", "error",
         'parent of Vụ Hai: no body has the name "Chính Phủ"; did you mean Chính phủ?'),
    Case("bodies_central.yaml", "", "- {name: Vụ Ba, replaced_by: Vụ Ba}\n", "Vụ Ba", "error",
         "replaced_by of Vụ Ba leads back to itself"),
    Case("bodies_central.yaml", "", '- {name: Vụ Tư, since: "2020-01-02", until: "2020-01-01"}\n',
         "Vụ Tư", "error", "Vụ Tư ends (2020-01-01) before it begins (2020-01-02)"),
    Case("bodies_central.yaml", "", "- {name: Vụ Năm, member: yes}\n", "Vụ Năm", "error",
         "Vụ Năm is `member`, but has no parent"),
    Case("bodies.yaml", "committees:\n",
         "committees:\n  - {name: Xã bộ thôn, level: commune, unit: xã, tail: 1}\n", "Xã bộ thôn",
         "error", "its last 1 words are not the unit"),
    Case("bodies.yaml", "organs:\n", "organs:\n  - {name: Ban Một, canonical: Ban Hai}\n",
         "Ban Một", "error", 'no entry of organs has the name "Ban Hai"'),
    Case("places/province_aliases.csv", "", "Nghệ An,Hà Tĩnh,\n", "Nghệ An,Hà Tĩnh", "error",
         "\"Nghệ An\" is another province's own name"),
    Case("roles.yaml", "\nweak: [", "\nweak: [bay lượn, ", "weak: [bay", "warning",
         'weak: "bay lượn" is no verb of any role'),
    Case("linking.yaml", "leading:\n", "leading:\n  - trưởng lão làng\n", "trưởng lão", "warning",
         'leading: no rank of titles.yaml begins "trưởng lão làng"'),
    Case("names/ethnic.yaml", "pairs:\n", "pairs:\n  - Xyz Abc\n", "Xyz Abc", "warning",
         'pairs: "Xyz" of "Xyz Abc" is not among the surnames'),
    Case("training.yaml", "    t: [", "    t: [rankz, ", "t: [rankz", "error",
         'features: there is no list "rankz"'),
    # never read
    Case("abbreviations.yaml", "", "- {abbr: QWZ, full: QWZ}\n", "abbr: QWZ", "error",
         '"QWZ" stands for itself'),
    Case("abbreviations.yaml", "", "- {abbr: QWX, full: Bộ GTVT}\n", "abbr: QWX", "warning",
         '"Bộ GTVT" holds an abbreviation, which is not written out in its turn'),
    Case(*RANKS, "\nranks:\n  - {rank: phó chủ làng}\n", "phó chủ làng", "error",
         'rank "phó chủ làng" is never read'),
    Case("bodies_central.yaml", "", "- {name: Vụ Sáu HĐND}\n", "Vụ Sáu HĐND", "error",
         "Vụ Sáu HĐND"),
    Case("sectors.yaml", "", "- để VHTTDL\n", "- để VHTTDL", "warning",
         '"Sở để VHTTDL" is not read whole ("để" is among the stops)'),
    Case("places/province_aliases.csv", "", "nghệ tĩnh,Nghệ An,\n", "nghệ tĩnh", "warning",
         '"nghệ tĩnh" is read as nothing, not as the province Nghệ An'),
    Case("roles.yaml", "chair:\n  verbs: [", "chair:\n  verbs: [hội thảo, ", "[hội thảo", "warning",
         'verbs: "hội thảo" is read as meeting "hội thảo"'),
    Case("honorifics.yaml", "honorifics: [", "honorifics: [tổng thống, ", "[tổng thống", "warning",
         'honorifics: "tổng thống" is read as title "tổng thống"'),
    # in two ways
    Case(*RANKS, "\nranks:\n  - {rank: giám đốc danh dự, civil: yes}\n", "giám đốc danh", "warning",
         'with the modifier "danh dự" too; they differ in civil, free'),
    Case(*RANKS, "\nranks:\n  - {rank: phó giám đốc, free: yes}\n", "rank: phó giám", "warning",
         'it is "phó" and rank "giám đốc" (line'),
    Case("titles.yaml", "modifiers: [", "modifiers: [trợ lý, ", "{rank: trợ lý", "warning",
         'rank "trợ lý" is in modifiers too (line'),
    Case("dates.yaml", "review: [", "review: [dự kiến kế hoạch năm, ", "review: [", "warning",
         'review: "dự kiến kế hoạch năm" ends in "kế hoạch năm", so it is read as plan too'),
    # tenures
    Case(TENURES, "", "Gấc Ba,Bí thư Tỉnh ủy Nghê An,Nghê An,2020,2021,1,https://x.org/\n",
         "Gấc Ba", "error", 'no province has the name "Nghê An"; did you mean Nghệ An?'),
    Case(TENURES, "", "Gấc Tư,Trưởng bản Sao,,2020-05,2020-04-30,1,https://x.org/\n", "Gấc Tư",
         "error", "ends (2020-04-30) before it begins (2020-05)"),
    Case(TENURES, "", "Gấc Năm,Trưởng bản Sao,,2020-02-31,2021,1,https://x.org/\n", "Gấc Năm",
         "error", 'start: expected a day, a month or a year (2024-01-31), got "2020-02-31"'),
    Case(TENURES, "", "Gấc Sáu,Trưởng bản Trăng,,2001,2009-06-30,1,https://x.org/\n"
         "Gấc Bảy,Trưởng bản Trăng,,2009-06-28,2012,1,https://x.org/\n", "Gấc Bảy", "warning",
         "Trưởng bản Trăng: Gấc Bảy (2009-06-28 to 2012) overlaps Gấc Sáu (2001 to 2009-06-30)"),
    # slow
    Case("more.yaml", "", "a:\n  - b\n  - pattern: (x+)*y\n", "(x+)*y", "error",
         "slow pattern, a repetition inside a repeated group: (x+)*y"),
    Case("more.yaml", "", "b:\n  patterns: ['(']\n", "'('", "error", "not a regular expression"),
]  # fmt: skip
# With these the rules do not compile.
FORMS = [
    Case("places/province_aliases.csv", "", "Xứ Thanh,Thanh Hoa,\n", "Xứ Thanh", "error",
         'no province has the name "Thanh Hoa"; did you mean Thanh Hóa?'),
    Case("places/units.csv", "", "commune,Thử,Xã Thử,Nghê An,new,1\n", "Xã Thử", "error",
         'no province has the name "Nghê An"; did you mean Nghệ An?'),
    Case(*RANKS, "\nranks:\n  - {rank: a, implise: Bộ}\n", "implise", "error",
         'unknown key "implise"; did you mean implies?'),
    Case("abbreviations.yaml", "", "- {abbr: NO, full: no}\n", "full: no}", "error",
         'full: expected text, got no (text goes in quotation marks: "No")'),
    Case("bodies_central.yaml", "", "- name: X\n  until: 2025-01-01\n", "  until: 2025-01-01",
         "error", 'until: expected text, got the date 2025-01-01 (put it in quotation marks'),
    Case("bodies.yaml", "heads:\n", "heads:\n  - {name: X, level: centrl}\n", "centrl", "error",
         'level: expected one of "central", "province", "district",'),
    Case("meetings.yaml", "nouns:\n", "nouns:\n  - {noun: x}\n", "{noun: x}", "error",
         'nouns: "class" missing'),
    Case("sectors.yaml", "", '- ""\n', '- ""', "error", "expected words, got an empty text"),
    Case("names/ethnic.yaml", "surnames:\n", "surnames:\n  - A B\n", "- A B", "error",
         'surnames: expected: what fits ^\\S+$; got "A B"'),
    Case("dates.yaml", "same: [", "same: {a: b}\nx: [", "same: {a: b}", "error",
         "same: expected a list, got keys with values"),
    Case("roles.yaml", "chair:\n", "chair:\n  - x\n", "verbs:", "error", "did not find expected"),
    Case("names/surnames.csv", "", "Zed\n", "Zed", "error",
         "expected 2 values (syllable, count), got 1"),
    Case("places/countries.csv", "", "Xứ,,,land\n", "land", "error",
         'kind: expected one of "country", "organisation", got "land"'),
    Case(TENURES, "", "Gấc Tám,Trưởng bản Sao,,2020,now,1,https://x.org/\n", "Gấc Tám", "error",
         "end: expected: last day, or its month or year"),
    Case("more.yaml", "", "a: b\n", "a: b", "warning", "nothing is known of a file of this name"),
]  # fmt: skip


def spoilt(folder: Path, cases: list[Case]) -> list[Finding]:
    """Return what is found in the shipped rules once all the mistakes are in them."""
    shutil.copytree(RULES, folder)
    for case in cases:
        path = folder / case.file
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        assert case.old in text
        new = text.replace(case.old, case.new, 1) if case.old else text + case.new
        path.write_text(new, encoding="utf-8")
    return check_rules(folder)


@pytest.fixture(scope="module")
def mistakes(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Finding]]:
    folder = tmp_path_factory.mktemp("mistakes") / "rules"
    return folder, spoilt(folder, CASES)


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Finding]]:
    folder = tmp_path_factory.mktemp("forms") / "rules"
    return folder, spoilt(folder, FORMS)


def expect(case: Case, folder: Path, found: list[Finding]) -> None:
    path = folder / case.file
    lines = path.read_text(encoding="utf-8").splitlines()
    numbers = {n for n, line in enumerate(lines, 1) if case.at in line}
    assert numbers
    here = [f for f in found if f.file == str(path) and case.told in f.message]
    assert here, [str(f) for f in found if f.file == str(path)]
    assert {f.level for f in here} == {case.level}
    assert {f.line for f in here} & numbers


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.told[:50])
def test_mistakes(case: Case, mistakes: tuple[Path, list[Finding]]) -> None:
    expect(case, *mistakes)


@pytest.mark.parametrize("case", FORMS, ids=lambda c: c.told[:50])
def test_forms(case: Case, forms: tuple[Path, list[Finding]]) -> None:
    expect(case, *forms)


def test_the_shipped_rules_have_no_errors() -> None:
    assert [str(f) for f in check_rules() if f.level == "error"] == []


def test_an_entry_that_is_right_is_not_found_fault_with(tmp_path: Path) -> None:
    good = [
        Case(*RANKS, "\nranks:\n  - {rank: trưởng nậu, free: yes}\n", "", "", ""),
        Case("abbreviations.yaml", "", "- {abbr: QWX, full: Quê Xưa}\n", "", "", ""),
        Case("sectors.yaml", "", "- Nghề rừng\n", "", "", ""),
        Case("bodies_central.yaml", "", "- {name: Viện Thử nghiệm Sao Hôm}\n", "", "", ""),
        # One follows the other, on the same day or in the same month; one comes back.
        Case(
            TENURES,
            "",
            "".join(
                f"Gấc {who},Trưởng bản Sao,,{days},1,https://x.org/\n"
                for who, days in [
                    ("Ba", "2001,2009-06-30"),
                    ("Tư", "2009-06-30,2012-03"),
                    ("Ba", "2012-03,2015"),
                    ("Năm", "2015,2015"),
                    ("Tư", "2015,2020+"),
                ]
            ),
            "",
            "",
            "",
        ),
    ]
    before = {(f.file.rpartition("rules/")[2], f.message) for f in check_rules()}
    after = {
        (f.file.rpartition("rules/")[2], re.sub(r"line \d+", "", f.message))
        for f in spoilt(tmp_path / "rules", good)
    }
    assert after == {(file, re.sub(r"line \d+", "", message)) for file, message in before}


@pytest.mark.parametrize(
    "pattern",
    ["(a+)+", "(a*)*b", "(?:a|b+)*", "((ab)+c?)+", r"(\d+)*x", "([a-z]+)*", "a*a*", r"\s+\s*x",
     "(.*)+", "(a+){2,}", "(a{1,})+", ".*.*"],
)  # fmt: skip
def test_slow_patterns(pattern: str) -> None:
    assert "slow" in str(fault(pattern))


@pytest.mark.parametrize(
    "pattern",
    ["a+b+", "(ab)+", "(a+)", "(a+)?", "(a+){2}", r"\(a+\)+", "[(+*]+", "(?:a|b)*",
     r"(\d{1,2})/(\d+)", "(?P<x>a+)b", "[^]]+]+", "a*?b", "(?<=a)b+", ""],
)  # fmt: skip
def test_patterns_that_are_not_slow(pattern: str) -> None:
    assert fault(pattern) is None


def test_a_slow_pattern_is_slow_indeed() -> None:
    begin = time.perf_counter()
    assert re.match("(a+)+$", "a" * 18 + "b") is None
    slow = time.perf_counter() - begin
    begin = time.perf_counter()
    assert re.match("a+$", "a" * 18 + "b") is None
    assert slow > 20 * (time.perf_counter() - begin)


# The command


def test_errors_are_lines_and_a_status(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    spoilt(tmp_path / "my", [CASES[1]])
    monkeypatch.chdir(tmp_path)
    assert kg.cli.run(["rules", "check", "--rules", "my"]) == 1
    out, err = capsys.readouterr()
    line = next(x for x in out.splitlines() if "says something else" in x)
    assert re.fullmatch(
        r'my/titles\.yaml:\d+: duplicate "thư ký" in ranks \(first at line \d+\); that .*', line
    )
    assert any(x.partition(": ")[2].startswith("warning: ") for x in out.splitlines())
    assert re.fullmatch(r"\d+ errors, \d+ warnings\n", err)
    assert kg.cli.run(["rules", "check", "--rules", "my", "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert {"file", "line", "level", "message"} == found[0].keys()
    assert len(found) == len(out.splitlines())


@pytest.mark.parametrize("name", ["no-such-folder", "."])
def test_no_rules(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert kg.cli.run(["rules", "check", "--rules", str(tmp_path / name)]) == 1
    assert "no rules in it" in capsys.readouterr().err


def test_without_the_library_the_extra_is_named() -> None:
    code = "import sys; sys.modules['jsonschema'] = None; from kg.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "rules", "check"], capture_output=True, text=True
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert "pip install 'chutri-kg[rules]'" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_wrong_schema_is_told(tmp_path: Path) -> None:
    shutil.copytree(RULES, tmp_path / "rules")
    schema = tmp_path / "rules" / "schema" / "dates.json"
    schema.write_text("{")
    with pytest.raises(KgError, match=r"dates\.json: not JSON"):
        check_rules(tmp_path / "rules")
    schema.write_text('{"type": 3}')
    with pytest.raises(KgError, match="wrong schema"):
        check_rules(tmp_path / "rules")
