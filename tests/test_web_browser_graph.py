"""The graph view in a real browser, on made-up networks and under the pages' strict policy."""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import graph_page
import pytest
from browser import PHONE, chromium, overflow, shot, violations, watched

playwright = pytest.importorskip("playwright.sync_api")
from playwright.sync_api import Browser, Page, expect  # noqa: E402

STYLE = Path(__file__).parent.parent / "kg" / "web" / "frontend" / "src" / "graph.css"
built = pytest.mark.skipif(
    not all((graph_page.STATIC / name).exists() for name in graph_page.BUILT),
    reason="needs the built graph view (make graph-view)",
)


@pytest.fixture(scope="module")
def origin() -> Iterator[str]:
    with graph_page.served() as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as launched:
        yield launched


def opened(page: Page, query: str, layout: str = "done") -> None:
    """Load a graph and wait until it is drawn and, if it is not said otherwise, laid out."""
    page.goto(f"/?{query}")
    page.locator("#graph[data-state=ready]").wait_for()
    if layout:
        page.locator(f"#graph[data-layout={layout}]").wait_for()


def status(page: Page) -> str:
    return page.locator(".graph-status").inner_text()


@built
def test_a_graph_is_drawn_listed_and_laid_out_in_a_worker(browser: Browser, origin: str) -> None:
    with watched(browser, origin) as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url.removeprefix(origin)))
        opened(page, "n=60")
        assert "/static/graph-worker.js" in asked
        assert status(page) == "Nodes listed: 60 of 60"
        rows = page.get_by_role("option")
        expect(rows.first).to_have_attribute("aria-setsize", "60")
        labels = page.locator(".graph-kinds label").all_inner_texts()
        assert sum(int(label.split("(")[1][:-1]) for label in labels) == 60
        assert page.evaluate("performance.getEntriesByName('graph-first-paint').length") == 1


@built
def test_the_picture_is_offered_as_png(browser: Browser, origin: str) -> None:
    image = pytest.importorskip("PIL.Image")
    with watched(browser, origin) as page:
        opened(page, "n=60")
        with page.expect_download() as download:
            page.get_by_role("button", name="PNG").click()
        picture = image.open(io.BytesIO(Path(download.value.path()).read_bytes())).convert("RGB")
        inked = {colour for _, colour in picture.getcolors(1 << 24)}
        blue = colours("light")["official"]
        assert tuple(bytes.fromhex(blue[1:])) in inked
        for name in ("GraphML", "GEXF"):
            link = page.get_by_role("link", name=name)
            expect(link).to_have_attribute("href", f"/graph.{name.lower()}?n=60")


@built
def test_the_keyboard_walks_expands_and_opens(browser: Browser, origin: str) -> None:
    with watched(browser, origin) as page:
        opened(page, "n=60")
        page.get_by_label("Search in the graph").focus()
        page.keyboard.press("ArrowDown")
        box = page.get_by_role("listbox")
        expect(box).to_be_focused()
        expect(box).to_have_attribute("aria-activedescendant", "graph-row-0")
        for key, place in (("ArrowDown", 1), ("End", 59), ("ArrowDown", 59), ("Home", 0)):
            page.keyboard.press(key)
            expect(box).to_have_attribute("aria-activedescendant", f"graph-row-{place}")
            expect(page.locator(f"#graph-row-{place}")).to_have_attribute("aria-selected", "true")
        name = page.locator("#graph-row-0 .graph-label").inner_text()
        assert status(page).startswith(f"{name}, ")
        page.keyboard.press("Enter")
        expect(page.locator(".graph-status")).to_contain_text("nodes added 3, edges added 3")
        expect(page.get_by_role("option").first).to_have_attribute("aria-setsize", "63")
        expect(page.get_by_role("button", name="Expand")).to_be_disabled()
        page.keyboard.press("Escape")
        expect(box).not_to_have_attribute("aria-activedescendant", re.compile("."))
        page.keyboard.press("Home")
        page.keyboard.press("Shift+Enter")
        page.wait_for_url("**/page/**")


@built
@pytest.mark.parametrize(("clicks", "path"), [(1, "/"), (2, "/page/official/0")])
def test_a_click_expands_and_two_open(
    browser: Browser, origin: str, clicks: int, path: str
) -> None:
    with watched(browser, origin) as page:
        opened(page, "n=1")  # its only node is in the middle
        page.locator(".graph-stage").click(click_count=clicks)
        if clicks == 2:
            page.wait_for_url(f"**{path}")
        else:
            expect(page.locator(".graph-status")).to_contain_text("nodes added 3")
            assert page.url.removeprefix(origin).startswith(path)


@built
def test_search_goes_without_accents_and_kinds_are_hidden(browser: Browser, origin: str) -> None:
    network = graph_page.network(60)["nodes"]
    wanted = sum("cường" in node["label"].casefold() for node in network)
    officials = sum(node["kind"] == "official" for node in network)
    assert wanted
    with watched(browser, origin) as page:
        opened(page, "n=60")
        page.get_by_label("Search in the graph").fill("CUONG ")
        expect(page.locator(".graph-status")).to_have_text(re.compile(rf"listed: {wanted} of 60"))
        page.get_by_label("Search in the graph").fill("")
        page.locator(".graph-kinds").get_by_label("Officials").uncheck()
        left = 60 - officials
        expect(page.locator(".graph-status")).to_have_text(f"Nodes listed: {left} of 60")
        kinds = set(page.locator(".graph-kind").all_inner_texts())
        assert "official" not in kinds


@built
def test_ten_thousand_nodes_are_walked_and_paused(browser: Browser, origin: str) -> None:
    with watched(browser, origin) as page:
        page.emulate_media(reduced_motion="no-preference")
        opened(page, "n=10000", layout="running")
        page.get_by_role("button", name="Pause layout").click()
        page.locator("#graph[data-layout=paused]").wait_for()
        page.get_by_role("listbox").focus()
        page.keyboard.press("End")
        expect(page.locator("#graph-row-9999")).to_have_attribute("aria-selected", "true")
        assert page.get_by_role("option").count() < 100
        page.get_by_role("button", name="Resume layout").click()
        page.locator("#graph[data-layout=running]").wait_for()


@built
def test_the_page_gives_the_words(browser: Browser, origin: str) -> None:
    with watched(browser, origin) as page:
        opened(page, "n=10&lang=vi")
        expect(page.get_by_label(graph_page.WORDS["search"])).to_be_visible()
        expect(page.get_by_text("Cán bộ (")).to_be_visible()
        expect(page.get_by_text("Zoom in")).to_be_visible()  # what is not given stays English


@built
def test_hostile_nodes_are_text_and_lead_nowhere(browser: Browser, origin: str) -> None:
    with watched(browser, origin) as page:
        page.on("dialog", lambda dialog: pytest.fail(dialog.message))
        opened(page, "case=hostile")
        assert "a part is shown" in status(page)
        labels = page.locator(".graph-label").all_inner_texts()
        assert sorted(labels) == ["5", "<img src=x onerror=alert(1)>", "b"]
        page.get_by_role("listbox").focus()
        for _ in labels:
            assert page.locator(".graph-details a").count() == 0
            page.keyboard.press("Shift+Enter")
            page.keyboard.press("ArrowDown")
        assert page.locator("#graph img, #graph b, #graph i").count() == 0


@built
@pytest.mark.parametrize(
    ("case", "told"),
    [
        ("busy", "The graph could not be loaded: 503"),
        ("garbage", "The graph could not be loaded: "),
        ("shapeless", "The graph could not be loaded: no nodes and edges"),
        ("empty", "There is nothing to show"),
    ],
)
def test_what_cannot_be_shown_is_told(browser: Browser, origin: str, case: str, told: str) -> None:
    with watched(browser, origin, expected=("503",)) as page:
        page.goto(f"/?case={case}")
        expect(page.locator(".graph-status")).to_contain_text(told)


@built
def test_a_failed_expansion_is_told_and_may_be_tried_again(browser: Browser, origin: str) -> None:
    with watched(browser, origin, expected=("503",)) as page:
        opened(page, "n=60")
        page.route(
            re.compile(r"graph\.json\?.*focus="),
            lambda route: route.fulfill(status=503, body="busy"),
        )
        page.get_by_role("listbox").focus()
        page.keyboard.press("Enter")
        expect(page.locator(".graph-status")).to_contain_text("could not be expanded: 503")
        page.unroute(re.compile(r"graph\.json\?.*focus="))
        page.keyboard.press("Enter")
        expect(page.locator(".graph-status")).to_contain_text("nodes added 3")


@built
def test_without_webgl_the_list_has_it_all(browser: Browser, origin: str) -> None:
    with watched(browser, origin) as page:
        page.add_init_script(
            "const get = HTMLCanvasElement.prototype.getContext;"
            "HTMLCanvasElement.prototype.getContext = function (kind, ...more) {"
            " return kind.includes('webgl') ? null : get.call(this, kind, ...more); };"
        )
        opened(page, "n=60", layout="")
        assert "This browser cannot draw the graph" in status(page)
        page.get_by_role("listbox").focus()
        page.keyboard.press("Enter")
        expect(page.locator(".graph-status")).to_contain_text("nodes added 3")


@built
def test_a_printed_page_has_the_picture(browser: Browser, origin: str) -> None:
    with watched(browser, origin) as page:
        opened(page, "n=60")
        page.pdf()
        address = page.locator(".graph-paper").get_attribute("src")
        assert address is not None
        assert address.startswith("data:image/png;base64,")


@built
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", ["desk", "phone"])
def test_axe_finds_nothing(browser: Browser, origin: str, scheme: str, size: str) -> None:
    window = {"viewport": PHONE} if size == "phone" else {}
    with watched(browser, origin, bypass_csp=True, color_scheme=scheme, **window) as page:
        opened(page, "n=60")
        page.get_by_role("listbox").focus()
        shot(page, f"graph-view-{size}-{scheme}")
        assert violations(page) == []
        assert overflow(page) == 0


# The colours: W3C relative luminance and contrast; distance in OKLab (Ottosson 2020) as seen with
# the full dichromacies of Machado, Oliveira and Fernandes (2009).
Rgb = tuple[float, float, float]
SEEN_BY: dict[str, tuple[Rgb, Rgb, Rgb]] = {
    "most": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopes": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopes": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopes": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
KINDS = ("official", "meeting", "body", "post", "province", "document")
TOLD_APART = 0.08


def colours(scheme: str) -> dict[str, str]:
    """The style sheet's colours by name."""
    light, dark = re.findall(r"#graph\S* \{(.*?)\}", STYLE.read_text(), re.S)[:2]
    found = dict(re.findall(r"--graph-(\w+): (#[0-9a-f]{6})", light if scheme == "light" else dark))
    assert {*KINDS, "ground", "ink"} <= set(found)
    return found


def linear(colour: str) -> Rgb:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return r, g, b


def contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        r, g, b = linear(colour)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    dark, bright = sorted((light(one), light(other)))
    return (bright + 0.05) / (dark + 0.05)


def oklab(colour: Rgb) -> Rgb:
    r, g, b = colour
    l_ = (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) ** (1 / 3)
    m_ = (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) ** (1 / 3)
    s_ = (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b) ** (1 / 3)
    return (
        0.2104542553 * l_ + 0.7936177850 * m_ - 0.0040720468 * s_,
        1.9779984951 * l_ - 2.4285922050 * m_ + 0.4505937099 * s_,
        0.0259040371 * l_ + 0.7827717662 * m_ - 0.8086757660 * s_,
    )


def seen(colour: str, eyes: str) -> Rgb:
    source = linear(colour)
    r, g, b = (
        min(1.0, max(0.0, sum(a * c for a, c in zip(row, source, strict=True))))
        for row in SEEN_BY[eyes]
    )
    return oklab((r, g, b))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_stand_out(scheme: str) -> None:
    found = colours(scheme)
    weak = {k: contrast(found[k], found["ground"]) for k in (*KINDS, "other", "line")}
    assert {k: v for k, v in weak.items() if v < 3} == {}
    text = {k: contrast(found[k], found["ground"]) for k in ("ink", "muted", "link")}
    assert {k: v for k, v in text.items() if v < 4.5} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("eyes", SEEN_BY)
def test_colours_of_kinds_are_told_apart(scheme: str, eyes: str) -> None:
    found = colours(scheme)
    near = {}
    for one, other in itertools.combinations(KINDS, 2):
        pair = zip(seen(found[one], eyes), seen(found[other], eyes), strict=True)
        distance = sum((a - b) ** 2 for a, b in pair) ** 0.5
        if distance < TOLD_APART:
            near[one, other] = distance
    assert near == {}
