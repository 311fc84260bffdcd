"""A visitor's way through `kg serve`, in Debian's Chromium: with scripts and without, in English
and Vietnamese, on a desk, a phone and paper, in light and dark; screenshots in build/screenshots.

Whatever a page asks for outside its server, logs as an error or refuses for its policy fails.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from browser import PHONE, chromium, overflow, serving, shot, violations, watched

from kg.build import build

pytest.importorskip("starlette")
playwright = pytest.importorskip("playwright.sync_api")
from playwright.sync_api import Browser, Page, expect  # noqa: E402

ROOT = Path(__file__).parent.parent
built = pytest.mark.skipif(
    not (ROOT / "kg" / "web" / "static" / "graph.js").exists(),
    reason="needs the built graph view (make graph-view)",
)
LANGUAGES = ("en", "vi")
OFFICIAL = "official/truong-thi-mai"
MEETING = "meeting/2024-01-17-hoi-nghi-giao-ban-cong-tac-nam-2023-voi-cac-bi-thu-tinh-uy"
QUERY = "SELECT ?o ?n { ?o kg:chaired ?m ; rdfs:label ?n }"
PAIRS = "SELECT ?official ?meeting { ?official kg:chaired ?meeting }"
HOSTILE = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}\u202e" + "W" * 300
PAGES = {
    "home": "",
    "search": "search?q=nghe+an",
    "search-nothing": "search?q=xyzzy",
    "official": OFFICIAL,
    "meeting": MEETING,
    "body": "body/ban-bi-thu",
    "post": "post/bi-thu-tinh-uy-binh-phuoc",
    "province": "province/bac-giang",
    "fact": "participation/2023-07-28-hoi-nghi-giao-ban-truc-tuyen-cong-tac-6-thang-dau-nam-voi-bi"
    "--truong-thi-mai--chair",
    "document": "document/000-8813f1eaa29561c0",
    "compare": "compare?a=official/truong-thi-mai&b=official/thai-thanh-quy",
    "calendar": "calendar?month=2024-01",
    "map": "map",
    "conflicts": "conflicts",
    "unsure": "unsure",
    "graph": f"graph?focus={OFFICIAL}&hops=2",
    "sparql": "sparql",
    "sparql-answer": f"sparql?query={quote(QUERY)}",
    "sparql-graph": f"sparql?query={quote(PAIRS)}",
    "missing": "official/nobody",
}


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    path = tmp_path_factory.mktemp("site") / "seeds.db"
    build([ROOT / "seeds"], path).close()
    with serving(path, "--no-log") as address:
        yield address


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The same site with all names hostile, and longer than any page is wide."""
    path = tmp_path_factory.mktemp("hostile") / "seeds.db"
    build([ROOT / "seeds"], path).close()
    connection = sqlite3.connect(path, isolation_level=None)
    for table in ("officials", "bodies", "posts", "meetings", "places"):
        connection.execute(f"UPDATE {table} SET label = ?", (HOSTILE,))
    connection.close()
    with serving(path, "--no-log") as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as launched:
        yield launched


def drawn(page: Page, scripts: bool = True) -> None:
    """Wait until a graph that is on the page is drawn and laid out."""
    if scripts and page.locator("#graph").count():
        page.locator("#graph[data-layout=done]").wait_for()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_from_a_name_to_its_words_and_on(
    browser: Browser, origin: str, language: str, scripts: bool
) -> None:
    """Search, official, meeting, document, graph, SPARQL: by links and forms alone."""
    name = f"walk-{language}-{'scripts' if scripts else 'no-scripts'}"
    locale = "vi-VN" if language == "vi" else "en-GB"
    with watched(browser, origin, java_script_enabled=scripts, locale=locale) as page:
        page.goto("/")
        expect(page.locator("html")).to_have_attribute("lang", language)
        page.locator("#q").fill("truong thi")
        page.locator("form.find button").click()
        page.wait_for_url("**/search?q=truong+thi*")
        shot(page, f"{name}-1-search")
        page.locator("main").get_by_role("link", name="Trương Thị Mai").first.click()
        expect(page.locator("h1")).to_have_text("Trương Thị Mai")
        shot(page, f"{name}-2-official")
        page.locator("#appearances ~ .scroll a[href*='/meeting/']").first.click()
        expect(page.locator("h1")).to_contain_text("hội nghị giao ban công tác năm 2023")
        shot(page, f"{name}-3-meeting")
        page.locator(".tellings a[href*='/document/']").first.click()
        page.wait_for_url("**/document/*")
        words = page.locator("main table a[href^='#']").first
        anchor = words.get_attribute("href") or ""
        words.click()
        expect(page.locator(f".text mark{anchor}")).to_be_in_viewport()
        shot(page, f"{name}-4-document")
        page.locator(".text a[href*='/meeting/']").first.click()
        page.locator("main a[href*='/graph?focus=']").first.click()
        page.wait_for_url("**/graph?focus=*")
        drawn(page, scripts)
        shot(page, f"{name}-5-graph")
        page.locator("nav.main a[href='/sparql']").click()
        page.locator("form.ask button").first.click()
        expect(page.locator("main table tbody tr").first).to_contain_text("Trương Thị Mai")
        shot(page, f"{name}-6-sparql")


@pytest.mark.parametrize("name", PAGES)
def test_pages_fit_a_phone_and_paper(browser: Browser, origin: str, name: str) -> None:
    gone = ("404",) if name == "missing" else ()
    with watched(browser, origin, expected=gone, viewport=PHONE) as page:
        page.goto(f"/{PAGES[name]}")
        drawn(page)
        shot(page, f"phone-{name}")
        assert overflow(page) == 0
        page.set_viewport_size({"width": 320, "height": 640})
        assert overflow(page) == 0
        page.set_viewport_size({"width": 794, "height": 1123})
        page.emulate_media(media="print")
        shot(page, f"print-{name}")
        expect(page.locator("header.site")).to_be_hidden()
        expect(page.locator("h1")).to_be_visible()
        assert overflow(page) == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(browser: Browser, origin: str, name: str, scheme: str) -> None:
    gone = ("404",) if name == "missing" else ()
    with watched(browser, origin, expected=gone, bypass_csp=True, color_scheme=scheme) as page:
        page.goto(f"/{PAGES[name]}")
        drawn(page)
        shot(page, f"{scheme}-{name}")
        assert violations(page) == []


def test_suggestions_come_while_typing(browser: Browser, origin: str) -> None:
    with watched(browser, origin) as page:
        page.goto("/")
        box = page.locator("#q")
        box.press_sequentially("truong")
        option = page.get_by_role("option", name="Trương Thị Mai")
        expect(option).to_be_visible()
        shot(page, "suggestions", whole=False)
        box.press("ArrowDown")
        expect(box).to_have_attribute("aria-activedescendant", option.get_attribute("id") or "")
        box.press("Enter")
        page.wait_for_url(f"**/{OFFICIAL}")


def test_suggestions_open_pass_axe(browser: Browser, origin: str) -> None:
    with watched(browser, origin, bypass_csp=True) as page:
        page.goto("/")
        page.locator("#q").press_sequentially("truong")
        expect(page.get_by_role("option", name="Trương Thị Mai")).to_be_visible()
        assert violations(page) == []


def test_the_sentence_of_a_fact_opens_in_place(browser: Browser, origin: str) -> None:
    with watched(browser, origin) as page:
        page.goto(f"/{OFFICIAL}")
        page.locator("#posts ~ .scroll a.why").first.click()
        expect(page.locator(".inline-evidence blockquote").first).to_contain_text("Trương Thị Mai")
        assert page.url == f"{origin}/{OFFICIAL}"
        shot(page, "evidence")


def test_the_language_is_changed_and_kept(browser: Browser, origin: str) -> None:
    with watched(browser, origin, locale="en-GB") as page:
        page.goto(f"/{OFFICIAL}")
        page.get_by_role("link", name="Tiếng Việt").click()
        expect(page.locator("html")).to_have_attribute("lang", "vi")
        page.goto("/sparql")
        expect(page.locator("html")).to_have_attribute("lang", "vi")


def test_the_keyboard_reaches_the_content_first(browser: Browser, origin: str) -> None:
    with watched(browser, origin) as page:
        page.goto(f"/{OFFICIAL}")
        page.keyboard.press("Tab")
        skip = page.locator(".skip")
        expect(skip).to_be_focused()
        expect(skip).to_be_in_viewport()
        page.keyboard.press("Enter")
        expect(page.locator("#main")).to_be_focused()


@built
@pytest.mark.parametrize(
    ("language", "kinds", "how"),
    [
        ("en", ["Officials (1)", "Meetings (2)", "Bodies (3)"], "chaired →"),
        ("vi", ["Cán bộ (1)", "Cuộc họp (2)", "Cơ quan (3)"], "chủ trì →"),
    ],
)
def test_the_graph_of_an_official_expands(
    browser: Browser, origin: str, language: str, kinds: list[str], how: str
) -> None:
    with watched(browser, origin, locale=language) as page:
        page.goto(f"/graph?focus={OFFICIAL}")
        drawn(page)
        assert page.locator(".graph-kinds label").all_inner_texts() == kinds
        page.get_by_role("option", name="Trương Thị Mai").click()
        expect(page.locator(".graph-ties")).to_contain_text(how)
        edges = page.locator(".graph-ties li").count()
        page.get_by_role("option", name="hội nghị giao ban công tác năm 2023").click()
        page.locator(".graph-expand").click()
        expect(page.get_by_role("option", name="Lê Minh Hưng")).to_be_visible()
        drawn(page)
        page.get_by_role("option", name="Trương Thị Mai").click()
        expect(page.locator(".graph-ties li")).to_have_count(edges)
        shot(page, f"graph-expanded-{language}")
        page.locator(".graph-name a").click()
        expect(page.locator("h1")).to_have_text("Trương Thị Mai")


@built
@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_the_graph_is_downloaded_with_its_query(browser: Browser, origin: str, form: str) -> None:
    with watched(browser, origin) as page:
        page.goto(f"/graph?focus={OFFICIAL}")
        drawn(page)
        shown = page.request.get(f"/graph.json?focus={OFFICIAL}").json()
        with page.expect_download() as download:
            page.locator(f".graph-files a[href*='.{form}']").click()
        tree = ElementTree.parse(download.value.path())
        nodes = [e for e in tree.iter() if e.tag.endswith("}node")]
        assert len(nodes) == len(shown["nodes"])


def test_the_example_question_is_asked(browser: Browser, origin: str) -> None:
    with watched(browser, origin, locale="en-GB") as page:
        page.goto("/sparql")
        options = page.locator("#example option")
        assert options.count() > 10
        page.locator("#example").select_option(index=1)
        page.locator("form.filters button").click()
        expect(page.locator("#query")).not_to_be_empty()
        page.locator("form.ask button").first.click()
        expect(page.locator("#answer")).to_be_visible()
        expect(page.locator("[role=alert]")).to_have_count(0)
        shot(page, "sparql-example")
        with page.expect_download() as download:
            page.get_by_role("button", name="JSON").click()
        assert json.loads(Path(download.value.path()).read_text())["results"]["bindings"]


@built
@pytest.mark.parametrize(
    ("query", "told"),
    [
        (PAIRS, "meeting →"),
        ("CONSTRUCT WHERE { ?official kg:chaired ?meeting }", "chaired →"),
    ],
)
def test_an_answer_is_drawn_as_a_graph(
    browser: Browser, origin: str, query: str, told: str
) -> None:
    with watched(browser, origin, locale="en-GB") as page:
        page.goto(f"/sparql?query={quote(query)}")
        drawn(page)
        page.locator(".graph-list").focus()
        page.locator(".graph-row", has_text="Trương Thị Mai").click()
        expect(page.locator(".graph-how").first).to_have_text(told)
        shown = page.locator(".graph-row").count()
        page.locator(".graph-expand").click()
        expect(page.locator(".graph-row")).not_to_have_count(shown)


@pytest.mark.parametrize("query", ["SELECT ?o { ?o kg:chaired ?m }", "ASK { ?o kg:chaired ?m }"])
def test_an_answer_that_joins_nothing_has_no_graph(
    browser: Browser, origin: str, query: str
) -> None:
    with watched(browser, origin) as page:
        page.goto(f"/sparql?query={quote(query)}")
        expect(page.locator("#answer")).to_be_visible()
        expect(page.locator("#graph")).to_have_count(0)


NAMED = (
    "official",
    "meeting",
    "body",
    "document",
    "fact",
    "compare",
    "map",
    "graph",
    "sparql-graph",
)


@pytest.mark.parametrize("name", NAMED)
def test_hostile_names_are_only_read(browser: Browser, hostile: str, name: str) -> None:
    with watched(browser, hostile, viewport=PHONE) as page:
        page.on("dialog", lambda dialog: pytest.fail(dialog.message))
        page.goto(f"/{PAGES[name]}")
        drawn(page)
        if page.locator("#graph").count():
            page.locator(".graph-list").focus()
            page.locator(".graph-expand").click()
            drawn(page)
        page.locator("#q").press_sequentially("script")
        expect(page.locator(".suggestions li").first).to_contain_text("<script>alert(1)")
        assert page.locator("img[src=x]").count() == 0
        assert "\u202e" not in page.locator("body").inner_text()
        shot(page, f"hostile-{name}")
        assert overflow(page) == 0


def test_a_wrong_query_is_told_and_stays(browser: Browser, origin: str) -> None:
    with watched(browser, origin, expected=("400",)) as page:
        page.goto("/sparql")
        page.locator("#query").fill("SELECT <script>alert(1)</script>")
        page.locator("form.ask button").first.click()
        expect(page.get_by_role("alert")).to_be_visible()
        expect(page.locator("#query")).to_have_value("SELECT <script>alert(1)</script>")
        shot(page, "sparql-wrong")
