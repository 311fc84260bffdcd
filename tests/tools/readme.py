"""Runs the commands that README.md shows and puts what they print below them.

    python tests/tools/readme.py        # after a change of what a command prints

A block that begins with ```` ```console ```` holds lines ``$ kg …`` and what each prints in a
terminal of 110 columns; ``| head -n N`` keeps the first lines.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import shutil
import tempfile
from pathlib import Path
from unittest import mock

import kg.cli

ROOT = Path(__file__).parent.parent.parent
README = ROOT / "README.md"
_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_HEAD = re.compile(r" \| head -n (\d+)$")


def render(text: str) -> str:
    """Return the text with the output of its commands as it is now, run in a fresh folder."""
    here = Path.cwd()
    with (
        tempfile.TemporaryDirectory() as folder,
        mock.patch("kg.output.terminal_width", lambda: 110),
    ):
        shutil.copytree(ROOT / "seeds", Path(folder, "seeds"))
        os.chdir(folder)
        try:
            return _BLOCK.sub(lambda m: f"```console\n{_session(m[1])}```", text)
        finally:
            os.chdir(here)


def _session(block: str) -> str:
    lines = [line for line in block.splitlines() if line.startswith("$ ")]
    return "".join(f"{line}\n{_output(line.removeprefix('$ '))}" for line in lines)


def _output(command: str) -> str:
    words = shlex.split(_HEAD.sub("", command))
    assert words[0] == "kg", command
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        status = kg.cli.run(words[1:])
    out.seek(0)
    lines = out.readlines()
    assert status == 0, lines
    head = _HEAD.search(command)
    return "".join(lines[: int(head[1])] if head else lines)


if __name__ == "__main__":
    README.write_text(render(README.read_text(encoding="utf-8")), encoding="utf-8")
