"""``kg rename``: what an entity is called."""

from __future__ import annotations

from pathlib import Path

import click

from kg.commands.deciding import decision_options, tell


@click.command()
@click.argument("entity", metavar="A")
@click.argument("name")
@decision_options()
def command(entity: str, name: str, why: str, who: str, decisions: Path | None, db: Path) -> None:
    """Decide what an official, body or meeting is called.

    A is a key or a name that means only one entity. Its key stays as it is; it is still found by
    the spellings that the reports have.

    \b
    Example:
      kg rename official/nguyen-van-a "Nguyễn Văn Á" --why "misprinted in all three reports"
    """
    from kg.decide import rename

    tell(rename(db, entity, name, why, who, decisions))
