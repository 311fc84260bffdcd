"""Takes the text out of a stretch of HTML that is content through and through."""

from __future__ import annotations

import html
import re

_BREAK = re.compile(
    r"</?(?:p|div|br|li|ul|ol|h[1-6]|tr|table|blockquote|section|article)\b[^<>]*>", re.I
)
_TAG = re.compile(r"</?[a-zA-Z!][^<>]*>")
_BLANKS = re.compile(r"[^\S\n]+")
_HIDDEN = (("<!--", "-->"), ("<script", "</script>"), ("<style", "</style>"))


def text_of(snippet: str) -> str:
    """Return the text of some HTML (or plain text), a line a paragraph, in time linear in it."""
    for start, end in _HIDDEN:
        snippet = _without(snippet, start, end)
    snippet = html.unescape(_TAG.sub("", _BREAK.sub("\n", snippet)))
    lines = (_BLANKS.sub(" ", line).strip() for line in snippet.replace("\x00", "").split("\n"))
    return "\n".join(line for line in lines if line)


def _without(text: str, start: str, end: str) -> str:
    """Return a text without the stretches from `start` to `end`; one without an end stays."""
    out: list[str] = []
    at = 0
    lower = text.lower()
    if len(lower) != len(text):
        lower = text
    while (begin := lower.find(start, at)) >= 0:
        stop = lower.find(end, begin)
        if stop < 0:
            break
        out.append(text[at:begin])
        at = stop + len(end)
    out.append(text[at:])
    return "".join(out)
