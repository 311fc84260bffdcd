"""Runs the server: the helper beside it, one worker or several, until it is told to end."""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from typing import Any, Final

import msgspec
import uvicorn

from kg.errors import KgError
from kg.web.settings import Settings, hand_on

_APP: Final = "kg.web.app:from_environment"
_DRAIN: Final = 20  # seconds for answers under way when the server is told to end
_KEEP_ALIVE: Final = 10
_CONNECTIONS: Final = 2000
_BACKLOG: Final = 1024


def serve(settings: Settings, host: str, port: int, workers: int) -> None:
    """Serve until SIGTERM or an interrupt; answers under way are given to their end.

    Raises:
        KgError: The helper cannot start, or the address cannot be listened at.
    """
    listening = _listen(host, port)
    side = tempfile.mkdtemp(prefix=f"kg-serve-{os.getpid()}-")  # only this user can look into it
    settings = msgspec.structs.replace(settings, side=side, socket=os.path.join(side, "queries"))
    hand_on(settings)
    _raise_descriptors()
    # uvicorn drains, then raises the signal again for whoever handled it before.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        with _helper():
            where = _address(listening, settings.prefix)
            print(f"kg: serving {settings.db} at {where} (end with Ctrl-C)", file=sys.stderr)
            _run(listening, workers)
    finally:
        listening.close()
        shutil.rmtree(side, ignore_errors=True)


def _run(listening: socket.socket, workers: int) -> None:
    options: dict[str, Any] = {
        "factory": True,
        "http": "kg.web.protocol:Patient",
        "ws": "none",
        "log_level": "warning",
        "access_log": False,
        "server_header": False,
        "proxy_headers": False,
        "timeout_keep_alive": _KEEP_ALIVE,
        "timeout_graceful_shutdown": _DRAIN,
        "limit_concurrency": _CONNECTIONS,
    }
    if workers > 1:
        uvicorn.run(_APP, fd=listening.fileno(), workers=workers, **options)
    else:
        # The socket is closed when the server is told to end: nobody waits at a closed door.
        uvicorn.Server(uvicorn.Config(_APP, **options)).run(sockets=[listening])


def _listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens.

    Raises:
        KgError: The address cannot be listened at.
    """
    try:
        family, kind, number, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listening = socket.socket(family, kind, number)
        try:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            # Connections inherit it; workers don't see that the socket handed to them is TCP. Else
            # the body of an answer waits 40 ms for the client's word that it has the head.
            listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            listening.bind(address)
            listening.listen(_BACKLOG)
        except BaseException:
            listening.close()
            raise
    except OSError as e:
        raise KgError(f"cannot listen at {host}, port {port}: {e.strerror or e}") from e
    listening.setblocking(False)
    return listening


def _address(listening: socket.socket, prefix: str) -> str:
    host, port = listening.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}{prefix}/"


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
