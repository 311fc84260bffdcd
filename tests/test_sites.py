"""What the rules know of single sites."""

from __future__ import annotations

from pathlib import Path

import inputs
import pytest
from inputs import read_as

from kg.documents import Options, Site
from kg.documents.site import site_of
from kg.rulecheck.check import check_rules
from kg.sites import load_sites


def test_the_sites_of_the_rules() -> None:
    sites = load_sites()
    assert len({s.site for s in sites}) == len(sites) > 5
    pages = {
        "https://xaydung.baochinhphu.vn/1.htm": "baochinhphu.vn",
        "https://nhandan.vn./x": "nhandan.vn",
        "https://notnhandan.vn/x": None,
        "http://[": None,
        None: None,
    }
    for url, name in pages.items():
        site = site_of(url, sites)
        assert (site.site if site else None) == name


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("- {site: a.vn, drop: ['//p[']}\n", 'a.vn: "//p[" is no XPath'),
        ("- {site: a.vn}\n- {site: a.vn}\n", 'the site "a.vn" was given before'),
        ("- {site: A}\n", "site: expected: "),
        ("- {site: a.vn, bodies: []}\n", 'unknown key "bodies"'),
    ],
)
def test_rules_check_looks_at_sites(tmp_path: Path, text: str, told: str) -> None:
    pytest.importorskip("jsonschema")
    pytest.importorskip("lxml")
    (tmp_path / "sites").mkdir()
    (tmp_path / "sites" / "press.yaml").write_text(text)
    found = [str(f) for f in check_rules(tmp_path) if f.file.endswith("press.yaml")]
    assert len(found) == 1
    assert told in found[0]


def test_a_path_of_the_rules_that_is_wrong_is_named(tmp_path: Path) -> None:
    pytest.importorskip("trafilatura", exc_type=ImportError)
    data = inputs.page(head="<link rel='canonical' href='https://bao.vn/tin.html'>").encode()
    for site in (Site(site="bao.vn", drop=("//p[",)), Site(site="bao.vn", body=("//p[",))):
        _, failures = read_as(tmp_path, "x.html", data, Options(sites=(site,)))
        assert failures == ["x.html: the rules for bao.vn hold no XPath: '//p['"]
