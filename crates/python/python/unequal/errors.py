"""Why a question has no answer. Every exception of the package is an `UnequalError`."""

from __future__ import annotations

__all__ = [
    "Cancelled",
    "ClaimsError",
    "FileError",
    "InvalidValueError",
    "NoAnswerError",
    "ScenarioError",
    "StoreError",
    "TableError",
    "UnequalError",
    "UnknownNameError",
]


class UnequalError(Exception):
    """A question without an answer. The message says what was expected, and where."""

    file: str | None
    """The file with the fault."""
    line: int | None
    """Its line, from 1."""
    column: int | None
    """Its column in characters, from 1."""
    hint: str | None
    """The nearest valid names, where a name was not found."""

    def __init__(
        self,
        message: str,
        *,
        file: str | None = None,
        line: int | None = None,
        column: int | None = None,
        hint: str | None = None,
    ) -> None:
        super().__init__(message)
        self.file, self.line, self.column, self.hint = file, line, column, hint

    def __reduce__(self) -> tuple[object, ...]:
        # Exceptions travel between processes with their place.
        return _again, (type(self), self.args[0], self.file, self.line, self.column, self.hint)


def _again(
    kind: type[UnequalError], message: str, file: str | None, line: int | None, column: int | None, hint: str | None
) -> UnequalError:
    return kind(message, file=file, line=line, column=column, hint=hint)


class UnknownNameError(UnequalError, LookupError):
    """A country, group, sector, year, product or table that is not there; `hint` has the nearest."""


class InvalidValueError(UnequalError, ValueError):
    """A value that cannot be used: out of its range, or of the wrong kind."""


class FileError(UnequalError, OSError):
    """A file that cannot be read, or is of another kind than the question reads."""

    def __str__(self) -> str:
        return str(self.args[0])


class ScenarioError(UnequalError):
    """A fault in a scenario or strategy file, with its line and column."""


class ClaimsError(UnequalError):
    """A fault in a file of claims or an article, with its line and column."""


class TableError(UnequalError):
    """A table that cannot be read or does not balance."""


class NoAnswerError(UnequalError):
    """No equilibrium exists, or it was not reached; never a number."""


class StoreError(UnequalError):
    """Draws that cannot be kept or read."""


class Cancelled(UnequalError):
    """The question was given up."""
