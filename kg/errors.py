"""Errors that a user can cause."""

from __future__ import annotations


class KgError(Exception):
    """Something the user can mend; the message is one clear line, shown without a traceback."""
