"""Every question of the program is a typed function, and refuses what the program refuses."""

from __future__ import annotations

import inspect
import json
import pickle
import signal
import threading
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import unequal
from unequal import Scenario, _unequal, errors

SCHEMA: dict[str, Any] = json.loads(_unequal.question_schema())


def fields(variant: dict[str, Any]) -> set[str]:
    own = set(variant["properties"])
    if "$ref" in variant:
        own |= set(SCHEMA["$defs"][variant["$ref"].split("/")[-1]]["properties"])
    return own - {"question"}


@pytest.mark.parametrize("variant", SCHEMA["oneOf"], ids=lambda one: one["properties"]["question"]["const"])
def test_every_question_is_a_function_with_its_fields(variant: dict[str, Any]) -> None:
    name = variant["properties"]["question"]["const"].replace("-", "_")
    method = getattr(unequal.Session, name)
    parameters = {one.rstrip("_") for one in inspect.signature(method).parameters} - {"self", "client"}
    assert parameters == fields(variant)
    assert getattr(unequal, name).__doc__ == method.__doc__ and len(method.__doc__) > 20
    assert name in unequal.__all__


def test_a_scenario_built_in_python_is_that_of_a_file(session: unequal.Session, scenarios: Path) -> None:
    built = (
        Scenario("A complete Western embargo on Russia", year=2022)
        .pair("RUS", "CHN")
        .embargo(by="WEST", on="RUS", name="embargo")
    )
    own = session.run(built, ranges=False).data
    shipped = session.run(scenarios / "western-embargo.toml", ranges=False).data
    assert [party.to_dict() for party in own.parties] == [party.to_dict() for party in shipped.parties]


def test_a_text_and_a_path_are_the_same_scenario(session: unequal.Session, scenarios: Path) -> None:
    path = scenarios / "us-china-tariff.toml"
    by_text = session.run(path.read_text(encoding="utf-8"), ranges=False).data
    by_path = session.run(path, ranges=False).data
    assert [party.to_dict() for party in by_text.parties] == [party.to_dict() for party in by_path.parties]


def test_every_kind_of_measure_has_a_method() -> None:
    kinds = {
        name
        for name, content in json.loads(str(unequal.schema("scenario")))["properties"].items()
        if content.get("type") == "array"
    }
    assert kinds <= {name for name in dir(Scenario) if not name.startswith("_")}


def test_texts_of_scenarios_are_toml() -> None:
    text = Scenario('With "quotes" and \\ and\ttabs', deficits="share").embargo(by=["USA", "EU27"], on="RUS").text
    assert 'title = "With \\"quotes\\" and \\\\ and\\u0009tabs"' in text
    assert 'by = ["USA", "EU27"]' in text
    with pytest.raises(errors.InvalidValueError):
        _ = Scenario().tariff(by="USA", on="CHN", rate=float("nan")).text


def test_names_of_measures_are_unique() -> None:
    text = Scenario().embargo(by="USA", on="RUS").embargo(by="EU27", on="RUS").text
    assert 'name = "embargo"' in text and 'name = "embargo 2"' in text


def test_errors_are_a_tree_with_places_and_hints(session: unequal.Session) -> None:
    with pytest.raises(errors.UnknownNameError) as unknown:
        session.brief("RUS", "CHNN")
    assert unknown.value.hint and "CHN" in unknown.value.hint
    with pytest.raises(errors.ScenarioError) as fault:
        session.run('title = "x"\n[[embargo]]\nname = "a"\nby = "WEST"\non = "CNH"\n')
    assert (fault.value.line, fault.value.column) == (5, 6)
    assert fault.value.file == "text.toml"
    with pytest.raises(errors.InvalidValueError):
        session.exit_cost("RUS", "CHN", elasticity=-3)
    with pytest.raises(errors.FileError) as missing:
        session.run("not-there.toml")
    assert missing.value.file == "not-there.toml"
    with pytest.raises(errors.UnknownNameError):
        session.brief("RUS", "CHN", year=1950)
    assert issubclass(errors.FileError, unequal.UnequalError)
    again = pickle.loads(pickle.dumps(fault.value))
    assert (type(again), again.line, str(again)) == (type(fault.value), 5, str(fault.value))


def test_calls_that_the_workbench_shows_are_calls(scenarios: Path) -> None:
    first, second = scenarios / "us-china-tariff.toml", scenarios / "us-china-decoupling.toml"
    assert unequal.compare([first, second], ranges=False).to_dict() == unequal.compare(first, second, ranges=False).to_dict()
    embedded = unequal.exit_cost("RUS", "CHN", table={"embedded": "oecd-2022"}).data.pairs[0]
    assert embedded == unequal.exit_cost("RUS", "CHN", table="oecd-2022").data.pairs[0]
    own = unequal.exit_cost("RUS", "CHN", elasticity={"sectors": {"energy": 1.0}, "others": 4.0}).data.pairs[0]
    assert own == unequal.exit_cost("RUS", "CHN", elasticity={"energy": 1.0}).data.pairs[0]
    assert unequal.explain("DEU", "RUS", "C28", scenarios / "western-embargo.toml").data.sector[0] == "C28"


def test_an_unknown_field_of_a_question_is_refused(session: unequal.Session) -> None:
    with pytest.raises(errors.InvalidValueError, match="colour"):
        session.ask({"question": "brief", "first": "RUS", "second": "CHN", "colour": "red"})


def test_an_interrupt_ends_a_question_soon(session: unequal.Session) -> None:
    started = time.monotonic()
    raised: list[float] = []

    def interrupt() -> None:
        time.sleep(0.5)
        raised.append(time.monotonic())
        signal.raise_signal(signal.SIGINT)

    thread = threading.Thread(target=interrupt)
    thread.start()
    with pytest.raises(KeyboardInterrupt):
        session.ensemble("RUS", "CHN", draws=100_000)
    thread.join()
    # The bound is 0.2 s on a machine that does nothing else; here others may be at work.
    assert time.monotonic() - raised[0] < 2
    assert raised[0] > started
    assert session.exit_cost("RUS", "CHN").data.pairs, "the session answers the next question"


def test_progress_is_told(session: unequal.Session) -> None:
    told: list[tuple[int, int, str]] = []
    watched = unequal.Session(progress=lambda done, total, what: told.append((done, total, what)))
    watched.ensemble("RUS", "CHN", draws=128)
    assert told[-1] == (128, 128, "draws")


def test_what_the_progress_raises_ends_the_question() -> None:
    class Enough(Exception):
        pass

    def stop(done: int, total: int, what: str) -> None:
        raise Enough

    with pytest.raises(Enough):
        unequal.Session(progress=stop).ensemble("RUS", "CHN", draws=4096)


def test_threads_share_a_session(session: unequal.Session) -> None:
    partners = ["CHN", "DEU", "USA", "IND"]
    alone = {code: session.exit_cost("RUS", code).to_dict() for code in partners}
    found: dict[str, Any] = {}
    threads = [
        threading.Thread(target=lambda code=code: found.update({code: session.exit_cost("RUS", code).to_dict()}))
        for code in partners
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == alone


def test_python_goes_on_while_a_world_is_solved() -> None:
    counted = 0
    done = threading.Event()

    def count() -> None:
        nonlocal counted
        while not done.is_set():
            counted += 1
            time.sleep(0.001)

    thread = threading.Thread(target=count)
    thread.start()
    unequal.Session().exit_cost_matrix(year=2011)
    done.set()
    thread.join()
    assert counted > 20


def test_many_counterfactuals(session: unequal.Session) -> None:
    flows = [("WEST", "RUS"), ("RUS", "WEST"), ("CHN", "RUS", "machinery")]
    changes = np.array([[0.0, 0.0, 0.0], [0.1, 0.0, 0.0], [0.2, 0.0, 0.0], [np.inf, np.inf, 0.0], [0.0, 0.0, -0.05]])
    solved = session.solve_many(changes, flows)
    russia = solved.real_income[:, solved.regions.index("RUS")]
    assert solved.real_income.shape == (5, len(solved.regions)) and not solved.failures
    assert np.abs(solved.real_income[0]).max() < 1e-9, "nothing changes where no cost does"
    assert 0 > russia[1] > russia[2] > russia[3], "dearer is worse, and no trade at all the worst"
    assert russia[4] > 0, "cheaper machinery is a gain"
    # A row does not depend on the others.
    alone = session.solve_many(changes[2:3], flows).real_income
    assert np.array_equal(alone[0], solved.real_income[2])
    embargo = session.run(Scenario(year=solved.year, deficits="balanced").embargo(by="WEST", on="RUS"), ranges=False)
    together = {party.code: party.together for party in embargo.data.parties}
    assert russia[3] == pytest.approx(together["RUS"], rel=1e-6)


def test_changes_of_costs_that_mean_nothing_are_refused(session: unequal.Session) -> None:
    for changes in ([[-1.0]], [[float("nan")]], [[0.1, 0.1]]):
        with pytest.raises(errors.InvalidValueError):
            session.solve_many(changes, [("WEST", "RUS")])
    with pytest.raises(errors.UnknownNameError):
        session.solve_many([0.1], [("WEST", "RUSS")])


def test_numbers_of_numpy_and_pandas_are_numbers(session: unequal.Session) -> None:
    rates = np.linspace(0.1, 0.3, 3)
    text = Scenario(year=np.int64(2022)).tariff(by="USA", on="CHN", rate=rates[1]).text
    assert "rate = 0.2" in text and "year = 2022" in text
    assert Scenario().embargo(by=np.array(["USA", "JPN"]), on="RUS").text == Scenario().embargo(by=["USA", "JPN"], on="RUS").text
    by_numpy = session.solve_many(rates, [("USA", "CHN")], year=int(np.int64(2011)), elasticity=float(np.float32(4)))
    same = session.solve_many(list(rates), [("USA", "CHN")], year=np.int64(2011), elasticity=np.float32(4))  # type: ignore[arg-type]
    assert np.array_equal(by_numpy.real_income, same.real_income)


def test_a_list_that_changes_later_does_not_change_a_scenario() -> None:
    parties = ["USA"]
    scenario = Scenario().embargo(by=parties, on="RUS")
    parties.append("JPN")
    assert "JPN" not in scenario.text


def test_what_is_no_array_or_flow_is_refused_in_words(session: unequal.Session) -> None:
    flows = [("USA", "CHN")]
    for changes in (np.zeros((1, 1, 1)), [["a"]], None, [[1j]], np.ma.masked_array([[0.1]], mask=[[True]])):
        with pytest.raises(errors.InvalidValueError):
            session.solve_many(changes, flows)  # type: ignore[arg-type]
    for wrong in (("USA", "CHN"), "USA", [("USA",)], [("USA", "CHN", "A", "B")], [("USA", ["CHN"])]):
        with pytest.raises(errors.InvalidValueError):
            session.solve_many([0.1], wrong)  # type: ignore[arg-type]
    with pytest.raises(errors.InvalidValueError, match="across a border"):
        session.solve_many([0.1], [("USA", "USA")])
    with pytest.raises(errors.InvalidValueError, match="the code or name"):
        session.brief(["RUS"], "CHN")  # type: ignore[arg-type]
    with pytest.raises(errors.InvalidValueError, match="from_frame"):
        session.exit_cost("RUS", "CHN", table=[1, 2])  # type: ignore[arg-type]
    with pytest.raises(errors.InvalidValueError):
        session.exit_cost("RUS", "CHN", elasticity=float("nan"))
    with pytest.raises(errors.InvalidValueError):
        unequal.Session(memory=-1)


def test_members_that_a_table_does_not_show_are_told(session: unequal.Session) -> None:
    assert "NOR" in session.solve_many([0.1], [("WEST", "RUS")], year=2011).missing
    assert not session.solve_many([0.1], [("WORLD", "RUS", "goods")], year=2022).missing
