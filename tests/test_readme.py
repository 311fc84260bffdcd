"""The README shows what the commands really print, and leads nowhere wrong."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import kg.cli

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_readme_shows_what_the_commands_print(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "tests" / "tools"))
    from readme import render

    assert render(README) == README, "run: python tests/tools/readme.py"


def test_every_command_is_shown() -> None:
    for command in kg.cli._COMMANDS:
        assert f"### kg {command}:" in README


def test_links_lead_to_files() -> None:
    targets = re.findall(r"\]\((?!https?:)([^)#]+)\)", README)
    assert [t for t in targets if not (ROOT / t).exists() and not t.endswith(".svg")] == []
