"""Rules files against their JSON schemas."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from kg.errors import KgError
from kg.lexicon.rules import rules_dir
from kg.rulecheck.finding import Finding
from kg.rulecheck.source import Source

_TYPES = {
    "string": "text",
    "boolean": "yes or no",
    "integer": "a whole number",
    "number": "a number",
    "array": "a list",
    "object": "keys with values",
}


def check_schema(source: Source, folder: Path) -> list[Finding]:
    """Return what a file has against its schema (``schema/NAME.json``, the folder's or our own).

    Raises:
        KgError: The library that reads schemas is not installed, or the schema itself is wrong.
    """
    schema = _schema(folder, source.path.stem)
    if schema is None:
        return [Finding(source.shown, 1, "warning", "nothing is known of a file of this name")]
    errors = _validator(schema).iter_errors(source.data)
    return [_finding(source, error) for error in errors]


def _schema(folder: Path, name: str) -> Any:
    for home in (folder, rules_dir()):
        path = home / "schema" / f"{name}.json"
        if path.is_file():
            try:
                return json.loads(path.read_text(encoding="utf-8"))
            except ValueError as e:
                raise KgError(f"{path}: not JSON: {e}") from e
    return None


def _validator(schema: Any) -> Any:
    try:
        from jsonschema import Draft202012Validator
        from jsonschema.exceptions import SchemaError
    except ImportError as e:
        raise KgError(
            "checking rules needs the library jsonschema: pip install 'chutri-kg[rules]'"
        ) from e
    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError as e:
        raise KgError(f"{schema.get('title', 'schema')}: wrong schema: {e.message}") from e
    return Draft202012Validator(schema)


def _finding(source: Source, error: Any) -> Finding:
    steps = list(error.absolute_path)
    keys = [step for step in steps if isinstance(step, str)]
    named = f"{keys[-1]}: " if keys else ""
    if error.validator == "additionalProperties" and isinstance(error.instance, dict):
        known = sorted(error.schema["properties"])
        unknown = sorted(key for key in error.instance if key not in known)
        line = source.line(*steps, unknown[0])
        return Finding(source.shown, line, "error", _unknown(unknown, known))
    return Finding(source.shown, source.line(*steps), "error", named + _told(error))


def _unknown(unknown: Iterable[Any], known: list[str]) -> str:
    told = ", ".join(f'"{key}"' for key in unknown)
    near = [n for key in unknown for n in difflib.get_close_matches(str(key), known, n=1)]
    hint = f"; did you mean {', '.join(near)}?" if near else f"; known: {', '.join(known)}"
    return f"unknown key {told}{hint}"


def _told(error: Any) -> str:
    """Return what is wrong and what was expected, in the terms of the rules' writers."""
    got, wanted = error.instance, error.validator_value
    match error.validator:
        case "type":
            return f"expected {_TYPES.get(wanted, wanted)}, got {_shown(got)}"
        case "required":
            missing = [key for key in wanted if key not in got]
            return " and ".join(f'"{key}"' for key in missing) + " missing"
        case "enum":
            return f"expected one of {', '.join(map(_shown, wanted))}, got {_shown(got)}"
        case "const":
            return f"expected {_shown(wanted)}, got {_shown(got)}"
        case "pattern" if wanted == r"\S":
            return "expected words, got an empty text"
        case "pattern":
            about = error.schema.get("description", f"what fits {wanted}")
            return f"expected: {about[:1].lower()}{about[1:]}; got {_shown(got)}"
        case _:
            return f"{error.message}"


def _shown(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return f'{"yes" if value else "no"} (text goes in quotation marks: "{_word(value)}")'
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, list):
        return "a list"
    if isinstance(value, dict):
        return "keys with values"
    if isinstance(value, int | float):
        return str(value)
    return f'the {type(value).__name__} {value} (put it in quotation marks: "{value}")'


def _word(value: bool) -> str:
    return "Yes" if value else "No"
