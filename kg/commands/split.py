"""``kg split``: one entity is two."""

from __future__ import annotations

from pathlib import Path

import click

from kg.commands.deciding import decision_options, tell


@click.command()
@click.argument("entity", metavar="A")
@click.option(
    "--by",
    multiple=True,
    metavar="DOCUMENT[,DOCUMENT...]",
    help="Ids of the documents whose A is another; again for each further one.",
)
@click.option("--from", "others", multiple=True, metavar="B", help="Keep A apart from B for good.")
@decision_options()
def command(
    entity: str,
    by: tuple[str, ...],
    others: tuple[str, ...],
    why: str,
    who: str,
    decisions: Path | None,
    db: Path,
) -> None:
    """Decide that an official, body or meeting is two or more.

    A is a key or a name that means only one entity. What the documents of one --by say of A
    becomes an entity with a key of its own; all other documents stay with A. With --from, A and B
    that are two already never become one, whatever reports may come.

    \b
    Example:
      kg split official/nguyen-van-a --by bao-7,bao-9 --why "the one in Cà Mau"
      kg split official/nguyen-van-a --from official/nguyen-van-a-2 --why "father and son"
    """
    from kg.decide import apart, split

    if bool(by) == bool(others):
        raise click.UsageError("split takes --by or --from")
    if others:
        tell(apart(db, (entity, *others), why, who, decisions))
        return
    tell(split(db, entity, by, why, who, decisions))
