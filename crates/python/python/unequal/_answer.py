"""An answer: typed figures, tables, a document in every format."""

from __future__ import annotations

import json
from collections.abc import Mapping
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from . import _unequal, answers
from .errors import FileError

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

__all__ = ["Answer", "Table"]

T = TypeVar("T", covariant=True)


class Table:
    """Rows and columns. Shares are fractions, money is USD million; keys are codes.

    Any library that knows the Arrow PyCapsule interface takes it without copies: `pyarrow.table(t)`, `polars.DataFrame(t)`,
    `duckdb.sql("from t")`.
    """

    def __init__(self, table: _unequal.Table) -> None:
        self._table = table

    @property
    def id(self) -> str:
        """Its name in the answer; `tidy` for all figures in one layout."""
        return self._table.id

    @property
    def title(self) -> str:
        """What it shows."""
        return self._table.title

    def __len__(self) -> int:
        return len(self._table)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._table.__arrow_c_stream__(requested_schema)

    def to_dict(self) -> dict[str, list[Any]]:
        """The columns as lists."""
        return self._table.to_dict()

    def to_arrow(self) -> pyarrow.Table:
        """As a table of pyarrow, without copies."""
        import pyarrow

        return cast("pyarrow.Table", pyarrow.table(self))

    def to_pandas(self) -> pandas.DataFrame:
        """As a data frame of pandas."""
        import pandas

        return pandas.DataFrame(self.to_dict())

    def to_polars(self) -> polars.DataFrame:
        """As a data frame of polars, without copies."""
        import polars

        return polars.DataFrame(self)

    def __repr__(self) -> str:
        return f"<Table {self.id!r}: {self.title} ({len(self)} rows)>"


class Answer(Generic[T]):
    """The answer to a question.

    `data` has its typed figures, `table()` all figures in the tidy layout, `tables` the tables of its document. In a notebook
    it shows itself as a page; `print` shows it as the command line does.
    """

    def __init__(self, answer: _unequal.Answer) -> None:
        self._answer = answer
        self._data: T | None = None

    @property
    def data(self) -> T:
        """The typed answer; its classes are those of `unequal.answers`."""
        if self._data is None:
            values = self.to_dict()
            self._data = cast("T", answers.KINDS[values["answer"]](values))
        return self._data

    @property
    def title(self) -> str:
        """The title of its document."""
        return self._answer.title

    @property
    def finding(self) -> list[str]:
        """The answer in a few sentences, the most important first."""
        return self._answer.finding

    @property
    def command(self) -> str | None:
        """The command line that gives the same answer."""
        return self._answer.command

    @property
    def tables(self) -> Mapping[str, Table]:
        """The tables of its document, by their ids."""
        return {id: self.table(id) for id in self._answer.table_ids()}

    def table(self, id: str | None = None) -> Table:
        """All figures in the tidy layout, one a row with its unit, range, grade and source; or one table of the document."""
        return Table(self._answer.table(id))

    def to_arrow(self, id: str | None = None) -> pyarrow.Table:
        """`table(id)` as a table of pyarrow."""
        return self.table(id).to_arrow()

    def to_pandas(self, id: str | None = None) -> pandas.DataFrame:
        """`table(id)` as a data frame of pandas."""
        return self.table(id).to_pandas()

    def to_polars(self, id: str | None = None) -> polars.DataFrame:
        """`table(id)` as a data frame of polars."""
        return self.table(id).to_polars()

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self.table().__arrow_c_stream__(requested_schema)

    def to_dict(self) -> dict[str, Any]:
        """The typed answer as plain values, as in the program's JSON."""
        return cast("dict[str, Any]", json.loads(self._answer.json()))

    def document(self) -> dict[str, Any] | None:
        """The document as plain values; `None` for an answer that is a text."""
        text = self._answer.document_json()
        return None if text is None else cast("dict[str, Any]", json.loads(text))

    def html(self) -> str:
        """A page in one file."""
        return self._answer.file("html").decode("utf-8")

    def save(self, path: str | PathLike[str]) -> Path:
        """Writes a file. Its ending chooses the format: `.html`, `.csv`, `.parquet`, `.xlsx`, `.json` or `.txt`."""
        target = Path(fspath(path))
        content = self._answer.file(_unequal.Answer.format_of(target))
        try:
            target.write_bytes(content)
        except OSError as error:
            raise FileError(f"cannot write {target}: {error.strerror}", file=str(target)) from error
        return target

    def __str__(self) -> str:
        return self._answer.text(100)

    def __repr__(self) -> str:
        return "\n".join([self.title or "An answer in words", *self.finding])

    def _repr_html_(self) -> str | None:
        return self._answer.fragment() if self.title else None
