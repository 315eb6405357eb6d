"""Paths that the user named → the files to read. One bad path never stops the search."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from pathlib import Path

from claimkit import own_output
from claimkit.errors import UNUSED, InputError
from claimkit.reader import given
from claimkit.reader.file_formats import FORMAT_OF, is_readable
from claimkit.reader.files import PACKED, STDIN, Source, encodable, explain_os_error, one_line
from claimkit.reader.given import Sidecar
from claimkit.reader.input_options import DEFAULT, Options

_NAMED = 3  # rows that fit nothing which a notice names


def find(paths: Iterable[str], options: Options = DEFAULT) -> list[Source | InputError]:
    """The files under `paths`, each once, sorted by path; then one InputError for each path that cannot be read.

    Folders are searched recursively. In them, hidden files are skipped, and so are files with an unknown suffix unless
    the user named a format; a file named outright is always taken. Links to folders are followed, each folder once.
    """
    finder = _Finder(options)
    for path in paths:
        finder.add_named(path)
    finder.follow_links()
    finder.tell_strangers()
    sources = sorted(source for _, source in finder.sources.values())
    return [*sources, *sorted(finder.errors, key=lambda error: error.path)]


class _Finder:
    """Walks folders, and remembers which it has seen because links can lead in circles."""

    def __init__(self, options: Options) -> None:
        self._any_name = options.input_format is not None
        self.sources: dict[str, tuple[bool, Source]] = {}
        """By the file's real path: whether it was reached through a link, and the file."""
        self.errors: list[InputError] = []
        self._folders: set[str] = set()
        self._links: list[str] = []
        self._tables: dict[str, Sidecar | None] = {}
        self._walked: list[tuple[str, Sidecar]] = []

    def add_named(self, path: str) -> None:
        """Add one path that the user named."""
        if path == STDIN:
            self.sources[STDIN] = False, Source(STDIN, STDIN)
            return
        if path.casefold().startswith(("http://", "https://")):
            why = "is a web address, and claimkit fetches nothing; save the page and name its file"
            self.errors.append(InputError(one_line(path), why))
            return
        try:
            mode = Path(path).stat().st_mode if path else None
            real = os.path.realpath(path)
        except (OSError, ValueError) as error:
            self.errors.append(InputError(one_line(path), explain_os_error(error)))
            return
        if mode is None:
            self.errors.append(InputError(one_line(path), explain_os_error(FileNotFoundError())))
        elif not stat.S_ISDIR(mode):
            self._add(_relative(path), path, real, Path(path).is_symlink(), self._beside_named(path))
        elif real not in self._folders:
            self._add_named_folder(path)

    def follow_links(self) -> None:
        """Walk the links to folders met so far. They come last, so a file is shown by its own path where it has one."""
        while self._links:
            links, self._links = sorted(self._links), []
            for link in links:
                self._walk(link)

    def _add_named_folder(self, path: str) -> None:
        links, failures = len(self._links), len(self.errors)
        found, others = self._walk(path)
        if not found and len(self._links) == links and len(self.errors) == failures:
            skipped = f" ({others} of other kinds skipped; name a file to read it anyway)" if others else ""
            kinds = ", ".join(sorted({*FORMAT_OF, *PACKED} - {""}))
            why = f"no articles in this folder{skipped}; claimkit reads {kinds} and files without a suffix"
            self.errors.append(InputError(one_line(path), why))

    def _walk(self, top: str) -> tuple[int, int]:
        """The number of files under `top` to read, and the number of other files."""
        found = others = 0
        pending: list[tuple[str, tuple[Sidecar, ...]]] = [(top, ())]
        while pending:
            folder, beside = pending.pop()
            real = os.path.realpath(folder)
            if real in self._folders:
                continue
            self._folders.add(real)
            shown = _relative(folder)
            if folder != top and own_output.is_standoff(Path(folder)):
                self.errors.append(InputError(one_line(shown), own_output.reason("brat files")))
                continue
            shown = "" if shown == "." else shown.rstrip("/") + "/"
            entries = self._list_entries(folder)
            beside = self._beside(folder, shown, beside, entries)
            told = bool(beside) and beside[0].folder == folder
            for entry in entries:
                if entry.name.startswith(".") or (told and entry.name == given.SIDECAR):
                    continue
                try:
                    linked = entry.is_symlink()
                    if entry.is_dir():
                        if linked:
                            self._links.append(entry.path)
                        else:
                            pending.append((entry.path, beside))
                    elif entry.is_file() and (self._any_name or is_readable(entry.name)):
                        found += 1
                        own = os.path.realpath(entry.path) if linked else os.path.join(real, entry.name)  # noqa: PTH118
                        self._add(shown + entry.name, entry.path, own, linked, beside)
                    elif linked and not Path(entry.path).exists():
                        raise FileNotFoundError
                    else:
                        others += 1
                except OSError as error:
                    self.errors.append(InputError(one_line(_relative(entry.path)), explain_os_error(error)))
        return found, others

    def _beside_named(self, path: str) -> tuple[Sidecar, ...]:
        """The table in the folder of a file that the user named."""
        folder = os.path.dirname(path)  # noqa: PTH120
        if folder not in self._tables:
            table = Path(folder, given.SIDECAR)
            shown = one_line(_relative(str(table)))
            self._tables[folder] = given.read_sidecar(table, shown, folder) if table.is_file() else None
            if sidecar := self._tables[folder]:
                self.errors += sidecar.failures
        return (sidecar,) if (sidecar := self._tables[folder]) else ()

    def _beside(
        self, folder: str, shown: str, above: tuple[Sidecar, ...], entries: list[os.DirEntry[str]]
    ) -> tuple[Sidecar, ...]:
        """The tables that may say something of the files in `folder`, the nearest first; `above` are those above it."""
        if not any(entry.name == given.SIDECAR for entry in entries):
            return above
        path = Path(folder, given.SIDECAR)
        sidecar = given.read_sidecar(path, one_line(shown + given.SIDECAR), folder)
        if sidecar is None:
            return above
        self.errors += sidecar.failures
        self._walked.append((one_line(shown + given.SIDECAR), sidecar))
        return sidecar, *above

    def tell_strangers(self) -> None:
        """Name the rows of tables in folders that fit nothing there."""
        for shown, table in self._walked:
            files = {file for _, source in self.sources.values() for one, file in source.beside if one is table}
            if strangers := table.strangers(files):
                named = ", ".join(one_line(name) for name in strangers[:_NAMED])
                more = f" and {len(strangers) - _NAMED:,} more" if len(strangers) > _NAMED else ""
                self.errors.append(InputError(shown, f"{UNUSED} {named}{more}; check how the files are called"))

    def _list_entries(self, folder: str) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(folder) as entries:
                return list(entries)
        except OSError as error:
            self.errors.append(InputError(one_line(_relative(folder)), explain_os_error(error)))
            return []

    def _add(self, shown: str, path: str, real: str, linked: bool, beside: tuple[Sidecar, ...] = ()) -> None:
        """Add a file; of two paths to the same file, prefer one that is not a link, then the first in order."""
        # A pipe's real path (`/proc/…/pipe:[7]`) cannot be opened; its name can.
        told = tuple((sidecar, _below(path, sidecar.folder)) for sidecar in beside)
        source = Source(encodable(shown), real if os.path.exists(real) else path, told)  # noqa: PTH110
        found = linked, source
        self.sources[real] = min(found, self.sources.get(real, found))


def _below(path: str, folder: str) -> str:
    """The path of a file below a folder that was walked through to it."""
    return encodable(path[len(folder) :].replace(os.sep, "/").lstrip("/"))


def _relative(path: str) -> str:
    try:
        return os.path.relpath(path).replace(os.sep, "/")
    except (OSError, ValueError):  # the current folder is gone, or another drive
        return path.replace(os.sep, "/")
