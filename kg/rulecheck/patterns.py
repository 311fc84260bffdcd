"""Regular expressions in rules: those that do not compile, and those that may take forever."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kg.rulecheck.finding import Finding
from kg.rulecheck.rules import Rules
from kg.rulecheck.source import Source

_KEYS = frozenset({"pattern", "patterns", "regex"})
_ATOM = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?<?[=!:]|\(\?P<\w+>|\(|\)|\||.", re.DOTALL)
_UNBOUNDED = re.compile(r"[*+]|\{\d*,\}")
_REPEAT = re.compile(r"[*+?]|\{\d*,?\d*\}")


def check_patterns(rules: Rules) -> Iterator[Finding]:
    """Give a finding for each bad pattern under a key ``pattern``, ``patterns`` or ``regex``."""
    for source in rules.sources.values():
        for steps, pattern in _patterns(source):
            told = fault(pattern)
            if told is not None:
                yield Finding(source.shown, source.line(*steps), "error", f"{told}: {pattern}")


def _patterns(source: Source) -> Iterator[tuple[tuple[str | int, ...], str]]:
    todo: list[tuple[tuple[str | int, ...], Any]] = [((), source.data)]
    while todo:
        steps, data = todo.pop()
        if isinstance(data, dict):
            todo += [((*steps, key), value) for key, value in data.items()]
        elif isinstance(data, list):
            todo += [((*steps, i), value) for i, value in enumerate(data)]
        elif isinstance(data, str) and any(step in _KEYS for step in steps):
            yield steps, data


def fault(pattern: str) -> str | None:
    """Return what is wrong with a regular expression, or None.

    Slow is one in which a repeated group holds a repetition that the group may end with or begin
    with ("(a+)*"), or in which one thing is repeated twice in a row ("a*a*"): on a text that does
    not match, both try all ways of sharing it out.
    """
    try:
        re.compile(pattern)
    except re.error as e:
        return f"not a regular expression ({e.msg} at {e.pos})"
    groups: list[bool] = []  # of each open group: whether something in it is repeated unboundedly
    last, at = "", 0
    while at < len(pattern):
        atom = _ATOM.match(pattern, at)
        assert atom is not None
        at = atom.end()
        inner = False
        if atom[0].startswith("("):
            groups.append(False)
            last = ""
            continue
        if atom[0] == ")":
            inner = groups.pop() if groups else False
        repeat = _REPEAT.match(pattern, at)
        endless = repeat is not None and _UNBOUNDED.match(repeat[0]) is not None
        if repeat is not None:
            at = repeat.end()
            if pattern[at : at + 1] in ("?", "+"):
                at += 1
        if endless and inner:
            return "slow pattern, a repetition inside a repeated group"
        if endless and atom[0] == last:
            return "slow pattern, the same repeated twice in a row"
        last = atom[0] if endless else ""
        if groups and (endless or inner):
            groups[-1] = True
    return None
