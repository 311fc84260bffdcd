"""``kg draw``: a picture of the graph."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.commands.options import db_option, picture_options, target_of

if TYPE_CHECKING:
    from kg.draw.output import Form
    from kg.store.subjects import Kind


@click.command()
@click.argument("name", required=False)
@picture_options
@click.option(
    "--kind",
    type=click.Choice(["official", "province", "body", "meeting"]),
    help="What NAME is, where things of several kinds bear it.",
)
@click.option(
    "--hops",
    type=click.IntRange(min=0),
    help="How far to go from NAME.  [default: 2; from a meeting 1]",
)
@click.option(
    "--most",
    type=click.IntRange(min=1),
    default=60,
    show_default=True,
    help="The most people, bodies, meetings and provinces around NAME.",
)
@click.option(
    "--role",
    "roles",
    multiple=True,
    type=click.Choice(["chair", "attend", "speak", "represented"]),
    help="Only those who took part so; may be given several times.",
)
@click.option("--province", help="Only meetings in this province.")
@click.option(
    "--min-confidence",
    "confidence",
    type=click.FloatRange(0, 1),
    default=0.0,
    help="Only participations and posts at least as sure as this (0 to 1).",
)
@db_option()
def command(
    name: str | None,
    out: Path,
    form: Form | None,
    start: str | None,
    end: str | None,
    kind: Kind | None,
    hops: int | None,
    most: int,
    roles: tuple[str, ...],
    province: str | None,
    confidence: float,
    db: Path,
) -> None:
    """Draw what is around an official, body, province or meeting.

    NAME may be written without accents and in any case, whole or in part, as long as only one
    thing is meant, or be a key. Without NAME the whole graph of the store is drawn, if it is small.
    Two hops from an official are the latest meetings, who else was there, the official's bodies,
    and provinces; from a body its members and their meetings; from a province its bodies and
    meetings, and who belongs to them. Other bodies and provinces are not gone through.

    The suffix of the file says the format: .svg, .html (a page without scripts or requests, that
    tells at a touch what things are), or .png, which needs pip install 'chutri-kg[draw]'.

    \b
    Example:
      kg draw "nguyen van a" -o a.svg
      kg draw "Nghệ An" -o nghe-an.html --from 2024-01-01 --role chair
      kg draw meeting/2024-01-17-hoi-nghi -o meeting.png
    """
    from kg.draw import draw
    from kg.draw.output import form_of
    from kg.store.names import require_provinces
    from kg.store.neighbours import Filter
    from kg.store.store import Store

    target = target_of(out)
    form = form or ("svg" if target is not out else form_of(out))
    with Store(db) as store:
        provinces = tuple(require_provinces(store, province)) if province is not None else ()
        limits = Filter(start, end, roles, provinces, confidence)
        draw(store, target, name, kind=kind, hops=hops, most=most, limits=limits, form=form)
