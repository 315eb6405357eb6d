"""Where a command must not write: onto what it reads, and onto what claimkit did not write."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from claimkit import writing
from claimkit.errors import UsageError


def check_target(file: str, reads: Iterable[str], force: bool) -> None:
    """Raises `UsageError`, before any work, unless `file` may be written by a command that reads `reads`.

    `force` allows everything but a file that the command reads itself.
    """
    check_place(file, reads)
    check_replaced(file, force)


def check_place(file: str, reads: Iterable[str]) -> None:
    """Raises `UsageError` where no file can be written, and for one of `reads`."""
    path = Path(file)
    if path.is_dir():
        raise UsageError(f"{file}: is a folder; name a file with -o")
    if not path.parent.is_dir():
        raise UsageError(f"{path.parent}: no such folder; make it first or name another file with -o")
    for read in reads:
        if path.exists() and Path(read).exists() and path.samefile(read):
            raise UsageError(f"{file}: is read by this command and would be overwritten; name another file with -o")


def check_edited(file: str, text: str, force: bool) -> None:
    """Raises `UsageError` where `file` may hold somebody's edits: it is there and is not `text`, unless by `force`."""
    try:
        same = Path(file).read_bytes() == text.encode("utf-8", "replace")
    except OSError:
        same = False
    if not same:
        check_replaced(file, force)


def check_replaced(file: str, force: bool) -> None:
    """Raises `UsageError` where `file` is there and is not what claimkit wrote, unless by `force`."""
    if force or not writing.is_replaced(file):
        return
    from claimkit import own_output  # most commands write no file that is there already

    try:
        reason = own_output.reason_to_keep(Path(file))
    except OSError as error:
        raise UsageError(f"{file}: cannot be read ({error.strerror}); name another file with -o") from error
    if reason is not None:
        raise UsageError(f"{file}: exists and {reason}; name another file, or replace it with --force")
