"""A picture as a page of HTML that needs nothing else: no script, no request.

Pointing at a part of the picture shows what it is joined to and lets all else fade, or outlines it
in a timeline; a tap or a click tells it in words.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from kg.show.html import safe, whole_page

_STYLE: Final = """
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0; background: #fff; color: #1b1b1b;
  font: 1rem/1.45 system-ui, "Segoe UI", "Noto Sans", Arial, sans-serif; }
main { overflow-x: auto; padding-bottom: 45vh; }
svg { display: block; margin: 0 auto; max-width: none; }
svg a { cursor: pointer; outline: none; }
.node, .edge { transition: opacity .12s; }
a:focus-visible .node > * { stroke-dasharray: 4 2; }
article { display: none; position: fixed; inset: auto 0 0 0; max-height: 42vh; overflow: auto;
  background: #fff; border-top: 2px solid #444; padding: .8rem 1.2rem 1rem;
  box-shadow: 0 -4px 18px rgb(0 0 0 / 18%); overflow-wrap: anywhere; }
article:target { display: block; }
h2 { font-size: 1.1rem; margin: 0 2rem .2rem 0; }
p { margin: 0 0 .4rem; color: #555; }
ul { margin: 0; padding-left: 1.1rem; columns: 24rem; }
li { break-inside: avoid; }
.close { position: absolute; right: 1rem; top: .6rem; font-size: 1.3rem; text-decoration: none;
  color: #444; padding: 0 .4rem; }
""".strip()
_FADED: Final = "{ opacity: .1; }"
_MARKED: Final = "{ stroke: #111; stroke-width: 2px; }"


class Entry(msgspec.Struct, frozen=True):
    """What a page tells of one part of its picture: number n of the list is the class ``n{n}``."""

    label: str
    kind: str
    detail: str
    facts: tuple[str, ...]


def page(picture: str, title: str, entries: Sequence[Entry], *, fading: bool = True) -> str:
    """Return a page around an SVG whose parts link to ``#i{n}``; all texts are escaped.

    The page forbids itself scripts and requests. With `fading`, all that a part pointed at is not
    joined to fades; without, the part gets an outline.
    """
    rules = _fading(len(entries)) if fading else _marking(len(entries))
    return whole_page(
        title,
        f"{_STYLE}\n{rules}",
        [
            "<main>",
            picture.strip(),
            "</main>",
            *(_article(number, entry) for number, entry in enumerate(entries)),
        ],
    )


def _fading(count: int) -> str:
    """Return the rules that let all fade but a part pointed at, or else the one told of."""
    rules = []
    for n in range(count):
        pointed = f"main:has(.node.n{n}:hover)"
        told = f"body:has(#i{n}:target) main:not(:has(.node:hover))"
        rules += [
            f"{who} {what}"
            for who in (pointed, told)
            for what in (f".edge:not(.n{n})", f".node:not(.n{n}, .a{n})")
        ]
    return ",\n".join(rules) + f" {_FADED}" if rules else ""


def _marking(count: int) -> str:
    """Return the rule that outlines a part pointed at, and the one told of."""
    shapes = ":is(circle, rect)"
    told = (f"body:has(#i{n}:target) .n{n} > {shapes}" for n in range(count))
    return ",\n".join([f".node:hover > {shapes}", *told]) + f" {_MARKED}"


def _article(number: int, entry: Entry) -> str:
    detail = " – ".join(filter(None, (entry.kind, entry.detail)))
    facts = "".join(f"<li>{safe(fact)}</li>" for fact in entry.facts)
    return (
        f'<article id="i{number}"><a class="close" href="#none" aria-label="close">×</a>'
        f"<h2>{safe(entry.label)}</h2><p>{safe(detail)}</p>"
        + (f"<ul>{facts}</ul>" if facts else "")
        + "</article>"
    )
