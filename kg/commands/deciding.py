"""What the commands that take decisions share: options, and telling what was decided."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.commands.options import db_option

if TYPE_CHECKING:
    from kg.decide import Taken
    from kg.store.history import Renamed

_SHOWN = 20


def decision_options(why: bool = True) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return what adds ``--why``, ``--who``, ``--decisions`` and ``--db``."""

    def add(function: Callable[..., Any]) -> Callable[..., Any]:
        options = (
            click.option("--why", required=True, help="The reason.")
            if why
            else click.option("--why", default="", help="The reason."),
            click.option("--who", default="", help="Who decides. [default: the user's name]"),
            decisions_option("The file of decisions to write."),
            db_option("The store to decide on."),
        )
        for option in reversed(options):
            function = option(function)
        return function

    return add


def decisions_option(text: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return what adds ``--decisions FILE``."""
    return click.option(
        "--decisions",
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="FILE",
        help=f"{text} [default: the store's, or decisions.yaml beside it]",
    )


def tell(taken: Taken) -> None:
    """Print what was decided, and on standard error what else came of it."""
    done = taken.decision
    click.echo(f"{taken.path}: decision {done.id}: {done.verb} {done.subject()}")
    tell_renamed(taken.renamed)
    for line in taken.idle:
        click.echo(f"kg: {line}", err=True)


def tell_renamed(renamed: Sequence[Renamed]) -> None:
    """Print on standard error which entities have another key than before, officials first.

    Every official is told; of the rest, so many as one cares to read.
    """
    people = [one for one in renamed if one.key.startswith("official/")]
    others = [one for one in renamed if one not in people]
    for one in (*people, *others[:_SHOWN]):
        click.echo(f"kg: {one}", err=True)
    if len(others) > _SHOWN:
        click.echo(
            f"kg: {len(others) - _SHOWN} more bodies, meetings and posts have another key now "
            "(kg decisions --redirects, kg status)",
            err=True,
        )
