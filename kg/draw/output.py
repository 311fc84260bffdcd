"""Where a picture goes: an SVG, a PNG or a page of HTML."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, Literal

from kg.errors import KgError
from kg.export.output import open_output

if TYPE_CHECKING:
    from kg.draw.page import Entry

Form = Literal["svg", "png", "html"]
FORMS: Final[tuple[Form, ...]] = ("svg", "png", "html")


def form_of(out: Path | BinaryIO) -> Form:
    """Return the form that a file's suffix names.

    Raises:
        KgError: It names none, or there is no file.
    """
    known = "choose one of svg, png and html"
    if not isinstance(out, Path):
        raise KgError(f"a stream needs a format: {known}")
    suffix = out.suffix.lower().lstrip(".")
    for form in FORMS:
        if suffix in (form, "htm" if form == "html" else form):
            return form
    raise KgError(f"{out}: the suffix names no format: {known}")


def write_picture(
    out: Path | BinaryIO,
    form: Form,
    picture: str,
    title: str,
    entries: Sequence[Entry],
    *,
    fading: bool = True,
) -> None:
    """Write an SVG as it is, as a PNG or within a page; a file appears whole or not at all.

    `entries` are what the page tells of the picture's parts, by their number; `fading` as `page`.

    Raises:
        KgError: The file cannot be written, or what makes a PNG is not installed.
    """
    if form == "svg":
        data = picture.encode("utf-8")
    elif form == "png":
        from kg.draw.raster import png

        data = png(picture)
    else:
        from kg.draw.page import page

        data = page(picture, title, entries, fading=fading).encode("utf-8")
    with open_output(out) as stream:
        stream.write(data)
