"""A session: the world, prepared once, and questions to it."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from os import PathLike, fspath
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt

from . import _unequal, answers
from ._answer import Answer
from ._scenario import Scenario
from .errors import InvalidValueError
from .tables import OwnTable

if TYPE_CHECKING:
    import pandas
    from dask.distributed import Client

__all__ = ["Counterfactuals", "Elasticity", "File", "Flow", "Session", "TableLike"]

File: TypeAlias = "str | PathLike[str] | Scenario"
"""A file by its path, a text with more than one line, or a scenario built in Python."""
TableLike: TypeAlias = "str | PathLike[str] | OwnTable | Mapping[str, str]"
"""A file or folder, the name of an embedded table (`"oecd-2022"`), or a table made by `unequal.tables`."""
Elasticity: TypeAlias = "float | str | Mapping[str, Any]"
"""A common trade elasticity from 0.1 to 50, the name of a published set, or own values by sector or group of sectors, with 4 in
the others; `{"sectors": {...}, "others": ...}` says what holds there."""
Flow: TypeAlias = "tuple[str, ...]"
"""Seller, buyer and, if wanted, a sector or group of sectors."""
Progress: TypeAlias = Callable[[int, int, str], object]
"""Told of steps done, of how many, and what they are."""

T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Counterfactuals:
    """What becomes of real incomes in many counterfactuals."""

    year: int
    """Year of the table."""
    regions: list[str]
    """Codes of the regions, the columns of `real_income`."""
    real_income: npt.NDArray[np.float64]
    """Change of real income, `[row, region]`, a fraction (-0.01 is a loss of 1 %); not a number without an equilibrium."""
    failures: list[tuple[int, str]]
    """Rows without an equilibrium, with the reason."""
    missing: list[str]
    """Members of the flows' groups that the table does not show separately."""

    def to_pandas(self) -> pandas.DataFrame:
        """A data frame with a row a counterfactual and a column a region."""
        import pandas

        return pandas.DataFrame(self.real_income, columns=self.regions)


class Session:
    """The world, prepared once, and questions to it. Threads may share a session.

    The functions of the module, such as `unequal.brief`, put their questions to one session of their own.
    """

    def __init__(self, *, memory: int | None = None, progress: bool | Progress = False) -> None:
        """`memory` is the estimated size, bytes, up to which prepared tables and worlds are kept (384 MiB if absent).

        `progress` shows how far an answer is: `True` by a bar of `tqdm`, or a function that is told of steps done, of how
        many, and what they are.
        """
        if memory is not None and memory < 0:
            raise InvalidValueError(f"memory is {memory}, expected a number of bytes from 0")
        self._session = _unequal.Session(memory)
        self._progress = progress
        self._added: dict[str, OwnTable] = {}

    def ask(self, question: Mapping[str, Any]) -> Answer[Any]:
        """Any question as data, as `unequal.schema("question")` describes it."""
        with self._shown() as progress:
            return Answer(self._session.answer(_json(question), progress))

    # The questions, in the order of the command line's help.

    def brief(
        self,
        first: str,
        second: str,
        *,
        year: int | None = None,
        table: TableLike | None = None,
        elasticity: float | None = None,
        elasticities: Mapping[str, float] | None = None,
        embargo_by: str | None = None,
        embargo_on: str | None = None,
        grouping: answers.Grouping | None = None,
    ) -> Answer[answers.Brief]:
        """The balance between two countries or groups: what each would lose if they stopped trading, and how sure that is.

        `year` is 1995 to 2023; the latest table if absent. Losses are fractions of real income. For a country that no table
        shows, the answer is the record of its trade.
        """
        return self._asked("brief", locals())

    def doctor(self, *, table: TableLike | None = None, year: int | None = None) -> Answer[answers.Examination]:
        """Whether a table can be trusted, or every embedded one: identities, estimates, and a solve in which nothing happens."""
        return self._asked("doctor", locals())

    def exit_cost(
        self,
        first: str,
        second: str,
        *,
        year: int | None = None,
        table: TableLike | None = None,
        elasticity: Elasticity | None = None,
        closure: answers.Closure | None = None,
    ) -> Answer[answers.ExitCosts]:
        """What the end of a partnership costs each side, as fractions of real income (Caliendo and Parro 2015)."""
        return self._asked("exit-cost", locals())

    def exit_cost_matrix(
        self,
        *,
        year: int | None = None,
        table: TableLike | None = None,
        elasticity: Elasticity | None = None,
        ranges: bool = False,
    ) -> Answer[answers.ExitCosts]:
        """The exit costs of every pair of the table's regions.

        With `ranges` every pair is solved under every published set of trade elasticities too: seven times the work.
        """
        return self._asked("exit-cost-matrix", locals())

    def ensemble(
        self,
        first: str,
        second: str,
        draws: int = 4096,
        *,
        year: int | None = None,
        table: TableLike | None = None,
        store: str | PathLike[str] | None = None,
        part: tuple[int, int] | None = None,
        client: Client | None = None,
    ) -> Answer[answers.Ensemble]:
        """A pair's exit cost under drawn trade elasticities, each draw solved.

        `draws` are rounded up to whole shards of 128. In a `store`, a folder, every shard is a Parquet file; a second call
        computes only what is missing. `part=(1, 4)` computes the first of four parts of a store. With a `client` of Dask
        the shards are computed by its workers, and the bytes are the same.
        """
        return self._drawn("ensemble", locals())

    def scenario_ensemble(
        self,
        file: File,
        draws: int = 2048,
        *,
        indices: bool = False,
        trajectories: int = 0,
        table: TableLike | None = None,
        store: str | PathLike[str] | None = None,
        part: tuple[int, int] | None = None,
        client: Client | None = None,
    ) -> Answer[answers.ScenarioEnsemble]:
        """A scenario's effects under drawn trade elasticities and uncertain parameters, each draw solved.

        `indices` lays draws out for total indices (Saltelli et al. 2010), `trajectories` is the number of those that screen
        every sector's elasticity (Morris 1991). Stores, parts and clients are those of `ensemble`.
        """
        return self._drawn("scenario-ensemble", locals())

    def leverage(
        self,
        first: str,
        second: str,
        *,
        year: int | None = None,
        table: TableLike | None = None,
        elasticity: Elasticity | None = None,
        scenario: File | None = None,
    ) -> Answer[answers.PairLeverage]:
        """Who depends more on whom by every indicator of leverage; with a `scenario`, under its measures too."""
        return self._asked("leverage", locals())

    def most_dependent(
        self,
        partner: str,
        *,
        year: int | None = None,
        table: TableLike | None = None,
        elasticity: Elasticity | None = None,
    ) -> Answer[answers.LeverageTable]:
        """Who depends most on one partner; the table `ranks` is the ranking."""
        return self._asked("most-dependent", locals())

    def leverage_matrix(
        self,
        *,
        year: int | None = None,
        table: TableLike | None = None,
        elasticity: Elasticity | None = None,
        exact: bool | None = None,
    ) -> Answer[answers.LeverageTable]:
        """Every indicator of all pairs, and how far the indicators agree. `exact` solves every exit cost instead of estimating."""
        return self._asked("leverage-matrix", locals())

    def timeline(
        self, first: str, second: str, *, elasticity: float | None = None, events: File | None = None
    ) -> Answer[answers.Timeline]:
        """Decades of a pair: shares of trade, exit costs, breaks and regimes, and when the balance reversed."""
        return self._asked("timeline", locals())

    def record(
        self, first: str, second: str, *, product: str | None = None, from_: int | None = None
    ) -> Answer[answers.Record]:
        """What was recorded of trade between two countries or groups, source beside source, USD million; from a year on."""
        return self._asked("record", locals())

    def run(
        self,
        file: File,
        *,
        table: TableLike | None = None,
        elasticity: Elasticity | None = None,
        elasticities: Mapping[str, float] | None = None,
        ranges: bool | None = None,
    ) -> Answer[answers.RunAnswer]:
        """What the measures of a scenario do: each alone, all together, who pays and who receives."""
        return self._asked("run", locals())

    def scenario(
        self,
        file: File,
        *,
        table: TableLike | None = None,
        elasticity: Elasticity | None = None,
        elasticities: Mapping[str, float] | None = None,
        ranges: bool | None = None,
    ) -> Answer[answers.Explanation]:
        """A scenario with every default filled in, without solving it."""
        return self._asked("scenario", locals())

    def explain(
        self, seller: str, buyer: str, sector: str, scenario: File, *, table: TableLike | None = None
    ) -> Answer[answers.FlowExplained]:
        """Which measure of a scenario puts which wedge on one flow, and who receives it."""
        return self._asked("explain", locals())

    def compare(
        self, *files: File | Sequence[File], table: TableLike | None = None, ranges: bool | None = None
    ) -> Answer[answers.Comparison]:
        """Several scenarios side by side, each an argument, or all of them in a list."""
        return self._asked("compare", locals())

    def audit(self, file: File, *, published: str | None = None) -> Answer[answers.AuditAnswer]:
        """Whether stated figures can all be true, and what the data say of them.

        `file` is a file of claims (TOML) or an article; an article given as a text with several lines is read as plain
        text. `published` is its month, such as `"2024-05"`.
        """
        return self._asked("audit", locals())

    def episode(self) -> Answer[answers.Episode]:
        """The American threat to banks of December 2023: fitted to March 2024, compared with April to June."""
        return self._asked("episode", locals())

    def pipeline(self, file: File) -> Answer[answers.PipelineAnswer]:
        """A gas pipeline as a bargain. Speculative."""
        return self._asked("pipeline", locals())

    def strategy(self, file: File) -> Answer[answers.StrategyAnswer]:
        """Games on the model's payoffs: conditional statements, no forecasts."""
        return self._asked("strategy", locals())

    def table_describe(
        self,
        *,
        table: TableLike | None = None,
        year: int | None = None,
        regions: File | None = None,
        sectors: File | None = None,
    ) -> Answer[answers.Description]:
        """What a table holds; `regions` and `sectors` are csv files by which they are added up."""
        return self._asked("table-describe", locals())

    def table_adjust(
        self, records: File, *, table: TableLike | None = None, year: int | None = None
    ) -> Answer[answers.Adjustment]:
        """A table moved to trade that is known better: what changes, in a csv of records."""
        return self._asked("table-adjust", locals())

    def list(
        self, of: answers.ListOf, *, year: int | None = None
    ) -> Answer[answers.Listing]:
        """Which countries, groups, sectors, years and elasticities can be asked about, and the priors."""
        return self._asked("list", locals())

    def priors(
        self, file: File | None = None, *, table: TableLike | None = None
    ) -> Answer[answers.PriorsAnswer]:
        """What is uncertain in the program's ranges, by how much and on what evidence; with a scenario, what it replaces."""
        return self._asked("priors", locals())

    def schema(self, of: Literal["scenario", "strategy", "question"]) -> Answer[answers.SchemaAnswer]:
        """The JSON schema of a kind of file, or of questions."""
        return self._asked("schema", locals())

    def solve_many(
        self,
        changes: npt.ArrayLike,
        flows: Sequence[Flow],
        *,
        year: int | None = None,
        table: TableLike | None = None,
        elasticity: Elasticity | None = None,
        deficits: answers.Deficits | None = None,
    ) -> Counterfactuals:
        """One counterfactual for each row of `changes`.

        `changes[row, flow]` is the change of the iceberg trade cost of a flow, a fraction: 0.1 raises it by 10 %, 1.0 doubles
        it, infinity ends the trade. (The `cost` of a scenario's `iceberg` is another thing: the share that is used up.) Flows
        are (seller, buyer) or (seller, buyer, sector), of countries, groups or `"WORLD"`; a sector may be a group of sectors,
        `"goods"` or `"services"`. What a country sells to itself is no flow. Where flows overlap, factors multiply. An array of
        one dimension is a column. Equations G1 to G11 of the book.
        """
        array = _changes(changes)
        given = {"year": year, "table": table, "elasticity": elasticity, "deficits": deficits}
        question = {**self._given(given), "flows": [_flow(flow) for flow in _listed(flows)]}
        with self._shown() as progress:
            solved = self._session.counterfactuals(_json(question), array, progress)
        return Counterfactuals(solved.year, solved.regions, solved.real_income, solved.failures, solved.missing)

    # From a call to a question.

    def _asked(self, kind: str, given: Mapping[str, Any]) -> Answer[Any]:
        return self.ask({"question": kind, **self._given(given)})

    def _drawn(self, kind: str, given: Mapping[str, Any]) -> Answer[Any]:
        client = given["client"]
        question = {"question": kind, **self._given({key: value for key, value in given.items() if key != "client"})}
        if client is None:
            return self.ask(question)
        from ._ensembles import spread

        with self._shown() as progress:
            return Answer(spread(self._session, question, client, list(self._added.values()), progress))

    def _given(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The values that were given, as a question has them."""
        return {
            key.rstrip("_"): self._value(key, value)
            for key, value in values.items()
            if key != "self" and value is not None
        }

    def _value(self, key: str, value: Any) -> Any:
        if key == "table":
            return self._table(value)
        if key == "files":
            return [_source(one) for one in _flat(value)]
        if key in ("file", "scenario", "records", "events", "regions", "sectors"):
            return _source(value)
        if key == "part" and not isinstance(value, Mapping):
            number, of = value
            return {"number": number, "of": of}
        if key == "elasticity" and isinstance(value, Mapping) and "sectors" not in value:
            return {"sectors": dict(value)}
        if key in _NAMES and not isinstance(value, str):
            raise InvalidValueError(f"{key} is a {type(value).__name__}, expected the code or name as a text")
        return fspath(value) if isinstance(value, PathLike) else value

    def _table(self, table: TableLike) -> dict[str, str]:
        if isinstance(table, Mapping):
            return dict(table)
        if not isinstance(table, (str, PathLike, OwnTable)):
            raise InvalidValueError(
                f"table is a {type(table).__name__}, expected a file, the name of an embedded table, or what "
                "unequal.tables.from_frame, from_arrays or from_pymrio makes"
            )
        if isinstance(table, OwnTable):
            if self._added.get(table.name) != table:
                self._session.add_table(table.name, table.content, table.year)
                self._added[table.name] = table
            return {"table": table.name}
        name = fspath(table)
        return {"embedded": name} if name in _EMBEDDED else {"path": name}

    @contextmanager
    def _shown(self) -> Generator[Progress | None]:
        """What is told of the progress of one answer."""
        if self._progress is not True:
            yield self._progress or None
            return
        try:
            from tqdm.auto import tqdm
        except ImportError:
            yield None
            return
        with tqdm(disable=None, leave=False) as bar:

            def show(done: int, total: int, what: str) -> None:
                bar.total, bar.n = total, done
                bar.set_description(what, refresh=False)
                bar.refresh()

            yield show


def _flat(files: Sequence[File | Sequence[File]]) -> Sequence[File]:
    flat: list[File] = []
    for one in files:
        if isinstance(one, (str, PathLike, Scenario)):
            flat.append(one)
        else:
            flat.extend(one)
    return flat


def _json(question: Mapping[str, Any]) -> str:
    """A question as JSON; numbers of numpy are taken as Python's."""

    def plain(value: Any) -> Any:
        if hasattr(value, "tolist"):
            return value.tolist()
        raise TypeError(f"a value of the type {type(value).__name__}, expected a number, text, list or mapping")

    try:
        return json.dumps(dict(question), default=plain, allow_nan=False)
    except (TypeError, ValueError) as error:
        raise InvalidValueError(f"the question cannot be asked: {error}") from error


def _changes(changes: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """An array of two dimensions in the order that the program reads."""
    if np.ma.isMaskedArray(changes) and np.ma.getmaskarray(changes).any():
        raise InvalidValueError("changes has masked values, expected a number in each cell")
    try:
        array = np.asarray(changes)
        if np.iscomplexobj(array):
            raise InvalidValueError("changes has complex numbers, expected real ones")
        array = np.ascontiguousarray(array, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise InvalidValueError(f"changes is no array of numbers: {error}") from error
    if array.ndim == 1:
        array = array.reshape(-1, 1)
    if array.ndim != 2:
        raise InvalidValueError(f"changes has {array.ndim} dimensions, expected two: a row a counterfactual, a column a flow")
    return array


def _listed(flows: Sequence[Flow]) -> Sequence[Flow]:
    if isinstance(flows, str) or (len(flows) > 0 and all(isinstance(one, str) for one in flows)):
        raise InvalidValueError(f"flows is {flows!r}, expected a list of (seller, buyer) or (seller, buyer, sector)")
    return flows


def _flow(flow: Flow) -> dict[str, str]:
    """A flow of a question."""
    if isinstance(flow, str) or not 2 <= len(flow) <= 3 or not all(isinstance(one, str) for one in flow):
        raise InvalidValueError(f"a flow is {flow!r}, expected (seller, buyer) or (seller, buyer, sector)")
    return dict(zip(("seller", "buyer", "sector"), flow))


_NAMES = frozenset({"first", "second", "partner", "seller", "buyer", "sector", "product", "embargo_by", "embargo_on"})
_EMBEDDED = frozenset({"oecd-2022"})


def _source(file: File) -> dict[str, str]:
    """A file of a question: a path, or a text with a name."""
    if isinstance(file, Scenario):
        return {"name": f"{file.title}.toml", "text": file.text}
    if isinstance(file, str) and "\n" in file:
        return {"name": "text.toml" if _is_toml(file) else "text.txt", "text": file}
    return {"path": fspath(file)}


def _is_toml(text: str) -> bool:
    """Whether a text looks like TOML rather than prose: its first line that is no comment is a key or a table."""
    for line in text.splitlines():
        words = line.strip()
        if words and not words.startswith("#"):
            return words.startswith("[") or "=" in words.split('"')[0]
    return False
