"""``kg merge``: two entities are one."""

from __future__ import annotations

from pathlib import Path

import click

from kg.commands.deciding import decision_options, tell


@click.command()
@click.argument("entities", metavar="A B...", nargs=-1, required=True)
@decision_options()
def command(
    entities: tuple[str, ...], why: str, who: str, decisions: Path | None, db: Path
) -> None:
    """Decide that two officials, bodies or meetings are one.

    A and B are keys (official/nguyen-van-a-2) or names, written without accents and in any case if
    only one entity is meant. The key of A stays, that of B redirects to it. The decision is
    written to a file, takes effect at once, and holds for every later build.

    \b
    Example:
      kg merge official/nguyen-van-a official/nguyen-van-a-2 --why "moved to Hà Nam in May"
    """
    from kg.decide import merge

    if len(entities) < 2:
        raise click.UsageError("merge takes two entities or more")
    tell(merge(db, entities, why, who, decisions))
