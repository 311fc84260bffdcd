"""Debian's Chromium, driven by Playwright: pages that are watched for what must not happen.

A page fails its test that asks for anything off its server, logs an error, throws, or breaks its
own content security policy.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
import web_server

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parent.parent
SHOTS = ROOT / "build" / "screenshots"
AXE = ROOT / "kg" / "web" / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
PHONE = {"width": 375, "height": 740}
DESK = {"width": 1280, "height": 900}
# Software drawing, no sandbox as root, and no name but this machine's is ever looked up.
_ARGUMENTS = (
    "--no-sandbox",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


@contextmanager
def serving(store: Path, *options: str) -> Iterator[str]:
    """`kg serve STORE` while the block runs; gives its origin. Nothing in it may have failed."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        with web_server.serving(store, log, *options) as server:
            yield server.url.rstrip("/")
        said = log.read_text()
    assert "Traceback" not in said, said


def chromium_path() -> str | None:
    """Where Chromium is, if it is."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless Chromium while the block runs; without one, or Playwright, the test is skipped."""
    playwright = pytest.importorskip("playwright.sync_api")
    path = chromium_path()
    if path is None:
        pytest.skip("needs Chromium (Debian: chromium)")
    # An address that a proxy must not be asked for.
    environment = {**os.environ, "NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=path, args=list(_ARGUMENTS), env=environment
        )
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def watched(
    browser: Browser, origin: str, *, expected: tuple[str, ...] = (), **options: Any
) -> Iterator[Page]:
    """A page of its own context; at the end of the block all complaints about it are shown.

    `expected`: parts of console errors that belong to the test (an answer of status 503, say).
    `options` are those of Playwright's `new_context`.
    """
    options.setdefault("viewport", DESK)
    context = browser.new_context(base_url=origin, reduced_motion="reduce", **options)
    page = context.new_page()
    complaints: list[str] = []
    page.on("request", lambda asked: complaints.extend(_outside(asked.url, origin)))
    page.on("pageerror", lambda error: complaints.append(f"threw: {error}"))
    page.on(
        "console",
        lambda said: complaints.append(f"console: {said.text}") if said.type == "error" else None,
    )
    try:
        yield page
    finally:
        context.close()
    left = [told for told in complaints if not any(part in told for part in expected)]
    assert left == [], left


def _outside(url: str, origin: str) -> list[str]:
    parts = urlsplit(url)
    own = parts.scheme in {"data", "blob"} or f"{parts.scheme}://{parts.netloc}" == origin
    return [] if own else [f"asked outside: {url}"]


def shot(page: Page, name: str, *, whole: bool = True) -> Path:
    """Keep a screenshot as build/screenshots/NAME.png."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    path = SHOTS / f"{name}.png"
    page.screenshot(path=path, full_page=whole)
    return path


def violations(page: Page) -> list[str]:
    """What axe finds against WCAG 2.2 A and AA and its own best practices, one line each.

    The page's context must have been made with `bypass_csp=True`: axe is no script of the page's.
    """
    if not AXE.exists():
        pytest.skip("needs axe-core (npm ci in kg/web/frontend)")
    page.add_script_tag(path=AXE)
    found: list[dict[str, Any]] = page.evaluate(
        "async () => (await axe.run(document)).violations.map(v => ({id: v.id, help: v.help,"
        " nodes: v.nodes.map(n => n.target.join(' ') + ': ' + n.failureSummary)}))"
    )
    return [f"{v['id']}: {v['help']}: {node}" for v in found for node in v["nodes"]]


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than the window: 0, or there is sideways scrolling."""
    wide: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return wide
