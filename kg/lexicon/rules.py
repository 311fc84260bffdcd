"""Where the rules are and how their files are read."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from kg.errors import KgError

_PACKAGE = Path(__file__).resolve().parent.parent


def rules_dir() -> Path:
    """Return the folder of the rules: the one inside an installed package, else the checkout's."""
    shipped = _PACKAGE / "_rules"
    return shipped if shipped.is_dir() else _PACKAGE.parent / "rules"


def load_yaml(path: Path) -> Any:
    """Read one rules file (YAML, safe subset).

    Raises:
        KgError: The file is missing or does not parse; the message names file and line.
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        with path.open(encoding="utf-8") as f:
            return yaml.load(f, Loader=loader)
    except OSError as e:
        raise KgError(f"{path}: cannot read rules: {e.strerror}") from e
    except UnicodeDecodeError as e:
        raise KgError(f"{path}: not UTF-8 at byte {e.start}") from e
    except yaml.YAMLError as e:
        mark = getattr(e, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        raise KgError(f"{path}{line}: {getattr(e, 'problem', None) or 'not valid YAML'}") from e


def rules_version(folder: Path) -> str:
    """Return a hash (12 hex digits) of all files that steer extraction, whatever their order on
    disk.
    """
    h = hashlib.blake2b(digest_size=6)
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        if path.suffix in {".yaml", ".csv", ".crf"} and relative.parts[0] not in {
            "reference",
            "queries",
            "decisions",
        }:
            h.update(relative.as_posix().encode())
            h.update(path.read_bytes())
    return h.hexdigest()
