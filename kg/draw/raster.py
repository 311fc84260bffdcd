"""An SVG as pixels."""

from __future__ import annotations

from typing import Final

from kg.draw.letters import FONT_NAME, FONTS, is_shipped
from kg.errors import KgError

_ZOOM: Final = 2.0  # pixels a unit of the SVG: sharp on paper and on dense screens


def png(picture: str) -> bytes:
    """Return an SVG that `kg` drew as a PNG, twice as large in each direction.

    The fonts that come with `kg` are used, so that the pixels are the same on every machine; those
    of the machine are asked only for letters that these do not have.

    Raises:
        KgError: resvg is not installed, or refuses the picture for its size.
    """
    try:
        import resvg_py
    except ImportError:
        raise KgError("a PNG needs resvg: pip install 'chutri-kg[draw]'") from None
    try:
        return bytes(
            resvg_py.svg_to_bytes(
                svg_string=picture,
                zoom=_ZOOM,
                font_files=[str(font) for font in FONTS],
                font_family=FONT_NAME,
                sans_serif_family=FONT_NAME,
                style_sheet=f"svg, text {{ font-family: '{FONT_NAME}' }}",
                skip_system_fonts=is_shipped(picture),
            )
        )
    except ValueError as e:
        raise KgError(f"the picture cannot be made a PNG: {e}") from e
