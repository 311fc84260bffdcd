"""``kg review``: unsure pairs, one by one."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from kg.commands.deciding import decisions_option, tell_renamed
from kg.commands.options import format_options, store_option
from kg.commands.why import DOUBTED, JOINED, reasons
from kg.output import Column, Form, emit

if TYPE_CHECKING:
    from kg.review import Review
    from kg.store.why import NotSame

_KEYS = "y one person, n two, s skip, u undo, q quit"


class Row(msgspec.Struct, frozen=True):
    """An unsure pair: a line of the list."""

    score: float
    first: str
    first_key: str
    second: str
    second_key: str
    reasons_for: tuple[str, ...]
    reasons_against: tuple[str, ...]


_COLUMNS: tuple[Column[Row], ...] = (
    Column("score", lambda r: r.score),
    Column("official", lambda r: r.first),
    Column("key", lambda r: r.first_key),
    Column("other", lambda r: r.second),
    Column("other key", lambda r: r.second_key),
    Column("for", lambda r: r.reasons_for),
    Column("against", lambda r: r.reasons_against),
)


@click.command()
@store_option
@click.option("--list", "listed", is_flag=True, help="Print the pairs instead of asking.")
@click.option("--name", help="Only pairs with an official whose name matches.")
@click.option("--least", type=click.FloatRange(0, 1), default=0.0, help="The least score shown.")
@click.option("--limit", type=click.IntRange(1), help="Show so many pairs at most.")
@click.option("--who", default="", help="Who decides. [default: the user's name]")
@decisions_option("The file of decisions to write.")
@click.option("--later", is_flag=True, help="Leave it to the next kg build to apply the answers.")
@format_options
def command(
    store: Path | None,
    db: Path,
    listed: bool,
    name: str | None,
    least: float,
    limit: int | None,
    who: str,
    decisions: Path | None,
    later: bool,
    form: Form,
) -> None:
    """Go through officials who may be one.

    Pairs of the same or nearly the same name, whom nothing joined and nothing contradicts, come one
    by one, the likeliest first. Both are shown side by side with what documents say of them, and a
    key answers: y (one person), n (two), s (skip), u (undo the last answer), q (quit). Answers are
    written down as decisions at once, and applied to the store at the end. Without a terminal,
    answers are read from standard input, one a line. STORE is the store to read, if not that of
    --db.

    \b
    Example:
      kg review
      kg review --name "nguyen van a"
      kg review --list --least 0.5 --csv
    """
    from kg.review import Review
    from kg.store.store import Store

    path = store or db
    with Store(path) as opened:
        review = Review(opened, decisions, least=least, name=name, who=who)
        if listed or form != "table":
            rows = [_row(review.shown(row)) for row in review.left()[:limit]]
            emit(rows, _COLUMNS, form)
            return
        _walk(review, limit)
    if not review.answered:
        return
    told = f"{review.path}: {review.answered} answer" + ("s" if review.answered > 1 else "")
    if later:
        click.echo(f"{told}, for the next kg build to apply")
        return
    from kg.decide import relink

    renamed, idle = relink(path, decisions)
    tell_renamed(renamed)
    for line in idle:
        click.echo(f"kg: {line}", err=True)
    click.echo(f"{told}, applied to {path}")


def _walk(review: Review, limit: int | None) -> None:
    from kg.sidebyside import Screen

    screen = Screen(sys.stdout)
    answers = _answers()
    shown = 0
    while (left := review.left()) and (limit is None or shown < limit):
        row = left[0]
        pair = review.shown(row)
        told = reasons(pair.reasons_for, JOINED), reasons(pair.reasons_against, DOUBTED)
        screen.pair(pair, f"score {row.score:.2f}, {len(left)} left", *told)
        shown += 1
        while True:
            screen.line(_KEYS)
            answer = next(answers, "q")
            if answer == "y":
                done = review.same(row)
            elif answer == "n":
                done = review.different(row)
            elif answer == "s":
                review.skip(row)
                break
            elif answer == "u":
                undone = review.undo()
                if undone is None:
                    screen.line("nothing to undo")
                    continue
                done, shown = undone, shown - 2
            elif answer == "q":
                return
            else:
                continue
            screen.line(f"decision {done.id}: {done.verb} {done.subject()}")
            break
    screen.line("no pair left" if not left else f"{len(left)} pairs left")


def _answers() -> Iterator[str]:
    """Give answers: keys pressed in a terminal, else lines of standard input."""
    if sys.stdin is not None and sys.stdin.isatty():
        while True:
            yield click.getchar().lower()
    for line in sys.stdin or ():
        yield line.strip().lower()[:1]


def _row(pair: NotSame) -> Row:
    first, second = (side.who for side in pair.sides)
    return Row(
        pair.score or 0.0,
        first.label,
        first.key,
        second.label,
        second.key,
        tuple(reasons(pair.reasons_for, JOINED)),
        tuple(reasons(pair.reasons_against, DOUBTED)),
    )
