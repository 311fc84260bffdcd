"""The command line: finds the command, runs it, and turns every end into one line and a status.

Status 0: all went well; 1: something the user can mend (a report that could not be read, a name
that nobody bears); 2: wrong usage; 130: interrupted; 141: the reader of a pipe went away.
"""

from __future__ import annotations

import importlib
import io
import os
import sys
from collections.abc import Sequence

import click

from kg.errors import KgError

# Name of a command -> its module in `kg.commands`, loaded when the command is asked for.
_COMMANDS = {
    "build": "build",
    "appearances": "appearances",
    "absent": "absent",
    "officials": "officials",
    "meetings": "meetings",
    "bodies": "bodies",
    "tenure": "tenure",
    "conflicts": "conflicts",
    "duplicates": "duplicates",
    "explain": "explain",
    "review": "review",
    "export": "export",
    "sparql": "sparql",
    "serve": "serve",
    "evaluate": "evaluate",
    "extract": "extract",
    "link": "link",
    "show": "show",
    "draw": "draw",
    "timeline": "timeline",
    "rules": "rules",
    "merge": "merge",
    "split": "split",
    "rename": "rename",
    "reject": "reject",
    "undo": "undo",
    "decisions": "decisions",
    "status": "status",
    "train": "train",
}


class LazyGroup(click.Group):
    """A group whose commands are imported one by one, when they are needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of a first day's work."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of one command and return its `command`."""
        if cmd_name not in _COMMANDS:
            return None
        command = importlib.import_module(f"kg.commands.{_COMMANDS[cmd_name]}").command
        assert isinstance(command, click.Command)
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="chutri-kg", message="kg %(version)s")
def cli() -> None:
    """Who chaired and attended which official meeting: press reports into a knowledge graph.

    \b
    Example:
      kg build seeds/ -o officials.db
      kg appearances "nguyen van a"
      kg export officials.db graph.graphml
    """


def main(args: Sequence[str] | None = None) -> None:
    """Run `kg` with `args` (default: those of the process) and exit with its status."""
    _open_streams()
    sys.exit(run(args))


def run(args: Sequence[str] | None = None) -> int:
    """Run `kg` and return its exit status; errors are told on standard error, one line each."""
    try:
        status = cli.main(args, prog_name="kg", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as e:
        e.show()
        return e.exit_code
    except KgError as e:
        click.echo(f"kg: error: {e}", err=True)
        return 1
    except (KeyboardInterrupt, click.Abort):
        click.echo("kg: interrupted", err=True)
        return 130
    except BrokenPipeError:
        # What is still buffered has no reader: Python must not try to write it on its way out.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except OSError as e:
        name = f"{e.filename}: " if e.filename else ""
        click.echo(f"kg: error: {name}{e.strerror or e}", err=True)
        return 1
    return status if isinstance(status, int) else 0


def _open_streams() -> None:
    """Write UTF-8 to files and pipes, and to a terminal of another encoding what it can show.

    A stream that the shell closed leads nowhere: a file opened later must not take its place.
    """
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            encoding = stream.encoding if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace")
