"""``kg reject``: a fact is wrong."""

from __future__ import annotations

from pathlib import Path

import click

from kg.commands.deciding import decision_options, tell


@click.command()
@click.argument("fact")
@decision_options()
def command(fact: str, why: str, who: str, decisions: Path | None, db: Path) -> None:
    """Decide that a fact is wrong.

    FACT is the key of a participation, a membership or a mention, as kg explain --keys shows them.
    The fact leaves the graph, whichever report says so; kg decisions --rejected lists it. With a
    mention goes all that rests on it in its document.

    \b
    Example:
      kg explain "nguyen van a" --keys
      kg reject participation/2024-01-17-hoi-nghi--nguyen-van-a--chair --why "he was abroad"
    """
    from kg.decide import reject

    tell(reject(db, fact, why, who, decisions))
