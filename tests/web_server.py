"""A server of `kg serve` in a process of its own, on a free port, and plain ways to ask it."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from email.message import Message
from pathlib import Path
from typing import NamedTuple

from test_cli import ROOT

_AT = re.compile(r"at (http://[^ ]+/)")
_PATIENCE = 60.0


class Got(NamedTuple):
    """An answer."""

    status: int
    headers: Message
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class Server(NamedTuple):
    """A running server; `log` is the file that its standard error goes to."""

    url: str
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def port(self) -> int:
        return int(urllib.parse.urlsplit(self.url).port or 0)

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Got:
        return self.send(urllib.request.Request(self.url + path.lstrip("/"), headers=headers or {}))

    def ask(self, query: str, accept: str = "application/sparql-results+json") -> Got:
        """Put a query to the endpoint, waiting for its index."""
        for _ in waiting():
            url = self.url + "sparql?" + urllib.parse.urlencode({"query": query})
            got = self.send(urllib.request.Request(url, headers={"Accept": accept}))
            if got.status != 503 or b"being built" not in got.body:
                return got
        raise AssertionError("no index")

    def send(self, request: urllib.request.Request) -> Got:
        try:
            with urllib.request.urlopen(request, timeout=_PATIENCE) as answer:
                return Got(answer.status, answer.headers, answer.read())
        except urllib.error.HTTPError as e:
            with e:
                return Got(e.code, e.headers, e.read())

    def raw(self, data: bytes, *, seconds: float = _PATIENCE) -> bytes:
        """Send bytes on a connection of their own; return all that comes back."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=seconds) as connection:
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                connection.sendall(data)
            answer = b""
            with contextlib.suppress(ConnectionResetError, TimeoutError):
                while more := connection.recv(1 << 16):
                    answer += more
            return answer


def waiting(seconds: float = _PATIENCE) -> Iterator[None]:
    """Give turns until a time is over, a moment between each."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        yield
        time.sleep(0.05)


@contextlib.contextmanager
def serving(store: Path, log: Path, *options: str) -> Iterator[Server]:
    """Run a server while the block does."""
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "kg", "serve", str(store), "--port", "0", *options]
    with log.open("wb") as stream:
        process = subprocess.Popen(command, stderr=stream, cwd=ROOT, env=env)
    try:
        server = Server(_address(process, log), process, log)
        for _ in waiting():
            if json.loads(server.get("/healthz").body).get("search"):
                break
        yield server
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _address(process: subprocess.Popen[bytes], log: Path) -> str:
    for _ in waiting():
        found = _AT.search(log.read_text(errors="replace"))
        if found:
            url = found[1]
            with contextlib.suppress(urllib.error.URLError, ConnectionError):
                urllib.request.urlopen(url + "healthz", timeout=5).close()
                return url
        if process.poll() is not None:
            raise AssertionError(log.read_text(errors="replace"))
    raise AssertionError("the server does not answer")
