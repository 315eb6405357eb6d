"""Files and folders that appear whole or not at all.

What a command writes goes beside its target and takes its name at the end, in one step of the file system: a run that
is killed, fails or finds the disk full leaves what was there untouched. While it writes it holds a lock on what it has
made so far, so that the next run for the same target can tell which leftovers nobody is writing, and removes them.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

# Leftovers of `report.html` are `.report.html.1f2e3d4c.claimkit-tmp`: hidden, and of no suffix that claimkit reads.
_SUFFIX = ".claimkit-tmp"
_LOGS = ("-wal", "-shm", "-journal")  # what SQLite puts beside a database while it is written
_NAME = 100  # bytes of the target's name: some encrypted file systems take 143 for the whole name


@contextmanager
def replacing(path: str | Path) -> Iterator[BinaryIO]:
    """A file to write; when the block ends without an error it is what `path` names, with the permissions of the file
    that was there.

    A link stays, and what it points to is replaced. Pipes and devices are written directly. Raises OSError where the
    system refuses; for a write-protected file before anything is written.
    """
    before = _status(path)
    if before is not None and _is_straight(path, before):
        with Path(path).open("wb") as file:
            yield file
        return
    target = Path(os.path.realpath(path))
    if before is not None:
        os.close(os.open(target, os.O_WRONLY))  # a write-protected file must not be replaced either
    temporary, descriptor = _begun(target, None if before is None else stat.S_IMODE(before.st_mode))
    try:
        with open(descriptor, "wb") as file:  # noqa: PTH123  a descriptor has no path
            yield file
            file.flush()
            sync(descriptor)
            if os.name == "nt":  # where what is open cannot be renamed
                file.close()
            temporary.replace(target)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise


@contextmanager
def replacing_database(path: str | Path) -> Iterator[Path]:
    """An empty file for SQLite to fill; when the block ends without an error it is what `path` names.

    Nothing may have the database open by then. Raises OSError as `replacing` does.
    """
    target = Path(os.path.realpath(path))
    before = _status(target)
    temporary, descriptor = _begun(target, None if before is None else stat.S_IMODE(before.st_mode))
    try:
        yield temporary
        sync(descriptor)
        if os.name == "nt":
            os.close(descriptor)
        _remove_logs(target)  # of a run that was killed: SQLite would take them for those of the new database
        temporary.replace(target)
    finally:
        with suppress(OSError):
            temporary.unlink()
        _remove_logs(temporary)
        with suppress(OSError):
            os.close(descriptor)  # only now: SQLite's own locks go when any descriptor of the file is closed


@contextmanager
def filling(path: Path) -> Iterator[Path]:
    """A folder to put files into; when the block ends without an error it is what `path` names.

    `path` may be absent, an empty folder, or a folder that holds exactly these files already, which is left as it is.
    Raises FileExistsError where it holds anything else, and OSError where the system refuses.
    """
    import shutil

    target = Path(os.path.realpath(path))
    temporary, descriptor = _begun_folder(target)
    try:
        yield temporary
        if target.is_dir():
            temporary.chmod(stat.S_IMODE(target.stat().st_mode))
            if any(target.iterdir()):
                if not same(temporary, target):
                    raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
                shutil.rmtree(temporary)
                return
        try:
            temporary.rename(target)
        except OSError as error:
            if error.errno != errno.ENOTEMPTY:
                raise
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path)) from error
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise
    finally:
        if descriptor is not None:
            os.close(descriptor)


def same(one: Path, other: Path) -> bool:
    """Whether two folders hold the same files, to the byte."""
    import filecmp

    if one.is_dir() and other.is_dir():
        names = sorted(os.listdir(one))  # noqa: PTH208  names are all that is compared
        return names == sorted(os.listdir(other)) and all(same(one / name, other / name) for name in names)  # noqa: PTH208
    return one.is_file() and other.is_file() and filecmp.cmp(one, other, shallow=False)


def is_fixed(folder: Path) -> bool:
    """Whether a folder cannot be replaced: the current one, and one that a file system is mounted on."""
    return folder.is_dir() and (folder.samefile(os.curdir) or os.path.ismount(folder))


def is_replaced(path: str | Path) -> bool:
    """Whether `replacing` this path takes something away: a file is there, not a pipe or one that the shell opened."""
    status = _status(path)
    return status is not None and not _is_straight(path, status)


def sync(descriptor: int) -> None:
    """Wait until the disk has it: the name must not outlive a power cut that the bytes do not."""
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP):  # on file systems that cannot
            raise


def _status(path: str | Path) -> os.stat_result | None:
    try:
        return Path(path).stat()
    except FileNotFoundError:
        return None


def _is_straight(path: str | Path, status: os.stat_result) -> bool:
    """Whether what is there cannot be replaced: a pipe or device, or a file that the shell has opened for us."""
    if not stat.S_ISREG(status.st_mode) or os.fspath(path).startswith(("/dev/fd/", "/dev/std", "/proc/")):
        return True
    for descriptor in (1, 2):
        with suppress(OSError):
            if os.path.samestat(os.fstat(descriptor), status):
                return True
    return False


def _begun(target: Path, mode: int | None) -> tuple[Path, int]:
    """A new file beside `target`, open for writing and locked."""
    while True:
        temporary = _beside(target)
        descriptor = os.open(temporary, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o666 if mode is None else 0o600)
        if _locked(descriptor, temporary):
            break
        os.close(descriptor)
    if mode is not None and os.name != "nt":
        with suppress(OSError):  # on file systems without permissions
            os.fchmod(descriptor, mode)
    return temporary, descriptor


def _begun_folder(target: Path) -> tuple[Path, int | None]:
    """A new folder beside `target`, locked where folders can be."""
    while True:
        temporary = _beside(target)
        temporary.mkdir()
        if os.name == "nt":
            return temporary, None
        descriptor = os.open(temporary, os.O_RDONLY)
        if _locked(descriptor, temporary):
            return temporary, descriptor
        os.close(descriptor)


def _beside(target: Path) -> Path:
    """A new name beside `target`; leftovers of earlier runs are removed first."""
    prefix = f".{os.fsencode(target.name)[:_NAME].decode('utf-8', 'ignore')}."
    with suppress(OSError), os.scandir(target.parent) as entries:
        for entry in [e for e in entries if e.name.startswith(prefix) and e.name.endswith(_SUFFIX)]:
            with suppress(OSError):
                _remove_if_dead(entry)
                _remove_logs(Path(entry.path))
    return target.parent / f"{prefix}{os.urandom(4).hex()}{_SUFFIX}"


def _remove_if_dead(entry: os.DirEntry[str]) -> None:
    """Remove what a run left; OSError if the run still has it, or if that cannot be determined."""
    import shutil

    folder = entry.is_dir(follow_symlinks=False)
    if os.name == "nt":  # where what is open cannot be removed
        os.rmdir(entry.path) if folder else os.unlink(entry.path)  # noqa: PTH106, PTH108
        return
    import fcntl

    way = os.O_RDONLY if folder else os.O_RDWR
    descriptor = os.open(entry.path, way | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if folder:
            shutil.rmtree(entry.path)
        else:
            os.unlink(entry.path)  # noqa: PTH108
    finally:
        os.close(descriptor)


def _remove_logs(database: Path) -> None:
    for log in _LOGS:
        with suppress(OSError):
            Path(f"{database}{log}").unlink()


def _locked(descriptor: int, path: Path) -> bool:
    """Lock what was just made; False if another run took it for a leftover and has removed it."""
    if os.name == "nt":
        return True
    import fcntl

    with suppress(OSError):  # a file system without locks: nobody can recognise leftovers, and nobody removes them
        fcntl.flock(descriptor, fcntl.LOCK_EX)
    return path.exists()
