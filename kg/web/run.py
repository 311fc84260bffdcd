"""Runs the server: the helper beside it, one worker or several, until it is told to end."""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from typing import Final

import msgspec
import uvicorn

from kg.errors import KgError
from kg.web.settings import Settings, hand_on

_DRAIN: Final = 20  # seconds for answers under way when the server is told to end
_KEEP_ALIVE: Final = 10
_CONNECTIONS: Final = 2000


def serve(settings: Settings, host: str, port: int, workers: int) -> None:
    """Serve until SIGTERM or an interrupt; answers under way are given to their end.

    Raises:
        KgError: The helper cannot start.
    """
    side = tempfile.mkdtemp(prefix="kg-serve-")
    settings = msgspec.structs.replace(settings, side=side, socket=os.path.join(side, "queries"))
    hand_on(settings)
    _raise_descriptors()
    # uvicorn drains, then raises the signal again for whoever handled it before.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        with _helper():
            uvicorn.run(
                "kg.web.app:from_environment",
                factory=True,
                host=host,
                port=port,
                workers=workers if workers > 1 else None,
                http="kg.web.protocol:Patient",
                ws="none",
                log_level="warning",
                access_log=False,
                server_header=False,
                date_header=True,
                proxy_headers=False,
                timeout_keep_alive=_KEEP_ALIVE,
                timeout_graceful_shutdown=_DRAIN,
                limit_concurrency=_CONNECTIONS,
                backlog=1024,
            )
    finally:
        shutil.rmtree(side, ignore_errors=True)


def _raise_descriptors() -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with contextlib.suppress(OSError, ValueError):
        most = 65_536 if hard == resource.RLIM_INFINITY else min(hard, 65_536)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


@contextlib.contextmanager
def _helper() -> Iterator[None]:
    """Run the helper as long as the block does, anew if it should end."""
    ending = threading.Event()
    helpers: list[subprocess.Popen[str]] = [_started()]

    def watch() -> None:
        while not ending.is_set():
            helpers[0].wait()
            if ending.wait(1.0):
                return
            with contextlib.suppress(KgError):
                helpers[0] = _started()

    watching = threading.Thread(target=watch, name="helper", daemon=True)
    watching.start()
    try:
        yield
    finally:
        ending.set()
        helper = helpers[0]
        if helper.stdin is not None:
            helper.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            helper.wait(5)
        if helper.poll() is None:
            helper.kill()
        watching.join(5)
        if helper.stdout is not None:
            helper.stdout.close()


def _started() -> subprocess.Popen[str]:
    helper = subprocess.Popen(
        [sys.executable, "-m", "kg.web.helper"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(p or os.curdir for p in sys.path)},
    )
    assert helper.stdout is not None
    if helper.stdout.readline().strip() != "ready":
        helper.kill()
        raise KgError("kg serve: the process that runs queries does not start")
    return helper
