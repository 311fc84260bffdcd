"""``kg serve``: the graph as a web site, with an endpoint for queries."""

from __future__ import annotations

import ipaddress
from pathlib import Path
from urllib.parse import urlsplit

import click

from kg.commands.options import db_option
from kg.errors import KgError
from kg.export.names import DEFAULT_BASE


@click.command()
@click.argument("store", type=click.Path(path_type=Path), required=False)
@db_option()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option(
    "--port",
    type=click.IntRange(0, 65_535),
    default=8000,
    show_default=True,
    help="Port to listen at.",
)
@click.option(
    "--base",
    default=DEFAULT_BASE,
    show_default=True,
    help="What the IRIs of entities begin with: if it is this server's address, IRIs are pages.",
)
@click.option(
    "--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes."
)
@click.option(
    "--timeout",
    metavar="SECONDS",
    type=click.FloatRange(min=0, min_open=True, max=3600),
    default=20.0,
    show_default=True,
    help="Stop a query after so long.",
)
@click.option(
    "--max-memory",
    metavar="MB",
    type=click.IntRange(min=16, max=1_000_000),
    default=512,
    show_default=True,
    help="Stop a query when it, or its result, takes more.",
)
@click.option(
    "--queries",
    type=click.IntRange(0, 256),
    default=2,
    show_default=True,
    help="Queries that run at the same time; others wait a moment, then are told to come again. "
    "0: no endpoint, and no index for it.",
)
@click.option(
    "--index",
    type=click.Path(path_type=Path),
    help="Keep the index for queries in this folder instead of beside the store.",
)
@click.option("--log/--no-log", default=True, help="Print a line a request on standard error.")
def command(
    store: Path | None,
    db: Path,
    host: str,
    port: int,
    base: str,
    workers: int,
    timeout: float,
    max_memory: int,
    queries: int,
    index: Path | None,
    log: bool,
) -> None:
    """Serve the graph as a web site.

    It has pages, a graph view and a SPARQL endpoint.

    STORE is the store to read, if not that of --db. Pages are for people and, by content
    negotiation or a suffix (.json, .jsonld, .ttl), for programs; /sparql is an endpoint of the
    SPARQL 1.1 Protocol. Nothing can be written. A store that is built anew is picked up by itself.
    There is no encryption and no login: put a proxy before it on the open net.

    \b
    Example:
      kg serve officials.db
      kg serve officials.db --port 8080 --workers 2
      kg serve officials.db --host 0.0.0.0 --base https://graph.example.org/
    """
    try:
        from kg.web.run import serve
    except ModuleNotFoundError as e:
        raise KgError(f"kg serve needs {e.name}: pip install 'chutri-kg[serve]'") from e
    from kg.export import check_base
    from kg.store.store import Store
    from kg.web.settings import Settings, prefix_of

    check_base(base)
    path = store or db
    Store.open(path).close()  # says what is wrong with it
    if not _is_loopback(host):
        click.echo(
            f"kg: warning: listening at {host}, not only at this machine: whoever reaches it reads "
            "the graph, without encryption",
            err=True,
        )
    settings = Settings(
        db=str(path.absolute()),
        base=base,
        prefix=prefix_of(base),
        hosts=_names(host, base) if _is_loopback(host) else (),
        seconds=timeout,
        megabytes=max_memory,
        queries=queries,
        index=str(index.absolute()) if index else None,
        log=log,
    )
    serve(settings, host, port, workers)


def _names(host: str, base: str) -> tuple[str, ...]:
    """Return the names that a server at this machine alone answers to."""
    of_base = urlsplit(base).hostname if base != DEFAULT_BASE else None
    return tuple({"localhost", "127.0.0.1", "::1", host.lower(), of_base or host.lower()})


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
