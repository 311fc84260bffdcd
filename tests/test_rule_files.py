"""A rules file that is not of its form: file, line, what is wrong, what was expected."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec import inspect

import kg.cli
from kg.errors import KgError
from kg.lexicon.lines import Lines, line_of
from kg.lexicon.rules import load_csv, load_yaml, rules_dir
from kg.lexicon.shapes import COLUMNS, SHAPES

ROOT = Path(__file__).parent.parent
RULES = ROOT / "rules"
TITLES = "status: {q.: acting}\ndeputy: [phó]\nmodifiers: []\ngeneric: []\nranks:\n"
EVENTS = "events: {appointed: [], office: [], elected: [], removed: []}\n"


@pytest.mark.parametrize(
    ("name", "text", "line", "told"),
    [
        ("titles.yaml", TITLES + "  - {rank: a}\n  - {rank: b, alone: maybe}\n" + EVENTS, 7,
         "alone: expected yes or no, got text"),
        ("titles.yaml", TITLES + "  - {rank: b,\n     alnoe: yes}\n" + EVENTS, 7,
         'ranks: unknown key "alnoe"; expected one of: rank, glue, implies, body, alone,'),
        ("titles.yaml", TITLES + "  - {alone: yes}\n" + EVENTS, 6,
         'ranks: the key "rank" is missing'),
        ("titles.yaml", "status: {q.: acts}\n", 1,
         "status: invalid enum value 'acts'; expected one of: acting, appointed, current, former"),
        ("titles.yaml", "status: {}\n", 1, 'the key "deputy" is missing'),
        ("titles.yaml", "", 1, "expected keys with values, got nothing"),
        ("titles.yaml", "- a\n", 1, "expected keys with values, got a list"),
        ("abbreviations.yaml", "- {abbr: A, full: a}\n- {abbr: '', full: x}\n", 2,
         "abbr: expected words, got an empty text"),
        ("abbreviations.yaml", "- {abbr: A, full: no}\n", 1, "full: expected text, got yes or no"),
        ("abbreviations.yaml", "a: b\n", 1, "expected a list, got keys with values"),
        ("bodies_central.yaml", "# x\n- name: A\n- name: B\n  level: centrl\n", 4,
         "level: invalid enum value 'centrl'; expected one of: central, commune, district,"),
        ("bodies_central.yaml", "- name: X\n  until: 2025-01-01\n", 2,
         "until: expected text, got a date (put it in quotation marks)"),
        ("bodies_central.yaml", "- {name: X, aliases: Y}\n", 1,
         "aliases: expected a list, got text"),
        ("meetings.yaml", "nouns:\n  - {noun: lễ, khánh thành, class: ceremony}\n", 2,
         'nouns: unknown key "khánh thành"; expected one of: noun, class, weak'),
        ("sectors.yaml", "- Y tế\n- 12\n", 2, "expected text, got a number"),
        ("roles.yaml", "chair:\n  verbs: [a,\n    null]\n  before: []\n", 3,
         "verbs: expected text, got nothing"),
        ("other.yaml", "a: [b\nc: d\n", 2, "did not find expected ',' or ']'"),
    ],
)  # fmt: skip
def test_yaml(name: str, text: str, line: int, told: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(KgError) as e:
        load_yaml(path)
    assert str(e.value).startswith(f"{path}, line {line}: {told}")
    assert "\n" not in str(e.value)


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("surnames.csv", "# c\nsyllable,count\nA,1\n# x\nB,x\n",
         'line 5: count: expected a number, got "x"'),
        ("surnames.csv", "syllable\nA\n",
         "line 1: expected the columns syllable, count; count missing"),
        ("surnames.csv", "syllable,count\nA\n",
         "line 2: expected 2 values (syllable, count), got 1"),
        ("surnames.csv", "syllable,count\nA,1,2\n",
         "line 2: expected 2 values (syllable, count), got 3"),
        ("surnames.csv", "",
         "line 1: expected the columns syllable, count; syllable, count missing"),
    ],
)  # fmt: skip
def test_tables(name: str, text: str, told: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(KgError) as e:
        load_csv(path)
    assert str(e.value) == f"{path}, {told}"


@pytest.mark.parametrize("load", [load_yaml, load_csv])
def test_files_that_cannot_be_read(load: Callable[[Path], Any], tmp_path: Path) -> None:
    with pytest.raises(KgError, match=r"no\.x: cannot read rules: No such file"):
        load(tmp_path / "no.x")
    (tmp_path / "a.x").write_bytes(b"a: \xff\n")
    with pytest.raises(KgError, match=r"a\.x: not UTF-8 at byte 3"):
        load(tmp_path / "a.x")


def test_comments_and_blank_lines_of_tables_are_skipped(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text('# a\na,b\n\n# b\n1,"x, y"\n', encoding="utf-8")
    assert load_csv(path) == [{"a": "1", "b": "x, y"}]


def test_lines(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("# c\na:\n  - x\n  - {k: 1,\n     l: 2}\nb: {c: d}\n", encoding="utf-8")
    steps: list[tuple[str | int, ...]] = [("a",), ("a", 0), ("a", 1), ("a", 1, "l"), ("b", "c")]
    assert [line_of(path, s) for s in steps] == [2, 3, 4, 5, 6]
    assert [line_of(path, s) for s in [(), ("z",), ("a", 9), ("a", 1, "z")]] == [1, 1, 2, 4]
    assert Lines("a: 1\nb:\n  - {c: 1, c: 2}\na: 3\n").repeated_keys() == [(3, "c"), (4, "a")]
    assert Lines("").of("a") == 1


# A build with such rules


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("titles.yaml", "\n  - {rank: bí thư}\n", "\n  - {rank: bí thư, alone: oui}\n",
         "alone: expected yes or no, got text"),
        ("linking.yaml", "elsewhere:", "elswhere:", 'the key "elsewhere" is missing'),
        ("places/units.csv", "level,name,", "level,nom,", "name missing"),
        ("roles.yaml", "chair:\n", "chair:\n  - x\n", "did not find expected"),
    ],
)  # fmt: skip
def test_a_build_stops_before_it_writes(
    name: str,
    old: str,
    new: str,
    told: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    rules = tmp_path / "rules"
    shutil.copytree(RULES, rules)
    text = (rules / name).read_text(encoding="utf-8")
    assert old in text
    (rules / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    (tmp_path / "a.txt").write_text("Tỉnh ủy Hà Nam họp.", encoding="utf-8")
    store = tmp_path / "x.db"
    args = ["build", str(tmp_path / "a.txt"), "-o", str(store), "--rules", str(rules)]
    assert kg.cli.run(args) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"kg: error: {rules / name}, line ")
    assert told in err
    assert err.count("\n") == 1
    assert not store.exists()


# The schemas that editors read


FILES = [p for p in sorted(RULES.rglob("*")) if p.suffix in (".yaml", ".csv")]


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_every_file_has_a_schema_that_it_fits(path: Path) -> None:
    from jsonschema import Draft202012Validator

    schema = json.loads((RULES / "schema" / f"{path.stem}.json").read_text(encoding="utf-8"))
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["title"] == path.relative_to(ROOT).as_posix()
    Draft202012Validator.check_schema(schema)
    data = load_yaml(path) if path.suffix == ".yaml" else load_csv(path)
    assert [e.message for e in Draft202012Validator(schema).iter_errors(data)] == []


@pytest.mark.parametrize("path", sorted(RULES.rglob("*.yaml")), ids=lambda p: p.name)
def test_every_file_names_its_schema_to_editors(path: Path) -> None:
    first = path.read_text(encoding="utf-8").partition("\n")[0]
    mark = "# yaml-language-server: $schema="
    assert first.startswith(mark)
    assert (
        path.parent / first.removeprefix(mark)
    ).resolve() == RULES / "schema" / f"{path.stem}.json"


def test_every_schema_has_a_file() -> None:
    assert {p.stem for p in (RULES / "schema").iterdir()} == {p.stem for p in FILES}


@pytest.mark.parametrize("name", sorted(SHAPES))
def test_schema_and_form_know_the_same_keys(name: str) -> None:
    """What a build refuses, an editor marks, and the other way round."""
    schema = json.loads((RULES / "schema" / f"{name.removesuffix('.yaml')}.json").read_text())
    _compare(schema, inspect.type_info(SHAPES[name]), schema.get("$defs", {}))


def _compare(schema: dict[str, Any], form: Any, defs: dict[str, Any]) -> None:
    schema = defs[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
    if isinstance(form, inspect.UnionType):
        (form,) = (t for t in form.types if not isinstance(t, inspect.NoneType))
    match form:
        case inspect.StructType():
            assert schema["type"] == "object"
            known = {f.encode_name for f in form.fields}
            assert known <= schema["properties"].keys()
            if form.cls.__struct_config__.forbid_unknown_fields:
                assert known == schema["properties"].keys()
            needed = {f.encode_name for f in form.fields if f.required}
            assert needed == set(schema["required"])
            for field in form.fields:
                _compare(schema["properties"][field.encode_name], field.type, defs)
        case inspect.ListType() | inspect.VarTupleType():
            assert schema["type"] == "array"
            _compare(schema["items"], form.item_type, defs)
        case inspect.LiteralType():
            assert set(form.values) == set(schema.get("enum", [schema.get("const")]))
        case inspect.BoolType():
            assert schema["type"] == "boolean"
        case inspect.IntType():
            assert schema["type"] == "integer"
        case inspect.StrType():
            assert schema.get("type", "string") == "string"


@pytest.mark.parametrize("name", sorted(COLUMNS))
def test_schema_and_columns_agree(name: str) -> None:
    schema = json.loads((RULES / "schema" / f"{name.removesuffix('.csv')}.json").read_text())
    assert set(COLUMNS[name]) <= schema["items"]["properties"].keys()


def test_the_training_form_is_the_schemas() -> None:
    from kg.train import TrainingConfig

    schema = json.loads((RULES / "schema" / "training.json").read_text())
    _compare(schema, inspect.type_info(TrainingConfig), schema.get("$defs", {}))


def test_shipped_rules_load() -> None:
    for name in SHAPES:
        (path,) = rules_dir().rglob(name)
        assert msgspec.convert(load_yaml(path), SHAPES[name])
