"""The folder of a run, on a disk or in a bucket: files appear in it whole or not at all."""

from __future__ import annotations

import json
import os
import posixpath
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

from claimkit import writing
from claimkit.errors import MissingError, StoreError

TEMPORARY = ".claimkit-tmp"
_LONGEST = 400  # characters of a reason that a message shows: Arrow's name a file, and its path


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder: an absolute path, or an address that pyarrow knows (`s3://`, `gs://`, `abfs://`); `shown` in messages.

    It can be sent to workers, which have other current folders.
    """

    address: str
    shown: str = ""

    def __str__(self) -> str:
        return self.shown or self.address

    def below(self, name: str) -> Folder:
        """A folder inside this one."""
        return Folder(*(f"{one.rstrip('/')}/{name}" for one in (self.address, str(self))))

    @property
    def is_local(self) -> bool:
        """Whether it lies on a disk of this machine, or one that looks so."""
        return "://" not in self.address

    def write(self, name: str, data: bytes, durable: bool = True) -> str:
        """Write the file at once, and return its digest. Raises `StoreError`."""
        with self.writing(name, durable) as file:
            file.write(data)
        return sha256(data).hexdigest()

    def write_json(self, name: str, value: Any, durable: bool = True) -> None:
        """Write `value` as JSON, the same bytes for the same value."""
        self.write(name, json.dumps(value, ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode(), durable)

    def write_table(self, name: str, table: Any) -> str:
        """Write an Arrow table as Parquet, and return the file's digest."""
        import pyarrow
        from pyarrow import parquet

        sink = pyarrow.BufferOutputStream()
        parquet.write_table(table, sink, compression="zstd")
        return self.write(name, sink.getvalue().to_pybytes())

    @contextmanager
    def writing(self, name: str, durable: bool = True) -> Iterator[Any]:
        """A file to write, which is there when the block ends: by a rename on a disk, by one upload in a bucket.

        `durable`: a mark that is written after it is not there before the bytes are, not even after a power cut.
        """
        try:
            if self.is_local:
                with _renamed(Path(self.address), name, durable) as file:
                    yield file
            else:
                if self._files().type_name == "local":  # file://; a bucket has no folders to make
                    self._files().create_dir(posixpath.dirname(self._path(name)), recursive=True)
                with self._files().open_output_stream(self._path(name)) as stream:
                    yield stream
        except OSError as error:
            raise StoreError(
                f"{self}: cannot be written ({reason(error)}); what is finished is kept: make room or choose another"
                " --out, and run the same command again"
            ) from error

    @contextmanager
    def reading(self, name: str) -> Iterator[Any]:
        """A file to read, in any order. Raises `StoreError`, also for what in it the reader cannot read."""
        files, path = self._files(), self._path(name)
        from pyarrow import ArrowException  # after the line that says what to install

        try:
            with files.open_input_file(path) as file:
                yield file
        except (OSError, ArrowException) as error:
            raise StoreError(f"{self}/{name}: cannot be read ({reason(error)}); restore it") from error

    def read(self, name: str) -> bytes:
        """The bytes of a file. Raises `StoreError`."""
        with self.reading(name) as file:
            return bytes(file.read())

    def read_json(self, name: str) -> Any:
        """The value of a JSON file, None if there is no such file. Raises `StoreError`."""
        if not self.has(name):
            return None
        try:
            return json.loads(self.read(name))
        except ValueError as error:
            raise StoreError(f"{self}/{name}: is damaged; remove it and run the same command again") from error

    def read_table(self, name: str, columns: list[str] | None = None) -> Any:
        """A Parquet file as an Arrow table. Raises `StoreError`."""
        from pyarrow import parquet

        with self.reading(name) as file:
            return parquet.read_table(file, columns=columns)

    def remove(self, name: str) -> None:
        """Remove a folder below this one with all that is in it, if it is there."""
        with suppress(OSError):
            self._files().delete_dir(self._path(name))

    def dataset(self, names: list[str]) -> Any:
        """Parquet files as one Arrow data set, which is read only where it is needed. Raises `StoreError`."""
        import pyarrow.dataset

        paths = [self._path(name) for name in names]
        try:
            return pyarrow.dataset.dataset(paths, format="parquet", filesystem=self._files())
        except (OSError, pyarrow.ArrowException) as error:
            raise StoreError(f"{self}: one of its files cannot be read ({reason(error)}); restore it") from error

    def has(self, name: str) -> bool:
        """Whether there is a file of this name."""
        import pyarrow.fs

        try:
            return bool(self._files().get_file_info(self._path(name)).type == pyarrow.fs.FileType.File)
        except OSError as error:
            raise StoreError(f"{self}: cannot be read ({reason(error)}); check the path") from error

    def names(self, folder: str = "") -> list[str]:
        """The names of the files in a folder below this one, sorted; hidden ones are left out. Raises `StoreError`."""
        import pyarrow.fs

        try:
            found = self._files().get_file_info(pyarrow.fs.FileSelector(self._path(folder), allow_not_found=True))
        except NotADirectoryError:
            return []
        except OSError as error:
            raise StoreError(f"{self}: cannot be read ({reason(error)}); check the path") from error
        names = (one.base_name for one in found if one.type == pyarrow.fs.FileType.File)
        return sorted(name for name in names if not name.startswith("."))

    def path(self, name: str) -> str:
        """The whole path or address of a file."""
        return f"{self.address.rstrip('/')}/{name}"

    def _files(self) -> Any:
        return _opened(self.address)[0]

    def _path(self, name: str) -> str:
        return f"{_opened(self.address)[1].rstrip('/')}/{name}".rstrip("/")


def folder_at(name: str) -> Folder:
    """The folder that a user named."""
    return Folder(name if "://" in name else str(Path(name).absolute()), name)


def reason(error: Exception) -> str:
    """Why the system or Arrow refused, on one line."""
    return getattr(error, "strerror", None) or " ".join(str(error).split())[:_LONGEST]


@contextmanager
def _renamed(folder: Path, name: str, durable: bool) -> Iterator[BinaryIO]:
    """Written under another name first, in the run's own folder: that of a million files is never searched."""
    target = folder / name
    temporary = folder / f".{name.replace('/', '.')}.{os.urandom(8).hex()}{TEMPORARY}"
    for needed in (folder, target.parent):
        if not needed.is_dir():
            needed.mkdir(parents=True, exist_ok=True)
    try:
        with temporary.open("xb") as file:
            yield file
            if durable:
                file.flush()
                writing.sync(file.fileno())
        temporary.replace(target)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise


@cache
def _opened(address: str) -> tuple[Any, str]:
    """The file system of an address, and the folder's path in it."""
    try:
        from pyarrow import ArrowInvalid, fs
    except ImportError as error:
        raise MissingError("a run over shards needs pyarrow; run: pip install 'claimkit[cluster]'") from error
    if "://" not in address:
        return fs.LocalFileSystem(), address
    try:
        system, path = fs.FileSystem.from_uri(address)
    except (ArrowInvalid, OSError, NotImplementedError) as error:
        raise StoreError(f"{address}: cannot be opened ({reason(error)}); check the address") from error
    return system, str(path)
