"""Tables of one's own from data frames and arrays. Labels decide where a value belongs, never its position."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from .errors import TableError

__all__ = ["OwnTable", "from_arrays", "from_frame", "from_pymrio"]


@dataclass(frozen=True)
class OwnTable:
    """A table of one's own, as the bytes of a file that the program reads."""

    name: str
    """What answers call it; with the ending of its format and, where the content does not say it, its year."""
    content: bytes
    """The file."""


def from_frame(frame: Any, name: str, *, year: int | None = None) -> OwnTable:
    """A table from a data frame of pandas, polars or pyarrow in a layout that `--table` reads.

    A long frame has a column for each of the exporting and importing region, the sector or product, the use, and the value;
    a wide one is a published matrix with its labels in the first columns and in the header. The guide "Tables" lists the
    layouts. A frame of pandas with labels in its index is written with them.
    """
    if hasattr(frame, "to_csv"):
        text = frame.to_csv(index=_has_labels(frame.index))
    elif hasattr(frame, "write_csv"):
        text = frame.write_csv()
    elif hasattr(frame, "to_pydict"):
        text = _csv_of_columns(frame.to_pydict())
    else:
        raise TableError(f"a table of the type {type(frame).__name__}; expected a data frame of pandas, polars or pyarrow")
    return OwnTable(_file_name(name, year), text.encode("utf-8"))


def from_arrays(
    intermediate: npt.ArrayLike,
    final: npt.ArrayLike,
    value_added: npt.ArrayLike,
    *,
    industries: Sequence[tuple[str, str]],
    users: Sequence[tuple[str, str]],
    name: str,
    year: int,
) -> OwnTable:
    """A table from arrays with their labels.

    `intermediate[i, j]` is what industry `j` uses of the output of industry `i`, `final[i, k]` what user `k` does, and
    `value_added[j]` that of industry `j`, all in USD million of a year. `industries` are pairs of region and sector code, one
    a row; `users` are pairs of region and kind of final use (such as `HFCE`, `GGFC`, `GFCF`, `INVNT`).
    """
    used, bought = np.asarray(intermediate, dtype=float), np.asarray(final, dtype=float)
    added = np.asarray(value_added, dtype=float)
    count = len(industries)
    expected = {"intermediate": (count, count), "final": (count, len(users)), "value_added": (count,)}
    for what, array in {"intermediate": used, "final": bought, "value_added": added}.items():
        if array.shape != expected[what]:
            raise TableError(f"{what} has the shape {array.shape}, expected {expected[what]} for these labels")
    labels = [f"{region}_{sector}" for region, sector in industries]
    rows: list[list[object]] = [["V1", *labels, *(f"{region}_{use}" for region, use in users), "OUT"]]
    output = used.sum(axis=1) + bought.sum(axis=1)
    for label, row, uses, total in zip(labels, used, bought, output):
        rows.append([label, *row.tolist(), *uses.tolist(), float(total)])
    rows.append(["VA", *added.tolist(), *(0.0 for _ in users), 0.0])
    rows.append(["OUT", *(used.sum(axis=0) + added).tolist(), *bought.sum(axis=0).tolist(), 0.0])
    return OwnTable(_file_name(name, year), _csv(rows).encode("utf-8"))


def from_pymrio(system: Any, name: str, *, year: int, millions: float = 1.0) -> OwnTable:
    """A table from a system of pymrio (`IOSystem`) with `Z` and `Y` in money; `millions` is how many USD million one unit is.

    Value added is what output leaves after inputs, so that taxes less subsidies are part of it.
    """
    use, final = system.Z, system.Y
    if use is None or final is None:
        raise TableError("the system has no Z or no Y: expected both, in money; call calc_all() first")
    industries = [(str(region), str(sector)) for region, sector in use.index]
    use = use.reindex(index=use.index, columns=use.index) * millions
    final = final.reindex(index=use.index) * millions
    output = use.sum(axis=1) + final.sum(axis=1)
    users = [(str(region), str(kind)) for region, kind in final.columns]
    return from_arrays(
        use.to_numpy(),
        final.to_numpy(),
        (output - use.sum(axis=0)).to_numpy(),
        industries=industries,
        users=users,
        name=name,
        year=year,
    )


def _has_labels(index: Any) -> bool:
    """Whether an index of pandas says more than the rows' numbers."""
    return type(index).__name__ != "RangeIndex"


def _file_name(name: str, year: int | None) -> str:
    """A name with its year and an ending."""
    stem = name.removesuffix(".csv")
    return f"{stem}.csv" if year is None or str(year) in stem else f"{stem} {year}.csv"


def _csv_of_columns(columns: dict[str, list[Any]]) -> str:
    rows: list[Sequence[object]] = [list(columns)]
    rows += list(zip(*columns.values()))
    return _csv(rows)


def _csv(rows: Iterable[Sequence[object]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()
