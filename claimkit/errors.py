"""Every error that claimkit raises on purpose: one clear line that says what, where and what to do."""

from __future__ import annotations

# How the reason begins for which a file that claimkit wrote is not read.
OWN_OUTPUT = "skipped: claimkit wrote it"
# The same of rows of a metadata.csv that say something of files that are not there.
UNUSED = "rows that fit no file here:"
# The same of an article that was read, and that another version may be able to analyse (see runs/update.py).
UNANALYSED = "cannot be analysed"


class ClaimkitError(Exception):
    """Base of all errors raised on purpose; `str(error)` is one line fit for a terminal."""


class InputError(ClaimkitError):
    """One input could not be read; the others go on.

    `path` is the input as the user named it, `reason` says what is wrong and what to do.
    """

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason

    @property
    def is_own_output(self) -> bool:
        """Whether nothing is wrong: claimkit wrote it, and does not read it as news."""
        return self.reason.startswith(OWN_OUTPUT)

    @property
    def is_notice(self) -> bool:
        """Whether everything was read, and this is only worth knowing."""
        return self.reason.startswith(UNUSED)

    @property
    def is_of_analysis(self) -> bool:
        """Whether the article was read, and analysing it failed."""
        return self.reason.startswith(UNANALYSED)

    def __reduce__(self) -> tuple[type[InputError], tuple[str, str]]:
        """Errors pass between processes."""
        return type(self), (self.path, self.reason)


class NotFoundError(InputError):
    """Nothing is stored under the id that was asked for (exit code 1)."""


class UsageError(ClaimkitError):
    """The command was called with something it cannot take (exit code 2)."""


class ModelError(ClaimkitError):
    """A model that claimkit needs is missing or is not the one it was measured with."""


class WorkerError(ClaimkitError):
    """A process that read articles beside this one died."""


class StoreError(ClaimkitError):
    """The store cannot be opened, read or written."""


class MissingError(ClaimkitError):
    """Something needs a package that is not installed; the message says what to run."""
