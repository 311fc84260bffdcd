"""Sites that stand twice, and paths that are no XPath."""

from __future__ import annotations

from kg.rulecheck.finding import Finding
from kg.rulecheck.rules import Rules

_FILE = "sites/press.yaml"


def check_sites(rules: Rules) -> list[Finding]:
    """Return what is wrong with the sites; paths are looked at where the library is installed."""
    findings: list[Finding] = []
    seen: set[str] = set()
    for entry in rules.entries(_FILE):
        site = entry.value["site"]
        if site in seen:
            findings.append(entry.error(f'the site "{site}" was given before'))
        seen.add(site)
        for path in (*entry.value.get("body", ()), *entry.value.get("drop", ())):
            why = _wrong(path)
            if why is not None:
                findings.append(entry.error(f'{site}: "{path}" is no XPath: {why}'))
    return findings


def _wrong(path: str) -> str | None:
    try:
        from lxml import etree
    except ImportError:
        return None
    try:
        etree.XPath(path)
    except etree.XPathSyntaxError as e:
        return str(e)
    return None
