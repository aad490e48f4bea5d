"""Who needs whom more, what changes that, by how much, and how sure are we?

>>> import unequal
>>> unequal.brief("RUS", "CHN")
>>> unequal.most_dependent("CHN").to_pandas("ranks")

Every function is a question. Its answer has typed figures (`answer.data`), tables for pandas, polars and Arrow
(`answer.to_pandas()`), and a document (`answer.save("brief.html")`; in a notebook it shows itself). Shares are fractions,
money is USD million. The data are inside the package.
"""

from __future__ import annotations

from . import answers, errors, tables
from ._unequal import __version__
from ._answer import Answer, Table
from .errors import (
    ClaimsError,
    FileError,
    InvalidValueError,
    NoAnswerError,
    ScenarioError,
    StoreError,
    TableError,
    UnequalError,
    UnknownNameError,
)
from ._scenario import Scenario
from ._session import Counterfactuals, Session

__all__ = [
    "Answer",
    "ClaimsError",
    "Counterfactuals",
    "FileError",
    "InvalidValueError",
    "NoAnswerError",
    "Scenario",
    "ScenarioError",
    "Session",
    "StoreError",
    "Table",
    "TableError",
    "UnequalError",
    "UnknownNameError",
    "__version__",
    "answers",
    "ask",
    "audit",
    "brief",
    "compare",
    "doctor",
    "ensemble",
    "episode",
    "errors",
    "exit_cost",
    "exit_cost_matrix",
    "explain",
    "leverage",
    "leverage_matrix",
    "list",
    "most_dependent",
    "pipeline",
    "priors",
    "record",
    "run",
    "scenario",
    "scenario_ensemble",
    "schema",
    "solve_many",
    "strategy",
    "table_adjust",
    "table_describe",
    "tables",
    "timeline",
]

_session = Session(progress=True)

ask = _session.ask
audit = _session.audit
brief = _session.brief
compare = _session.compare
doctor = _session.doctor
ensemble = _session.ensemble
episode = _session.episode
exit_cost = _session.exit_cost
exit_cost_matrix = _session.exit_cost_matrix
explain = _session.explain
leverage = _session.leverage
leverage_matrix = _session.leverage_matrix
list = _session.list  # noqa: A001 - the name of the question
most_dependent = _session.most_dependent
pipeline = _session.pipeline
priors = _session.priors
record = _session.record
run = _session.run
scenario = _session.scenario
scenario_ensemble = _session.scenario_ensemble
schema = _session.schema
solve_many = _session.solve_many
strategy = _session.strategy
table_adjust = _session.table_adjust
table_describe = _session.table_describe
timeline = _session.timeline
