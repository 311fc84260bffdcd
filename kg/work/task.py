"""What is done with each document, by a name that every process knows, and what comes of it."""

from __future__ import annotations

import functools
import importlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from kg.documents.document import Document
from kg.errors import KgError

if TYPE_CHECKING:
    from kg.lexicon.lexicon import Lexicon
    from kg.ner.external import Recogniser


class Outcome(msgspec.Struct, frozen=True):
    """What came of a document: its report as JSON, or why there is none.

    `facts` counts memberships and participations, `meetings` the report's meetings. `error` is a
    mistake that is not the document's, such as a model that does not load: it ends the build.
    """

    report: bytes | None = None
    facts: int = 0
    meetings: int = 0
    failure: str | None = None
    error: str | None = None


class Job(msgspec.Struct, frozen=True):
    """Something else to work on than a document: what the file at a path holds."""

    path: str


Unit = Document | Job
Work = Callable[[Any], Outcome]
"""From a unit to its outcome; a task knows which of the two it is given."""


class Task(msgspec.Struct, frozen=True):
    """A call that makes the work on units, once a process.

    `maker` is "module:function"; the function takes the options and returns a function from a
    unit to its outcome. A task is itself callable with units, so that any
    ``concurrent.futures.Executor`` can run it.
    """

    maker: str
    options: tuple[str | None, ...] = ()

    def __call__(self, units: Iterable[Unit]) -> list[Outcome]:
        """Return the outcome of each unit, in order."""
        work = made(self)
        return [work(unit) for unit in units]


def make(task: Task) -> Work:
    """Return a task's work.

    Raises:
        KgError: It cannot be made: the rules or the model cannot be read.
    """
    module, _, name = task.maker.partition(":")
    work: Work = getattr(importlib.import_module(module), name)(*task.options)
    return work


made = functools.lru_cache(maxsize=2)(make)
"""What `make` returns, made once a process."""


def reading(rules: str | None, model: str | None, version: str) -> Work:
    """Return the work of a build: a document to its report.

    Args:
        rules: A folder of rules, or None for the package's own.
        model: The recogniser; see `kg.ner.combine.load_recogniser`.
        version: What the build has for `reading_version`.

    Raises:
        KgError: Rules or model cannot be read, or are not those that the build began with.
    """
    from kg.lexicon.lexicon import load_lexicon
    from kg.ner.combine import load_recogniser
    from kg.report.extract import extract

    lexicon = load_lexicon(Path(rules) if rules is not None else None)
    recogniser = load_recogniser(model, lexicon)
    if reading_version(lexicon, recogniser) != version:
        raise KgError("the rules or the model are not those that this run began with")

    def work(document: Document) -> Outcome:
        try:
            report = extract(document, lexicon, recogniser)
            return Outcome(
                report=msgspec.json.encode(report),
                facts=len(report.memberships) + len(report.participations),
                meetings=len(report.meetings),
            )
        except KgError as e:
            return Outcome(error=str(e))
        except MemoryError:
            raise  # a process that has no memory left is of no more use
        except Exception as e:
            # A mistake in the program that one text brings out must not cost the others.
            return Outcome(failure=failed(e))

    return work


def reading_version(lexicon: Lexicon, recogniser: Recogniser | None) -> str:
    """Return what tells the rules and the model that documents are read by from any others."""
    return f"{lexicon.version}-{recogniser.version if recogniser is not None else 'rules'}"


def failed(e: Exception) -> str:
    """Return the reason of a failure that a mistake in the program is."""
    return f"extraction failed: {type(e).__name__}: {_line(e)}"


def _line(e: Exception) -> str:
    return " ".join(str(e).encode("ascii", "backslashreplace").decode().split())[:200]
