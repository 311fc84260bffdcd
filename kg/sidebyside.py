"""Draws an unsure pair in a terminal: both officials side by side, with what documents say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO

from kg.errors import KgError
from kg.store.why import NotSame, Side

try:
    from rich.console import Console, Group
    from rich.panel import Panel
    from rich.table import Table
    from rich.text import Text
except ImportError as e:
    raise KgError(
        "kg review needs rich: pip install 'chutri-kg[review]' (kg review --list does without)"
    ) from e

_NAME, _OTHER = "bold yellow", "cyan"


class Screen:
    """Where pairs are drawn: a terminal, or plain text into a pipe."""

    def __init__(self, file: IO[str], width: int | None = None) -> None:
        self._console = Console(file=file, width=width, highlight=False, emoji=False)

    def pair(
        self, pair: NotSame, title: str, reasons_for: Sequence[str], reasons_against: Sequence[str]
    ) -> None:
        """Draw a pair under a title, with reasons in words."""
        table = Table.grid(expand=True, padding=(0, 1))
        table.add_column(ratio=1)
        table.add_column(ratio=1)
        table.add_row(*map(_side, pair.sides))
        reasons = Table.grid(padding=(0, 1))
        for sign, style, told in (("+", "green", reasons_for), ("−", "red", reasons_against)):
            for reason in told:
                reasons.add_row(Text(sign, style=style), Text(reason))
        self._console.rule(Text(title, style="bold"))
        self._console.print(Group(table, reasons))

    def line(self, text: str) -> None:
        """Print a line as it is."""
        self._console.print(Text(text))


def _side(side: Side) -> Panel:
    told: dict[tuple[str, str], list[tuple[str, bool]]] = {}
    for e in side.evidence:
        told.setdefault((e.document, e.sentence), []).append((e.exact, e.kind == "person"))
    lines = [Text(side.who.key, style="dim"), Text()]
    for (document, sentence), words in told.items():
        text = Text(sentence)
        for exact, name in words:
            text.highlight_words([" ".join(exact.split())], style=_NAME if name else _OTHER)
        lines += [Text(document, style="dim"), text, Text()]
    return Panel(Group(*lines[:-1]), title=Text(side.who.label), title_align="left")
