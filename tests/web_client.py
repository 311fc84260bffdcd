"""The application in this process, over a store, and what its pages hold."""

from __future__ import annotations

import contextlib
import html.parser
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urldefrag

from starlette.testclient import TestClient

from kg.web import side
from kg.web.app import make_app
from kg.web.settings import Settings

HTML = {"Accept": "text/html"}


@contextlib.contextmanager
def client_of(store: Path, folder: Path, **settings: object) -> Iterator[TestClient]:
    """Give a client of the application; what is derived from the store lies in a folder."""
    side.make(store, folder)
    known = Settings(db=str(store), side=str(folder), log=False, **settings)  # type: ignore[arg-type]
    with TestClient(make_app(known), raise_server_exceptions=False, follow_redirects=False) as c:
        c.headers.pop("accept-encoding", None)
        yield c


class Page(NamedTuple):
    """What a page holds: addresses it leads to or loads, ids, and what it must not hold."""

    links: list[str]
    loads: list[str]
    ids: list[str]
    inline: list[str]
    text: str
    language: str


class _Reader(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = Page([], [], [], [], "", "")
        self._texts: list[str] = []
        self._script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.page = self.page._replace(language=given.get("lang", ""))
        if tag == "script":
            self._script = True
            if "src" not in given:
                self.page.inline.append("script")
        if tag in ("style", "base", "object", "embed", "iframe"):
            self.page.inline.append(tag)
        for name, value in given.items():
            if name.startswith("on") or name == "style" or value.lower().startswith("javascript:"):
                self.page.inline.append(f"{tag} {name}")
            if name == "id":
                self.page.ids.append(value)
            loaded = name in ("src", "srcset", "data-url", "data-suggest", "poster")
            canonical = tag == "link" and given.get("rel") == "canonical"
            if loaded or (name == "href" and tag == "link" and not canonical):
                self.page.loads.append(value)
            elif name in ("href", "action") and not canonical:
                self.page.links.append(value)

    def handle_endtag(self, tag: str) -> None:
        self._script = self._script and tag != "script"

    def handle_data(self, data: str) -> None:
        if self._script and data.strip():
            self.page.inline.append("script with text")
        self._texts.append(data)

    def read(self, text: str) -> Page:
        self.feed(text)
        self.close()
        return self.page._replace(text="".join(self._texts))


def read(text: str) -> Page:
    """Return what a page holds."""
    return _Reader().read(text)


def crawl(client: TestClient, start: str, most: int) -> Iterator[tuple[str, int, str]]:
    """Give (path, status, text) of the pages that can be reached, and of all that they load."""
    todo, seen = deque([start]), {start}
    while todo and len(seen) < most * 10 and most > 0:
        path = todo.popleft()
        got = client.get(path, headers=HTML)
        if 300 <= got.status_code < 400:
            targets = [got.headers["location"]]
        elif got.headers["content-type"].startswith("text/html"):
            page = read(got.text)
            targets = page.links + page.loads
        else:
            targets = []
        yield path, got.status_code, got.text
        most -= 1
        for target in targets:
            bare = urldefrag(target)[0]
            if bare.startswith("/") and "lang=" not in bare and bare not in seen:
                seen.add(bare)
                todo.append(bare)
