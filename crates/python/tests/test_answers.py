"""Answers: figures, tables, files, documents."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
from pathlib import Path

import numpy as np
import pandas
import polars
import pyarrow
import pytest

import unequal
from unequal import answers
from unequal._answer_part import AnswerPart

PROGRAM = os.environ.get("UNEQUAL_PROGRAM")


def test_a_brief_has_typed_figures_and_sentences(session: unequal.Session) -> None:
    brief = session.brief("RUS", "CHN")
    assert isinstance(brief.data, answers.Brief)
    losses = brief.data.exit.rows[0]
    assert isinstance(losses, answers.ExitRow)
    assert "Russia" in brief.title and "real income" in brief.finding[0]
    assert brief.command is not None and brief.command.startswith("unequal brief RUS CHN --year 2022")
    assert repr(brief).startswith(brief.title)
    assert "Russia" in str(brief)


def test_losses_of_an_exit_are_fractions_whose_ratio_is_theirs(session: unequal.Session) -> None:
    pair = session.exit_cost("RUS", "CHN", year=2011).data.pairs[0]
    assert 0 < pair.second_loss < pair.first_loss < 0.1
    # Losses are measured by equivalent variation, the ratio is that of the losses.
    assert pair.ratio == pytest.approx(pair.first_loss / pair.second_loss, rel=1e-12)


def test_all_figures_are_the_rows_of_the_program_s_csv(session: unequal.Session) -> None:
    answer = session.exit_cost("RUS", "CHN")
    rows = list(csv.DictReader(io.StringIO(answer._answer.file("csv").decode())))
    tidy = answer.table().to_dict()
    assert list(tidy) == list(rows[0])
    assert [float(row["value"]) if row["value"] else None for row in rows] == tidy["value"]
    assert [row["unit"] or None for row in rows] == tidy["unit"]


def test_frames_of_every_library_hold_the_same(session: unequal.Session) -> None:
    answer = session.most_dependent("CHN")
    arrow, frame, other = answer.to_arrow("ranks"), answer.to_pandas("ranks"), answer.to_polars("ranks")
    assert isinstance(arrow, pyarrow.Table) and isinstance(frame, pandas.DataFrame)
    assert list(frame.columns) == arrow.column_names == other.columns
    assert len(frame) == arrow.num_rows == other.height == len(answer.table("ranks")) > 50
    for name in frame.columns:
        assert arrow[name].to_pylist() == other[name].to_list() == answer.table("ranks").to_dict()[name]
    assert polars.DataFrame(answer).height == len(answer.table())


def test_an_arrow_stream_is_not_copied(session: unequal.Session) -> None:
    table = session.most_dependent("CHN").table()
    addresses = [pyarrow.table(table)["value"].chunk(0).buffers()[1].address for _ in range(2)]
    assert addresses[0] == addresses[1], "both look at the memory of the answer"


def test_a_table_that_is_not_there_is_named_with_those_that_are(session: unequal.Session) -> None:
    with pytest.raises(unequal.errors.UnknownNameError, match="it has .*ranks"):
        session.most_dependent("CHN").table("nothing")


def test_files_are_written_by_their_ending(session: unequal.Session, tmp_path: Path) -> None:
    answer = session.exit_cost("RUS", "CHN")
    for ending, start in {"html": b"<!DOCTYPE", "csv": b"question,", "parquet": b"PAR1", "xlsx": b"PK", "json": b"{"}.items():
        assert answer.save(tmp_path / f"a.{ending}").read_bytes().startswith(start)
    assert pandas.read_parquet(tmp_path / "a.parquet").shape == answer.to_pandas().shape
    with pytest.raises(ValueError, match="none of the endings"):
        answer.save(tmp_path / "a.doc")
    assert not (tmp_path / "a.doc").exists()


def test_a_notebook_shows_the_document(session: unequal.Session) -> None:
    shown = session.exit_cost("RUS", "CHN")._repr_html_()
    assert shown is not None and shown.startswith("<style>") and "unequal-answer" in shown
    assert session.schema("scenario")._repr_html_() is None


def test_every_answer_reads_as_its_type(session: unequal.Session, scenarios: Path) -> None:
    embargo = scenarios / "western-embargo.toml"
    for answer in [
        session.brief("RUS", "CHN"),
        session.leverage("RUS", "CHN"),
        session.most_dependent("CHN"),
        session.record("RUS", "CHN"),
        session.run(embargo, ranges=False),
        session.scenario(embargo),
        session.compare(embargo, ranges=False),
        session.explain("DEU", "RUS", "C28", scenario=embargo),
        session.list("priors"),
        session.list("regions"),
        session.table_describe(),
        session.audit(scenarios.parent / "claims" / "2024-05.toml"),
        session.doctor(year=None, table="oecd-2022"),
    ]:
        every_field(answer.data, answer.to_dict())


def every_field(record: AnswerPart, values: dict[str, object]) -> None:
    """Every value is reached by a field, and every record among them too."""
    fields = [name for name in dir(record) if name != "to_dict"]
    known = {name.rstrip("_").replace("_", "-") for name in fields} | {"answer"}
    assert {key.replace("_", "-") for key in values} <= known, type(record).__name__
    for field in fields:
        for one in flat(getattr(record, field)):
            if isinstance(one, AnswerPart):
                every_field(one, one.to_dict())


def flat(value: object) -> list[object]:
    if isinstance(value, (list, tuple)):
        return [one for part in value for one in flat(part)]
    if isinstance(value, dict):
        return [one for part in value.values() for one in flat(part)]
    return [value]


@pytest.mark.skipif(PROGRAM is None, reason="UNEQUAL_PROGRAM names no program")
def test_figures_are_those_of_the_command_line(session: unequal.Session) -> None:
    assert PROGRAM is not None
    printed = subprocess.run([PROGRAM, "brief", "RUS", "CHN", "--format", "json"], capture_output=True, check=True)
    expected = json.loads(printed.stdout)["answer"]
    own = session.brief("RUS", "CHN").to_dict()
    own.pop("answer")
    expected.pop("answer", None)
    assert own == expected


def test_numbers_are_numbers(session: unequal.Session) -> None:
    frame = session.most_dependent("CHN").to_pandas()
    assert frame["value"].dtype == np.float64
    assert frame["estimated"].dtype == bool
