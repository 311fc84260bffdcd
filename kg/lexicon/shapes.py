"""The form that each rules file must have, and what to say where it has another.

Files are checked when they are read, so that nothing is built with rules that mean something else
than they say. The JSON schemas in ``rules/schema/`` say the same to editors, with more words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Final, Literal

import msgspec

from kg.lexicon.entries import CentralBody, Committee, Head, Organ, Rank, Territorial
from kg.lexicon.lines import RuleError, line_of

Words = Annotated[str, msgspec.Meta(pattern=r"\S")]
Lists = dict[Words, list[Words]]


class Abbreviation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An entry of ``abbreviations.yaml``."""

    abbr: Words
    full: Words


class Events(msgspec.Struct, frozen=True):
    """Section ``events`` of ``titles.yaml``."""

    appointed: list[Words]
    office: list[Words]
    elected: list[Words]
    removed: list[Words]


class Titles(msgspec.Struct, frozen=True):
    """``titles.yaml``."""

    status: dict[Words, Literal["current", "acting", "former", "appointed"]]
    deputy: list[Words]
    modifiers: list[Words]
    generic: list[Words]
    ranks: list[Rank]
    events: Events


class Honorifics(msgspec.Struct, frozen=True):
    """``honorifics.yaml``."""

    honorifics: list[Words]
    plural: list[Words]
    ranks: list[Words]
    degrees: list[Words]


class Bodies(msgspec.Struct, frozen=True):
    """``bodies.yaml``."""

    committees: list[Committee]
    organs: list[Organ]
    territorial: list[Territorial]
    heads: list[Head]
    led_heads: list[Words]
    stops: list[Words]
    compounds: list[Words]
    compound_words: list[Words]


class MeetingNounLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An entry of ``nouns`` in ``meetings.yaml``."""

    noun: Words
    class_: Words = msgspec.field(name="class")
    weak: bool = False


class MeetingVerbLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An entry of ``verbs`` in ``meetings.yaml``."""

    verb: Words
    class_: Words = msgspec.field(name="class")
    weak: bool = False
    alone: bool = False


class Meetings(msgspec.Struct, frozen=True):
    """``meetings.yaml``."""

    nouns: list[MeetingNounLine]
    verbs: list[MeetingVerbLine]
    held: list[Words]
    another: list[Words]
    passing: list[Words]
    planned: list[Words]
    sites: list[Words]
    one_by_one: list[Words]
    not_verbs: list[Words]
    not_nouns: list[Words]
    sits: list[Words]
    occasions: list[Words]
    groups: list[Words]


class RoleWords(msgspec.Struct, frozen=True):
    """A role in ``roles.yaml``."""

    verbs: list[Words]
    before: list[Words]


class Roles(msgspec.Struct, frozen=True):
    """``roles.yaml``."""

    chair: RoleWords
    attend: RoleWords
    speak: RoleWords
    weak: list[Words]
    adverbs: list[Words]
    absent: list[Words]
    captions: list[Words]
    behalf: list[Words]
    not_verbs: list[Words]
    press: list[Words]
    press_verbs: list[Words]
    outlets: list[Words]
    papers: list[Words]
    paper_verbs: list[Words]
    carried: list[Words]
    present: list[Words]
    represented: list[Words]
    sides: list[Words]
    reporting: list[Words]
    pairs: list[Words]
    other_words: list[Words]
    acts: list[Words]


class Dates(msgspec.Struct, frozen=True):
    """``dates.yaml``."""

    same: list[Words]
    aim: list[Words]
    same_behind: list[Words]
    occasion: list[Words]
    looks_back: list[Words]
    since: list[Words]
    school_year: list[Words]
    review: list[Words]
    earliest_year: int
    plan: list[Words]
    year_before: list[Words]
    not_event: list[Words]
    not_now: list[Words]
    term: list[Words]


class Linking(msgspec.Struct, frozen=True):
    """``linking.yaml``."""

    status: list[Words]
    leading: list[Words]
    single: list[Words]
    elsewhere: list[Words]
    collective: list[Words]
    one_holder: list[Words]
    firms: list[Words]
    deputies: dict[Words, Words]
    events_of_their_own: list[Words]
    meeting_words: Words
    ordinal_words: list[Words]
    several_places: list[Words]


class BranchLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An entry of ``hierarchy.yaml``."""

    names: list[Words]
    branch: Literal["party", "state", "assembly", "front", "mass", "army", "court"]
    centre: Words | None = None
    part_of: Words | None = None
    except_: list[Words] = msgspec.field(default_factory=list, name="except")


class CentralAct(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An entry of ``central`` in ``bodies_history.yaml``."""

    day: Words
    act: Words
    bodies: list[Words]


class LocalAct(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An entry of ``local`` in ``bodies_history.yaml``."""

    day: Words
    level: Literal["province", "district", "commune"]
    act: Words
    names: list[Words]


class Act(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An entry of ``provinces`` in ``bodies_history.yaml``."""

    day: Words
    act: Words


class BodiesHistory(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``bodies_history.yaml``."""

    central: list[CentralAct]
    local: list[LocalAct]
    provinces: list[Act]


class TenureEvents(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Section ``events`` of ``tenure_events.yaml``."""

    elected: list[Words]
    appointed: list[Words]
    assigned: list[Words]
    transferred: list[Words]
    nominated: list[Words]
    dismissed: list[Words]


class Tenures(msgspec.Struct, frozen=True):
    """``tenure_events.yaml``."""

    events: TenureEvents
    takes_up: list[Words]
    held: list[Words]
    purpose: list[Words]
    ignored: list[Words]
    since: list[Words]
    ahead: list[Words] = []


class NotPerson(msgspec.Struct, frozen=True):
    """``names/context_not_person.yaml``."""

    memorial: list[Words]
    before: list[Words]
    phrases: list[Words]


class Prefix(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An entry of ``prefix`` in ``names/ethnic.yaml``."""

    form: Words
    example: Words


class Ethnic(msgspec.Struct, frozen=True):
    """``names/ethnic.yaml``."""

    surnames: list[Words]
    pairs: list[Words]
    final: list[Words]
    prefix: list[Prefix]


class Foreign(msgspec.Struct, frozen=True):
    """``names/foreign.yaml``."""

    surnames: list[Words]
    korean_surnames: list[Words]
    korean_syllables: list[Words]


class SiteLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An entry of ``sites/press.yaml``; `kg.sites` makes of it what readers go by."""

    site: Words
    body: list[Words] = []
    drop: list[Words] = []


# Name of a file -> its form. ``training.yaml`` has a form of its own, which `kg.train` knows.
SHAPES: Final[dict[str, Any]] = {
    "abbreviations.yaml": list[Abbreviation],
    "bodies.yaml": Bodies,
    "bodies_central.yaml": list[CentralBody],
    "bodies_history.yaml": BodiesHistory,
    "context_not_person.yaml": NotPerson,
    "dates.yaml": Dates,
    "ethnic.yaml": Ethnic,
    "foreign.yaml": Foreign,
    "furniture.yaml": Lists,
    "hierarchy.yaml": list[BranchLine],
    "honorifics.yaml": Honorifics,
    "linking.yaml": Linking,
    "meetings.yaml": Meetings,
    "press.yaml": list[SiteLine],
    "roles.yaml": Roles,
    "sectors.yaml": list[Words],
    "tenure_events.yaml": Tenures,
    "titles.yaml": Titles,
}
# Name of a table -> the columns that are read; it may have more.
COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "countries.csv": ("name", "aliases", "full_names"),
    "former_provinces.csv": ("key", "name", "full_name", "valid_from", "valid_to", "replaced_by"),
    "former_units.csv": ("full_name", "province", "until"),
    "province_aliases.csv": ("alias", "name", "needs_prefix"),
    "provinces.csv": ("key", "name", "full_name", "valid_from", "valid_to", "replaced_by"),
    "surnames.csv": ("syllable", "count"),
    "syllables.csv": ("syllable", "count_given", "count_middle"),
    "tenures.csv": ("holder", "post", "province", "start", "end", "bearers", "source"),
    "units.csv": ("level", "name", "full_name", "province"),
}
NUMBERS: Final = frozenset({"bearers", "count", "count_given", "count_middle"})

_PLAIN = {
    "bool": "yes or no",
    "str": "text",
    "int": "a number",
    "float": "a number",
    "array": "a list",
    "object": "keys with values",
    "null": "nothing",
    "date": "a date (put it in quotation marks)",
}
_UNKNOWN = re.compile(r"unknown field `(.*)`")
_AT = re.compile(r" - at `(\$[^`]*)`$")
_STEP = re.compile(r"\[(\d+)\]|\.([^.\[\]]+)|(\[\.\.\.\])")


def check_shape(path: Path, data: Any) -> None:
    """Check what was read from a rules file against the form of files of its name, if it has one.

    Raises:
        RuleError: It has another; the message says where, what is wrong and what was expected.
    """
    shape = SHAPES.get(path.name)
    if shape is None:
        return
    try:
        msgspec.convert(data, shape)
    except msgspec.ValidationError as e:
        message, steps = _parted(str(e))
        unknown = _UNKNOWN.search(message)
        line = line_of(path, [*steps, unknown[1]] if unknown else steps)
        raise RuleError(path, line, _named(steps) + _told(message, shape, steps)) from e


def _parted(message: str) -> tuple[str, list[str | int]]:
    """Return the message without its path, and the path as keys and indices."""
    at = _AT.search(message)
    if at is None:
        return message, []
    steps: list[str | int] = [
        int(number) if number else key for number, key, rest in _STEP.findall(at[1]) if not rest
    ]
    return message[: at.start()], steps


def _named(steps: Sequence[str | int]) -> str:
    keys = [step for step in steps if isinstance(step, str)]
    return f"{keys[-1]}: " if keys else ""


def _told(message: str, shape: Any, steps: Sequence[str | int]) -> str:
    if "matching regex" in message:
        return "expected words, got an empty text"
    unknown = _UNKNOWN.search(message)
    if unknown is not None:
        return f'unknown key "{unknown[1]}"; expected one of: {_expected(shape, steps)}'
    missing = re.search(r"required field `(.*)`", message)
    if missing is not None:
        return f'the key "{missing[1]}" is missing'
    if message.startswith("Invalid enum value"):
        return f"{message[:1].lower()}{message[1:]}; expected one of: {_expected(shape, steps)}"
    plain = re.sub(r"`([a-z]+)(?: \| null)?`", lambda m: _PLAIN.get(m[1], m[1]), message)
    return plain[:1].lower() + plain[1:]


def _expected(shape: Any, steps: Sequence[str | int]) -> str:
    """Return the keys or the values that may stand where a path into a form leads to."""
    node: Any = msgspec.inspect.type_info(shape)
    for step in steps:
        if isinstance(node, msgspec.inspect.ListType | msgspec.inspect.VarTupleType):
            node = node.item_type
        elif isinstance(node, msgspec.inspect.DictType):
            node = node.value_type
        elif isinstance(node, msgspec.inspect.StructType):
            node = next(f.type for f in node.fields if f.encode_name == step)
        if isinstance(node, msgspec.inspect.UnionType):
            node = next(t for t in node.types if not isinstance(t, msgspec.inspect.NoneType))
    if isinstance(node, msgspec.inspect.DictType):
        node = node.value_type  # which of its keys it is, is not told
    if isinstance(node, msgspec.inspect.LiteralType):
        return ", ".join(map(str, node.values))
    return ", ".join(f.encode_name for f in getattr(node, "fields", ()))
