"""Entries that name others: those others must be there."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator

from kg.rulecheck.finding import Finding
from kg.rulecheck.rules import Rules, words
from kg.rulecheck.source import Entry

_PROVINCES = ("places/provinces.csv", "places/former_provinces.csv")


def check_references(rules: Rules) -> Iterator[Finding]:
    """Give a finding for each name of something that the rules do not have."""
    yield from _central(rules)
    if rules.has("bodies.yaml", "bodies_central.yaml"):
        yield from _ranks(rules)
        yield from _bodies(rules)
    if rules.has(*_PROVINCES):
        yield from _places(rules)
    yield from _words(rules)
    yield from _training(rules)
    yield from _hierarchy(rules)


def _near(name: str, known: Collection[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    return f"; did you mean {near[0]}?" if near else ""


def _central(rules: Rules) -> Iterator[Finding]:
    entries = rules.entries("bodies_central.yaml")
    names = {e.value["name"]: e for e in entries}
    aliases = {a: e.value["name"] for e in entries for a in e.value.get("aliases", ())}
    for entry in entries:
        body = entry.value
        for field in ("parent", "replaced_by"):
            target = body.get(field)
            if target is None or target in names:
                continue
            known = f"; {aliases[target]} has it as an alias" if target in aliases else ""
            yield entry.error(
                f'{field} of {body["name"]}: no body has the name "{target}"'
                + (known or _near(target, names))
            )
        for field in ("parent", "replaced_by"):
            if _circular(body["name"], field, names):
                yield entry.error(f"{field} of {body['name']} leads back to itself")
        since, until = body.get("since"), body.get("until")
        if since and until and since >= until:
            yield entry.error(f"{body['name']} ends ({until}) before it begins ({since})")
        successor = names.get(body.get("replaced_by", ""))
        begun = successor.value.get("since") if successor is not None else None
        if until and begun and until != begun:
            yield entry.warning(
                f"{body['name']} ends on {until}, but its successor begins on {begun}"
            )
        if body.get("replaced_by") and not until:
            yield entry.warning(f"{body['name']} has a successor, but no last day (until)")
        if body.get("member") and not body.get("parent"):
            yield entry.error(f"{body['name']} is `member`, but has no parent to be a member of")


def _circular(name: str, field: str, names: dict[str, Entry]) -> bool:
    seen: set[str] = set()
    at: str | None = name
    while at is not None and at in names and at not in seen:
        seen.add(at)
        at = names[at].value.get(field)
        if at == name:
            return True
    return False


def _ranks(rules: Rules) -> Iterator[Finding]:
    central = {e.value["name"] for e in rules.entries("bodies_central.yaml")}
    committees = {words(e) for e in rules.entries("bodies.yaml", "committees")}
    openings = _openings(rules)
    for entry in rules.entries("titles.yaml", "ranks"):
        rank = entry.value
        said = rank["rank"]
        body = rank.get("body")
        if body is not None and body not in central | committees:
            yield entry.error(
                f'rank "{said}": no body has the name "{body}"' + _near(body, central | committees)
            )
        size = len(said.split())
        glue = rank.get("glue", 0)
        if glue >= size > 0 and not rank.get("deputy"):
            yield entry.error(f'rank "{said}": glue {glue}, but it has {size} words')
            continue
        lead = rank["implies"].lower() if "implies" in rank else " ".join(said.split()[-glue:])
        if (glue or "implies" in rank) and not any(
            o == lead or o.startswith(lead + " ") for o in openings
        ):
            how = "implies" if "implies" in rank else f"glue {glue}"
            yield entry.warning(
                f'rank "{said}" ({how}): no name of a body begins with "{lead}", so none is read'
            )


def _openings(rules: Rules) -> set[str]:
    """Return all names and beginnings of names of bodies in lower case."""
    out = {
        words(e).lower()
        for section in ("committees", "organs", "territorial", "heads")
        for e in rules.entries("bodies.yaml", section)
    }
    for entry in rules.entries("bodies_central.yaml"):
        out |= {name.lower() for name in (entry.value["name"], *entry.value.get("aliases", ()))}
    return out


def _bodies(rules: Rules) -> Iterator[Finding]:
    for entry in rules.entries("bodies.yaml", "committees"):
        tail = entry.value.get("tail", 0)
        if tail and " ".join(entry.value["name"].split()[-tail:]) != entry.value["unit"]:
            yield entry.error(
                f'"{words(entry)}": its last {tail} words are not the unit "{entry.value["unit"]}"'
            )
    central = {e.value["name"] for e in rules.entries("bodies_central.yaml")}
    for section in ("organs", "territorial"):
        names = {words(e) for e in rules.entries("bodies.yaml", section)}
        for entry in rules.entries("bodies.yaml", section):
            canonical = entry.value.get("canonical")
            if canonical is not None and canonical not in names | central:
                yield entry.error(
                    f'"{words(entry)}": no entry of {section} has the name "{canonical}"'
                    + _near(canonical, names)
                )


def _places(rules: Rules) -> Iterator[Finding]:
    rows = [entry for name in _PROVINCES for entry in rules.entries(name)]
    names = {entry.value["name"] for entry in rows}
    keys = {entry.value["key"] for entry in rows}
    for entry in rows:
        successor = entry.value["replaced_by"]
        if successor and successor not in keys:
            yield entry.error(f'replaced_by: no province has the key "{successor}"')
    for file, field in (
        ("places/province_aliases.csv", "name"),
        ("places/former_units.csv", "province"),
        ("places/units.csv", "province"),
    ):
        for entry in rules.entries(file):
            name = entry.value[field]
            if name not in names:
                yield entry.error(
                    f'{field}: no province has the name "{name}"' + _near(name, names)
                )
    canonical = {name.lower() for name in names}
    for entry in rules.entries("places/province_aliases.csv"):
        alias = entry.value["alias"]
        if alias.lower() in canonical and alias.lower() != entry.value["name"].lower():
            yield entry.error(f'"{alias}" is another province\'s own name')


def _words(rules: Rules) -> Iterator[Finding]:
    """Words that pick out entries of other lists."""
    spoken = rules.names("roles.yaml", "speak", "verbs")
    every = {
        **spoken,
        **rules.names("roles.yaml", "chair", "verbs"),
        **rules.names("roles.yaml", "attend", "verbs"),
    }
    for section, known, what in (("weak", every, "any role"), ("reporting", spoken, "speak")):
        for entry in rules.entries("roles.yaml", section):
            if known and words(entry).casefold() not in known:
                yield entry.warning(f'{section}: "{words(entry)}" is no verb of {what}')
    clans = rules.names("names/ethnic.yaml", "surnames")
    for entry in rules.entries("names/ethnic.yaml", "pairs"):
        first = words(entry).split()[0]
        if clans and first.casefold() not in clans:
            yield entry.warning(f'pairs: "{first}" of "{words(entry)}" is not among the surnames')
    if rules.lexicon is None:
        return
    for section in ("leading", "single", "elsewhere", "collective", "one_holder"):
        for entry in rules.entries("linking.yaml", section):
            low = words(entry).lower().split()
            while len(low) > 1 and low[0] in rules.lexicon.deputies:
                del low[0]
            if rules.lexicon.deputy_ranks.longest(low, 0, len(low)) is None:
                yield entry.warning(f'{section}: no rank of titles.yaml begins "{words(entry)}"')


def _training(rules: Rules) -> Iterator[Finding]:
    """Lists that the statistical recogniser looks words up in."""
    source = rules.sources.get("training.yaml")
    if source is None or rules.lexicon is None:
        return
    for kind in ("phrases", "words"):
        for letter in source.data["features"][kind]:
            for entry in source.entries("features", kind, letter):
                if not hasattr(rules.lexicon, words(entry)):
                    yield entry.error(f'features: there is no list "{words(entry)}"')


def _hierarchy(rules: Rules) -> Iterator[Finding]:
    """Bodies above others, and bodies with a history."""
    central = {e.value["name"]: e.value for e in rules.entries("bodies_central.yaml")}
    lines: dict[str, Entry] = {}
    for entry in rules.entries("hierarchy.yaml"):
        for name in entry.value["names"]:
            if lines.setdefault(name, entry) is not entry:
                yield entry.error(f'"{name}" stands in another entry (line {lines[name].line})')
    for entry in rules.entries("hierarchy.yaml"):
        first = entry.value["names"][0]
        centre, whole = entry.value.get("centre"), entry.value.get("part_of")
        if central and centre is not None and centre not in central:
            yield entry.error(
                f'centre of {first}: no body has the name "{centre}"' + _near(centre, central)
            )
        if whole is not None and whole not in lines:
            yield entry.error(
                f'part_of of {first}: no entry has the name "{whole}"' + _near(whole, lines)
            )
    for entry in rules.entries("bodies_history.yaml", "central"):
        for name in entry.value["bodies"] if central else ():
            body = central.get(name)
            if body is None:
                yield entry.error(f'central: no body has the name "{name}"' + _near(name, central))
            elif entry.value["day"] not in (body.get("since"), body.get("until")):
                yield entry.error(f"{name} neither begins nor ends on {entry.value['day']}")
    for entry in rules.entries("bodies_history.yaml", "local"):
        for name in entry.value["names"] if lines else ():
            if name not in lines:
                yield entry.error(f'local: no line has the name "{name}"' + _near(name, lines))
