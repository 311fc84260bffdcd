"""Where the rules are and how their files are read."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path
from typing import Any

from kg.errors import KgError
from kg.lexicon.lines import RuleError
from kg.lexicon.shapes import COLUMNS, NUMBERS, check_shape

_PACKAGE = Path(__file__).resolve().parent.parent


def rules_dir() -> Path:
    """Return the folder of the rules: the one inside an installed package, else the checkout's."""
    shipped = _PACKAGE / "_rules"
    return shipped if shipped.is_dir() else _PACKAGE.parent / "rules"


def load_yaml(path: Path) -> Any:
    """Read one rules file (YAML, safe subset).

    Raises:
        KgError: The file is missing, does not parse, or is not of the form that files of its name
            have; the message names file and line.
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        with path.open(encoding="utf-8") as f:
            data = yaml.load(f, Loader=loader)
    except OSError as e:
        raise KgError(f"{path}: cannot read rules: {e.strerror}") from e
    except UnicodeDecodeError as e:
        raise KgError(f"{path}: not UTF-8 at byte {e.start}") from e
    except yaml.YAMLError as e:
        mark = getattr(e, "problem_mark", None)
        told = getattr(e, "problem", None) or "not valid YAML"
        raise RuleError(path, mark.line + 1 if mark else 1, told) from e
    check_shape(path, data)
    return data


def load_csv(path: Path) -> list[dict[str, str]]:
    """Read one table of the rules (CSV with a header; lines that begin with # are comments).

    Raises:
        KgError: The file is missing, a column that is read is, or a line has too many or too few
            values; the message names file and line.
    """
    return [row for _, row in numbered_rows(path)]


def numbered_rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    """Read one table as `load_csv` does; return each row with its line (from 1)."""
    try:
        with path.open(encoding="utf-8", newline="") as f:
            numbered = [(n, line) for n, line in enumerate(f, 1) if not line.startswith("#")]
    except OSError as e:
        raise KgError(f"{path}: cannot read rules: {e.strerror}") from e
    except UnicodeDecodeError as e:
        raise KgError(f"{path}: not UTF-8 at byte {e.start}") from e
    table = csv.reader(line for _, line in numbered)
    header = next(table, [])
    columns = COLUMNS.get(path.name, ())
    missing = [name for name in columns if name not in header]
    if missing:
        told = f"expected the columns {', '.join(columns)}; {', '.join(missing)} missing"
        raise RuleError(path, numbered[0][0] if numbered else 1, told)
    rows = []
    for values in table:
        if not values:
            continue
        line = numbered[table.line_num - 1][0]
        if len(values) != len(header):
            told = f"expected {len(header)} values ({', '.join(header)}), got {len(values)}"
            raise RuleError(path, line, told)
        row = dict(zip(header, values, strict=True))
        for name in sorted(NUMBERS & row.keys()):
            if not row[name].isdecimal():
                raise RuleError(path, line, f'{name}: expected a number, got "{row[name]}"')
        rows.append((line, row))
    return rows


def rules_version(folder: Path) -> str:
    """Return a hash (12 hex digits) of all files that steer extraction, whatever their order on
    disk.
    """
    h = hashlib.blake2b(digest_size=6)
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        if path.suffix in {".yaml", ".csv", ".crf"} and relative.parts[0] not in {
            "reference",
            "sites",
            "queries",
            "decisions",
        }:
            h.update(relative.as_posix().encode())
            h.update(path.read_bytes())
    return h.hexdigest()
