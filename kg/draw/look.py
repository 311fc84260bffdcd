"""How the graph looks in a picture: its columns, and the style of each kind of box and line."""

from __future__ import annotations

from typing import Final

from kg.draw.columns import Column
from kg.draw.svg import Style

COLUMNS: Final = (
    Column("BODIES", 230, 120),
    Column("OFFICIALS", 260, 170),
    Column("MEETINGS", 320, 130),
    Column("PROVINCES", 150, 0),
)
COLUMN_OF: Final = {"body": 0, "official": 1, "meeting": 2, "province": 3}
STYLES: Final = {
    "body": Style("body", "#7a5ea8", "#f3eef9"),
    "official": Style("official", "#2f6f9f", "#eaf3fa"),
    "meeting": Style("meeting", "#b36b1e", "#fdf3e6"),
    "province": Style("province", "#3c7d54", "#e9f5ed"),
    "chaired": Style("chaired", "#c62f2f", width=2.4),
    "spoke": Style("spoke", "#2878b5", width=1.8),
    "attended": Style("attended", "#4e9a57", width=1.8),
    "represented": Style("was represented", "#8a8a8a", width=1.6, dash="2 4"),
    "organised": Style("organised", "#c98a2b", width=1.6),
    "acted_for": Style("acted for", "#333333", width=1.4, dash="6 3"),
    "holds": Style("holds a post in", "#a893cc", width=1.4),
    "held": Style("held a post in", "#a893cc", width=1.4, dash="4 4"),
    "located_in": Style("in", "#8dbb9b", width=1.4),
    "site_in": Style("site in", "#8dbb9b", width=1.4, dash="4 3"),
}
