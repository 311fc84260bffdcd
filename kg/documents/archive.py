"""Reads archives (.zip, .tar) member by member; nothing is ever written to disk."""

from __future__ import annotations

import io
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Self, cast

import msgspec

from kg.documents.content import Found, OnFailure, broken, guarded, read_content
from kg.documents.failure import Failure, Missing, Unreadable, printable
from kg.documents.kinds import ARCHIVES, KNOWN, Kind, kind_of
from kg.documents.options import Input, Options
from kg.documents.packed import Budget, Unpacked, bomb

# Headers with long names and the like are held in memory; no name is longer than this.
_MAX_HEADER = 65_536
_HEADERS = frozenset(b"xgXLK")


# What the library raises where an archive ends as it should; its types are not told of them.
_ENDS: tuple[type[Exception], ...] = (
    vars(tarfile)["EOFHeaderError"],
    vars(tarfile)["EmptyHeaderError"],
)


class _Member(msgspec.Struct, frozen=True):
    """A member: its name, why it is refused if it is, and what opens it."""

    name: str
    refused: str | None
    info: zipfile.ZipInfo | tarfile.TarInfo


def read_archive(kind: str, source: Input, options: Options, on_failure: OnFailure) -> Found:
    """Yield place and document of the members of known kinds; report those that cannot be read.

    Hidden members and those of other kinds are passed over, as in folders. A member's id is the
    archive's with its path; a place is "`name`/member". Archives in archives, links, devices and
    paths that lead out are refused.

    Raises:
        Unreadable: It is no archive, broken from some member on, or unpacks to far too much.
    """
    members = _zipped(source) if kind == "zip" else _taped(source)
    any_known = False
    told: set[str] = set()
    for member, stream in members:
        known = kind_of(member.name)
        if known is None or _hidden(member.name):
            continue
        any_known = True
        name = f"{source.name}/{printable(member.name)}"
        refused = member.refused or _refused(member.name, known)
        if refused is not None or stream is None:
            on_failure(Failure(name, refused or "not a regular file"))
            continue
        with stream:
            inner = Input(name, f"{source.id}/{printable(_plain(known.stem))}", stream)
            try:
                found = read_content(known, inner, options, on_failure)
                yield from guarded(name, _whole(found, inner, on_failure), on_failure)
            except Missing as e:
                if known.name not in told:
                    told.add(known.name)
                    on_failure(Failure(name, str(e)))
    if not any_known:
        raise Unreadable(f"no file in this archive that is read ({KNOWN})")


def _whole(found: Found, source: Input, on_failure: OnFailure) -> Found:
    """Pass on what a member holds; tell where it broke off. One text that did is not passed on."""
    for where, document in found:
        if broken(source) is not None and where == source.name:
            break
        yield where, document
    why = broken(source)
    if why is not None:
        on_failure(Failure(source.name, why))


def _hidden(name: str) -> bool:
    parts = name.split("/")
    return any(p.startswith(".") and p not in (".", "..") for p in parts) or parts[0] == "__MACOSX"


def _plain(name: str) -> str:
    return name.removeprefix("./")


def _refused(name: str, kind: Kind) -> str | None:
    parts = name.replace("\\", "/").split("/")
    if ".." in parts or not parts[0] or parts[0].endswith(":"):
        return "a path that leads out of the archive, refused"
    if kind.name in ARCHIVES:
        return "an archive in an archive, refused: unpack it first"
    return None


def _opened(inner: IO[bytes], budget: Budget) -> io.BufferedReader:
    return cast(io.BufferedReader, io.BufferedReader(Unpacked(inner, budget), 1 << 16))


def _zipped(source: Input) -> Iterator[tuple[_Member, io.BufferedReader | None]]:
    size = source.stream.seek(0, io.SEEK_END)
    budget = Budget(lambda: size)
    try:
        file = zipfile.ZipFile(source.stream)
    except (zipfile.BadZipFile, ValueError, RuntimeError, OSError) as e:
        raise Unreadable(f"not a zip archive: {_line(e)}") from e
    with file:
        for info in file.infolist():
            if info.filename.endswith("/"):
                continue
            mode = info.external_attr >> 16
            refused = None
            if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
                refused = "a link or device in an archive, refused"
            elif info.flag_bits & 1:
                refused = "locked with a password"
            member = _Member(_zip_name(info), refused, info)
            if refused is not None or kind_of(member.name) is None:
                yield member, None
                continue
            try:
                yield member, _opened(file.open(info), budget)
            except (zipfile.BadZipFile, ValueError, RuntimeError) as e:
                yield _Member(member.name, f"cannot be unpacked: {_line(e)}", info), None
            if not budget.spend(0):
                raise Unreadable(bomb())


def _zip_name(info: zipfile.ZipInfo) -> str:
    """Return a member's name; old programs write UTF-8 without saying so."""
    if not info.flag_bits & 0x800:
        try:
            return info.filename.encode("cp437").decode("utf-8")
        except UnicodeError:
            pass
    return info.filename


class _Header(tarfile.TarInfo):
    """A header of a tar archive; one that is broken or huge is an error, not an end."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        """Read a header.

        Raises:
            tarfile.ReadError: It is cut, broken, or announces more than any name needs.
        """
        try:
            found = super().frombuf(buf, encoding, errors)
        except _ENDS:
            raise
        except tarfile.HeaderError as e:
            raise tarfile.ReadError(str(e)) from e
        if found.type[0] in _HEADERS and found.size > _MAX_HEADER:
            raise tarfile.ReadError("a header larger than any name needs")
        return found


def _taped(source: Input) -> Iterator[tuple[_Member, io.BufferedReader | None]]:
    budget = Budget(lambda: 1 << 62)  # what a packed archive unpacks to is bounded as a whole
    try:
        with tarfile.open(fileobj=source.stream, mode="r|", tarinfo=_Header) as file:
            for info in file:
                vars(file)["members"].clear()  # kept by the library, and not needed
                if info.isdir():
                    continue
                if not info.isreg():
                    yield _Member(info.name, "a link or device in an archive, refused", info), None
                    continue
                inner = file.extractfile(info) if kind_of(info.name) is not None else None
                member = _Member(info.name, None, info)
                yield member, _opened(inner, budget) if inner is not None else None
    except (tarfile.TarError, EOFError, ValueError, zlib.error, KeyError, IndexError) as e:
        raise Unreadable(f"not a tar archive, or broken from here on: {_line(e)}") from e
    except RecursionError as e:
        raise Unreadable("not a tar archive: its headers lead in circles") from e


def _line(e: Exception) -> str:
    return " ".join(str(e).split())[:100] or type(e).__name__
