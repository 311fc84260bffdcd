"""``kg timeline``: a career in time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.commands.options import db_option, picture_options, target_of

if TYPE_CHECKING:
    from kg.draw.output import Form


@click.command()
@click.argument("name")
@picture_options
@click.option(
    "--role",
    "roles",
    multiple=True,
    type=click.Choice(["chair", "attend", "speak"]),
    help="Only appearances in this role; may be given several times.",
)
@db_option()
def command(
    name: str,
    out: Path,
    form: Form | None,
    start: str | None,
    end: str | None,
    roles: tuple[str, ...],
    db: Path,
) -> None:
    """Draw the posts and appearances of an official over time.

    NAME is that of an official or of a post, without accents and in any case, whole or in part, as
    long as only one is meant, or a key. Posts are bars from the first to the last day on which
    somebody is seen in them, with triangles for elections, appointments and dismissals; each
    appearance is a dot, in a row a meeting or, of many, in a lane a role. Of a post the holders are
    drawn.

    The suffix of the file says the format: .svg, .html (a page without scripts or requests), or
    .png, which needs pip install 'chutri-kg[draw]'.

    \b
    Example:
      kg timeline "nguyen van a" -o a.svg
      kg timeline "bi thu tinh uy nghe an" -o post.png --from 2020-01-01
    """
    from kg.draw.output import form_of
    from kg.draw.timeline import Period, draw_timeline
    from kg.store.store import Store

    target = target_of(out)
    form = form or ("svg" if target is not out else form_of(out))
    with Store(db) as store:
        draw_timeline(store, target, name, period=Period(start, end), roles=roles, form=form)
