"""``kg undo``: a decision does not hold any more."""

from __future__ import annotations

from pathlib import Path

import click

from kg.commands.deciding import decision_options, tell


@click.command()
@click.argument("id", metavar="[ID]", type=int, required=False)
@decision_options(why=False)
def command(id: int | None, why: str, who: str, decisions: Path | None, db: Path) -> None:
    """Undo the last decision that holds, or that of an ID.

    The file keeps both: undoing an undo brings the decision back.

    \b
    Example:
      kg undo 3 --why "two men after all"
    """
    from kg.decide import undo

    tell(undo(db, id, why, who, decisions))
