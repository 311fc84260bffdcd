"""The process that works: orders come on its standard input, outcomes go out on standard output.

It ends when its standard input does, wherever it is, so that it never outlives the build.
"""

from __future__ import annotations

import math
import os
import queue
import signal
import sys
import threading
from typing import BinaryIO, NoReturn

import msgspec

from kg.errors import KgError
from kg.work.frames import Order, Ready, Result, receive, send
from kg.work.limits import Limits, limit_memory
from kg.work.task import Outcome, made

NO_MEMORY = 77
"""The status of a process that ended because it had no memory left."""

# A process whose build is gone, and that hangs where no thread gets its turn, ends by itself when
# so many times the time of a document are over.
_BACKSTOP = 2


def main(megabytes: int, seconds: float) -> NoReturn:
    """Work on orders until there are no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the build ends it
    orders: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    answers = _own_output()
    threading.Thread(target=_receive, args=(orders,), daemon=True).start()
    status = 1
    try:
        _work(orders, answers, Limits(seconds, megabytes))
    except MemoryError:
        status = NO_MEMORY
    finally:
        os._exit(status)


def _own_output() -> BinaryIO:
    """Keep standard output for answers; whatever a library prints goes nowhere."""
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    return answers


def _receive(orders: queue.SimpleQueue[bytes]) -> None:
    while True:
        try:
            data = receive(sys.stdin.buffer)
        except MemoryError:
            os._exit(NO_MEMORY)
        except OSError:
            data = None
        if data is None:
            os._exit(0)
        orders.put(data)


def _work(orders: queue.SimpleQueue[bytes], answers: BinaryIO, limits: Limits) -> None:
    decoder = msgspec.msgpack.Decoder(Order)
    limited = False
    while True:
        order = decoder.decode(orders.get())
        try:
            work = made(order.task)
        except KgError as e:
            send(answers, Result(Outcome(error=str(e))))
            continue
        except Exception as e:
            told = f"{order.task.maker}: {type(e).__name__}: {' '.join(str(e).split())[:200]}"
            send(answers, Result(Outcome(error=told)))
            continue
        if not limited:
            limit_memory(limits.megabytes)
            limited = True
        send(answers, Ready())
        for unit in order.units():
            _alarm(_BACKSTOP * limits.time_of(unit))
            send(answers, Result(work(unit)))
        _alarm(0)


def _alarm(seconds: float) -> None:
    if hasattr(signal, "setitimer"):
        # Nothing handles it: it ends the process.
        signal.setitimer(signal.ITIMER_REAL, seconds if math.isfinite(seconds) else 0)
