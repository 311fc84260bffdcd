"""All checks of a folder of rules."""

from __future__ import annotations

from pathlib import Path

from kg.errors import KgError
from kg.lexicon.lexicon import Lexicon
from kg.lexicon.lines import RuleError
from kg.lexicon.rules import rules_dir
from kg.rulecheck.ambiguity import check_ambiguity
from kg.rulecheck.finding import Finding
from kg.rulecheck.patterns import check_patterns
from kg.rulecheck.reach import check_reach
from kg.rulecheck.references import check_references
from kg.rulecheck.repeats import check_repeats
from kg.rulecheck.rules import Rules
from kg.rulecheck.schema import check_schema
from kg.rulecheck.sites import check_sites
from kg.rulecheck.source import read_sources, shown_path
from kg.rulecheck.tenures import check_tenures

_CHECKS = (
    check_repeats,
    check_references,
    check_patterns,
    check_ambiguity,
    check_reach,
    check_tenures,
    check_sites,
)


def check_rules(folder: Path | None = None) -> list[Finding]:
    """Return all findings about a folder of rules (default: those in use), by file and line.

    A file that does not parse, or is not of its form, is not looked at any further, and what the
    recognisers read is looked at only where the rules compile.

    Raises:
        KgError: There is no such folder, or the library that reads schemas is not installed.
    """
    folder = folder or rules_dir()
    sources, findings = read_sources(folder)
    sound = {}
    for name, source in sources.items():
        wrong = check_schema(source, folder)
        findings += wrong
        if not any(f.level == "error" for f in wrong):
            sound[name] = source
    rules = Rules(folder, sound, _lexicon(folder, findings))
    for check in _CHECKS:
        findings += check(rules)
    return sorted(set(findings))


def _lexicon(folder: Path, findings: list[Finding]) -> Lexicon | None:
    """Return the compiled rules; None where they do not compile, which is a finding of its own if
    there is none yet.
    """
    try:
        return Lexicon(folder)
    except RuleError as e:
        if not any(f.level == "error" for f in findings):
            findings.append(Finding(shown_path(e.path), e.line, "error", e.problem))
    except KgError as e:
        findings.append(Finding(shown_path(folder), 1, "error", str(e)))
    return None
