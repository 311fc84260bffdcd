"""Tells on standard error what could not be read, one line each, and counts it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from kg.documents import Failure


class Failures:
    """Called with each failure; `count` is how many there were."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, failure: Failure) -> None:
        """Print one failure."""
        self.count += 1
        tell(failure)


def tell(failure: Failure) -> None:
    """Print one line on standard error: what it is about, and what is to be said of it."""
    click.echo(f"kg: {failure.source}: {failure.reason}", err=True)
