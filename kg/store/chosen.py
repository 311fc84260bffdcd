"""Which file of decisions goes with a store."""

from __future__ import annotations

import os
from pathlib import Path

from kg.errors import KgError
from kg.link.decisions import Decisions, read_decisions
from kg.store.store import Store

FILE = "decisions.yaml"
NONE = "none"
_META = "decisions"


class Chosen:
    """The file of decisions of a store: `path`, or None for none at all.

    It is the one given, else the one that the store was last built with, else ``decisions.yaml``
    beside the store. `needed` says that a build can't do without it.
    """

    def __init__(self, path: Path | None, needed: str = "") -> None:
        self.path, self._needed = path, needed

    @classmethod
    def of(cls, store: Path, given: str | Path | None = None) -> Chosen:
        """Return the choice for the store at a path, which need not be there yet.

        Raises:
            KgError: What is there is no store.
        """
        if str(store) == ":memory:":
            return cls._given(given) if given is not None else cls(None)
        if given is not None or not store.is_file() or store.stat().st_size == 0:
            return cls._given(given) if given is not None else cls(store.parent / FILE)
        with Store(store) as opened:
            return cls.of_open(opened)

    @classmethod
    def of_open(cls, store: Store, given: str | Path | None = None) -> Chosen:
        """Return the choice for an open store."""
        if given is not None:
            return cls._given(given)
        remembered = store.meta(_META)
        if remembered == NONE:
            return cls(None)
        if remembered:
            return cls(store.path.parent / remembered, "the store was built with it")
        return cls(store.path.parent / FILE)

    @classmethod
    def _given(cls, given: str | Path) -> Chosen:
        return cls(None) if str(given) == NONE else cls(Path(given), "no such file")

    def read(self) -> Decisions:
        """Return the decisions that a build goes by.

        Raises:
            KgError: The file is not sound, or not there although it must be.
        """
        if self.path is None:
            return Decisions()
        if self._needed and not self.path.exists():
            raise KgError(
                f"{self.path}: cannot read decisions: {self._needed} "
                "(--decisions FILE takes another one, --decisions none does without)"
            )
        return read_decisions(self.path)

    def remember(self, store: Store, decided: Decisions) -> None:
        """Note in an open store which file its graph goes by, for the next time."""
        if self.path is None:
            store.put_meta(_META, NONE)
        elif decided.entries or self._needed:
            folder = os.path.abspath(store.path.parent)
            path = os.path.abspath(self.path)
            beside = os.path.commonpath([folder, path]) == folder
            # Beside or below the store, the two may be moved together.
            store.put_meta(_META, os.path.relpath(path, folder) if beside else path)
