"""The form of a decisions file: YAML to entries and back, line by line."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from kg.errors import KgError
from kg.link.decisions import (
    KINDS,
    Anchor,
    Decision,
    DecisionError,
    Decisions,
    Merge,
    Reject,
    Rename,
    Seen,
    Split,
    Undo,
    kind_of,
    named,
)

HEADER = """\
# What analysts decided about the graph: `kg merge`, `split`, `rename`, `reject` and `undo` add
# entries at the end, `kg build` goes by them. The documents and names under `seen` and `into` tell
# what is meant, should a key ever change. Every entry has who, when and why.
"""
_VERBS = ("merge", "split", "rename", "reject", "undo")
_SIGNED = {"id", "who", "when", "why"}
_FIELDS = {
    "merge": {"seen"},
    "split": {"into"},
    "rename": {"to", "seen"},
    "reject": {"fact", "seen"},
    "undo": set[str](),
}
REJECTABLE = {
    "participation": {"who", "role", "meeting", "site"},
    "membership": {"who", "post", "status"},
    "mention": {"document", "start", "end", "kind", "words"},
}
_OPTIONAL = {"site", "words"}


def read(path: Path) -> Decisions:
    """Do what `kg.link.decisions.read_decisions` says."""
    return parse(path, _text(path))


def append(path: Path, decision: Decision) -> Decision:
    """Write a signed decision to the end of a file; return it with its id and line."""
    text = _text(path)
    entry = parse(path, text).adding(decision).entries[-1]
    head = text if text.strip() else HEADER
    head += "" if head.endswith("\n") else "\n"
    try:
        after = parse(path, head + block(entry)).entries
    except DecisionError as e:
        if e.line <= head.count("\n"):
            raise DecisionError(path, e.line, f"no entry can be added to this: {e.problem}") from e
        raise KgError(f"not decided: {e.problem}") from e
    _replace(path, head + block(entry))
    return after[-1]


def block(entry: Decision) -> str:
    """Return the lines of an entry."""
    import yaml

    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    shown = [{"id": entry.id, **_content(entry)}]
    dumped: str = yaml.dump(
        shown,
        Dumper=dumper,
        allow_unicode=True,
        sort_keys=False,
        default_flow_style=None,
        width=100,
    )
    # With leaves in one line each, an entry without nested parts would be a leaf itself.
    if dumped.startswith("- {"):
        dumped = yaml.dump(
            shown, Dumper=dumper, allow_unicode=True, sort_keys=False, default_flow_style=False
        )
    return dumped


def parse(path: Path, text: str) -> Decisions:
    """Return the decisions of a file's text; `path` is for messages and goes into the result."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        root: Any = yaml.compose(text, Loader=loader)
    except yaml.MarkedYAMLError as e:
        mark = e.problem_mark or e.context_mark
        told = e.problem or "not valid YAML"
        raise DecisionError(path, mark.line + 1 if mark else 1, told) from e
    except yaml.YAMLError as e:
        line = text[: getattr(e, "position", 0)].count("\n") + 1
        raise DecisionError(path, line, getattr(e, "reason", None) or "not valid YAML") from e
    except (RecursionError, ValueError) as e:
        raise DecisionError(path, 1, f"not valid YAML: {e}") from e
    entries: list[Decision] = []
    if root is not None and not (root.tag.endswith(":null") and not root.value):
        reader = _Reader(path)
        entries = [reader.entry(node) for node in reader.items(root, "decisions")]
    found = Decisions(path, tuple(entries))
    _check(found)
    return found


def _content(entry: Decision) -> dict[str, Any]:
    out: dict[str, Any] = {}
    match entry:
        case Merge():
            out["merge"] = list(entry.keys)
        case Split():
            out["split"] = entry.key
        case Rename():
            out |= {"rename": entry.key, "to": entry.to}
        case Reject():
            out["reject"] = entry.key
        case Undo():
            out["undo"] = entry.of
    out |= {"who": entry.who, "when": entry.when, "why": entry.why}
    if isinstance(entry, Reject) and entry.fact:
        out["fact"] = dict(entry.fact)
    if isinstance(entry, Split):
        out["into"] = _shown(entry.into)
    if isinstance(entry, Merge | Rename | Reject) and entry.seen:
        out["seen"] = _shown(entry.seen)
    return out


def _shown(seen: Seen) -> dict[str, Any]:
    return {
        key: {
            name: [
                a.document if a.at is None else {"document": a.document, "at": a.at} for a in found
            ]
            for name, found in named(anchors).items()
        }
        for key, anchors in seen.items()
    }


class _Reader:
    """Makes entries of YAML nodes, which know their lines; every scalar is taken as it stands."""

    def __init__(self, path: Path) -> None:
        import yaml

        self._path, self._yaml = path, yaml

    def fail(self, node: Any, problem: str) -> DecisionError:
        return DecisionError(self._path, node.start_mark.line + 1, problem)

    def items(self, node: Any, what: str) -> list[Any]:
        if not isinstance(node, self._yaml.SequenceNode):
            raise self.fail(node, f"{what}: expected a list")
        return list(node.value)

    def fields(self, node: Any, what: str) -> dict[str, Any]:
        if not isinstance(node, self._yaml.MappingNode):
            raise self.fail(node, f"{what}: expected names and values")
        out: dict[str, Any] = {}
        for key, value in node.value:
            name = self.text(key, what)
            if name in out:
                raise self.fail(key, f"{what}: {name} stands twice")
            out[name] = value
        return out

    def text(self, node: Any, what: str) -> str:
        if not isinstance(node, self._yaml.ScalarNode) or not node.value.strip():
            raise self.fail(node, f"{what}: expected a text")
        return str(node.value)

    def number(self, node: Any, what: str) -> int:
        text = self.text(node, what)
        if not (text.isascii() and text.isdecimal() and len(text) < 10):
            raise self.fail(node, f'{what}: expected a number, got "{text}"')
        return int(text)

    def entry(self, node: Any) -> Decision:
        fields = self.fields(node, "entry")
        verbs = [verb for verb in _VERBS if verb in fields]
        if len(verbs) != 1:
            raise self.fail(node, f"an entry is one of {', '.join(_VERBS)}")
        verb = verbs[0]
        unknown = sorted(fields.keys() - _SIGNED - _FIELDS[verb] - {verb})
        if unknown:
            raise self.fail(fields[unknown[0]], f"{verb}: unknown field {unknown[0]}")
        wanted = ["id", "who", "when", *([] if verb == "undo" else ["why"])]
        wanted += {"split": ["into"], "rename": ["to"]}.get(verb, [])
        for name in wanted:
            if name not in fields:
                raise self.fail(node, f"{verb}: {name} is missing")
        read: dict[str, Callable[[dict[str, Any]], Decision]] = {
            "merge": self._merge,
            "split": self._split,
            "rename": self._rename,
            "reject": self._reject,
            "undo": self._undo,
        }
        made = read[verb](fields)
        why = fields.get("why")
        return msgspec.structs.replace(
            made,
            id=self.number(fields["id"], "id"),
            who=self.text(fields["who"], "who"),
            when=self.text(fields["when"], "when"),
            why=str(why.value) if verb == "undo" and why else self.text(why, "why") if why else "",
            line=node.start_mark.line + 1,
        )

    def _merge(self, fields: dict[str, Any]) -> Merge:
        nodes = self.items(fields["merge"], "merge")
        keys = tuple(self._key(n, "merge") for n in nodes)
        if len(keys) < 2:
            raise self.fail(fields["merge"], "merge: expected two keys or more")
        if len(set(keys)) < len(keys):
            raise self.fail(fields["merge"], "merge: a key stands twice")
        self._one_kind(fields["merge"], keys)
        return Merge(keys=keys, seen=self._seen(fields, set(keys)))

    def _split(self, fields: dict[str, Any]) -> Split:
        key = self._key(fields["split"], "split")
        into = self._anchors(fields["into"], "into")
        if len(into) < 2:
            raise self.fail(fields["into"], "into: expected two parts or more")
        self._one_kind(fields["into"], (key, *into))
        if key not in into:
            raise self.fail(fields["into"], f"into: {key} itself is missing")
        told = set[Anchor]()
        for anchor in (a for anchors in into.values() for a in anchors):
            if anchor in told:
                raise self.fail(fields["into"], f"into: {anchor.document} stands twice")
            told.add(anchor)
        return Split(key=key, into=into)

    def _rename(self, fields: dict[str, Any]) -> Rename:
        key = self._key(fields["rename"], "rename")
        return Rename(key=key, to=self.text(fields["to"], "to"), seen=self._seen(fields, {key}))

    def _reject(self, fields: dict[str, Any]) -> Reject:
        key = self.text(fields["reject"], "reject")
        names = REJECTABLE.get(kind_of(key))
        if names is None:
            raise self.fail(fields["reject"], f"reject: no {', '.join(REJECTABLE)}: {key}")
        fact: dict[str, str] = {}
        if "fact" in fields:
            told = self.fields(fields["fact"], "fact")
            wrong = sorted((told.keys() - names) | (names - _OPTIONAL - told.keys()))
            if wrong:
                raise self.fail(fields["fact"], f"fact: {wrong[0]} is missing or unknown")
            fact = {name: self.text(node, f"fact: {name}") for name, node in told.items()}
            for name in {"start", "end"} & told.keys():
                self.number(told[name], f"fact: {name}")
        keys = {fact[name] for name in ("who", "meeting", "post") if name in fact}
        return Reject(key=key, fact=fact, seen=self._seen(fields, keys))

    def _undo(self, fields: dict[str, Any]) -> Undo:
        return Undo(of=self.number(fields["undo"], "undo"))

    def _key(self, node: Any, what: str) -> str:
        key = self.text(node, what)
        if kind_of(key) not in KINDS or not key.partition("/")[2]:
            raise self.fail(node, f"{what}: {key} is no key of {', '.join(KINDS)}")
        return key

    def _one_kind(self, node: Any, keys: Sequence[str]) -> None:
        kinds = sorted({kind_of(key) for key in keys})
        if len(kinds) > 1:
            raise self.fail(node, f"{' and '.join(kinds)} are not of one kind")

    def _seen(self, fields: dict[str, Any], keys: set[str]) -> Seen:
        if "seen" not in fields:
            return {}
        seen = self._anchors(fields["seen"], "seen")
        for key, node in self.fields(fields["seen"], "seen").items():
            if key not in keys:
                raise self.fail(node, f"seen: {key} is not what the entry is about")
        return seen

    def _anchors(self, node: Any, what: str) -> dict[str, tuple[Anchor, ...]]:
        out: dict[str, tuple[Anchor, ...]] = {}
        for key, names in self.fields(node, what).items():
            anchors: list[Anchor] = []
            for name, documents in self.fields(names, key).items():
                for document in self.items(documents, name):
                    anchors.append(self._anchor(name, document))
            if not anchors:
                raise self.fail(names, f"{key}: no document")
            out[key] = tuple(anchors)
        return out

    def _anchor(self, name: str, node: Any) -> Anchor:
        if not isinstance(node, self._yaml.MappingNode):
            return Anchor(self.text(node, name), name)
        fields = self.fields(node, name)
        if fields.keys() != {"document", "at"}:
            raise self.fail(node, f"{name}: expected document and at")
        return Anchor(
            self.text(fields["document"], "document"), name, self.number(fields["at"], "at")
        )


def _check(decisions: Decisions) -> None:
    """Look at what entries say of each other."""
    lines: dict[int, int] = {}
    for entry in decisions.entries:
        if entry.id in lines:
            told = f"id {entry.id} stands twice, on line {lines[entry.id]} too"
            raise DecisionError(decisions.path, entry.line, told)
        if isinstance(entry, Undo) and entry.of not in lines:
            raise decisions.error(entry, f"no decision {entry.of} before it to undo")
        lines[entry.id] = entry.line
    into: dict[str, str] = {}
    for entry in decisions.live():
        if not isinstance(entry, Merge):
            continue
        keep = entry.keys[0]
        for key in entry.keys[1:]:
            into.setdefault(key, keep)
            way = list(_way(into, key))
            if way[-1] == key and len(way) > 1:
                raise decisions.error(entry, f"merges in a cycle: {' → '.join(way)}")


def _way(into: dict[str, str], key: str) -> Iterator[str]:
    """Give the keys that a merged key leads to, itself first, the first one repeated last."""
    yield key
    seen = {key}
    while key in into:
        key = into[key]
        yield key
        if key in seen:
            return
        seen.add(key)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as e:
        raise KgError(f"{path}: not UTF-8 at byte {e.start}") from e
    except OSError as e:
        raise KgError(f"{path}: cannot read decisions: {e.strerror}") from e


def _replace(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    temporary = None
    try:
        with tempfile.NamedTemporaryFile(
            "w",
            encoding="utf-8",
            newline="\n",
            dir=path.absolute().parent,
            prefix=f".{path.name}.",
            delete=False,
        ) as f:
            temporary = f.name
            f.write(text)
            f.flush()
            os.fsync(f.fileno())
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
        os.chmod(temporary, mode)
        os.replace(temporary, path.resolve())
    except OSError as e:
        if temporary is not None:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
        raise KgError(f"{path}: cannot write decisions: {e.strerror}") from e


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
