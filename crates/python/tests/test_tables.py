"""Tables of one's own from frames, arrays and pymrio."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas
import polars
import pymrio
import pytest

import unequal
from unequal import tables

REGIONS = ("AAA", "BBB", "CCC")
SECTORS = ("C10T12", "C28", "H49")
INDUSTRIES = [(region, sector) for region in REGIONS for sector in SECTORS]
USERS = [(region, "HFCE") for region in REGIONS]


def system() -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """A world of three regions in which every industry uses 40 % of its output's value as inputs."""
    random = np.random.default_rng(1)
    final = random.uniform(50, 150, (9, 3))
    shares = random.uniform(0.5, 1.5, (9, 9))
    shares *= 0.4 / shares.sum(axis=0)
    output = np.linalg.solve(np.eye(9) - shares, final.sum(axis=1))
    use = shares * output
    return use, final, output - use.sum(axis=0)


def test_arrays_with_labels_are_a_table(session: unequal.Session) -> None:
    use, final, added = system()
    table = tables.from_arrays(use, final, added, industries=INDUSTRIES, users=USERS, name="mine", year=2020)
    described = session.table_describe(table=table).data
    assert described.year == 2020
    assert described.value_added == pytest.approx(added.sum(), rel=1e-9)
    assert described.output == pytest.approx(use.sum() + final.sum(), rel=1e-9)
    exit_cost = session.exit_cost("AAA", "BBB", table=table, elasticity=4).data
    assert exit_cost.pairs[0].first_loss > 0


def test_labels_decide_and_not_the_position(session: unequal.Session) -> None:
    use, final, added = system()
    order = np.random.default_rng(2).permutation(9)
    mixed = tables.from_arrays(
        use[np.ix_(order, order)],
        final[order][:, ::-1],
        added[order],
        industries=[INDUSTRIES[place] for place in order],
        users=USERS[::-1],
        name="mixed",
        year=2020,
    )
    straight = tables.from_arrays(use, final, added, industries=INDUSTRIES, users=USERS, name="straight", year=2020)
    costs = [session.exit_cost("AAA", "CCC", table=one).data.pairs[0] for one in (mixed, straight)]
    assert costs[0].first_loss == pytest.approx(costs[1].first_loss, rel=1e-9)
    assert costs[0].second_loss == pytest.approx(costs[1].second_loss, rel=1e-9)


def long_frame() -> pandas.DataFrame:
    use, final, added = system()
    rows = [
        {"exporter": i, "sector": s, "importer": j, "use": t, "value": use[a, b]}
        for a, (i, s) in enumerate(INDUSTRIES)
        for b, (j, t) in enumerate(INDUSTRIES)
    ]
    rows += [
        {"exporter": i, "sector": s, "importer": j, "use": "HFCE", "value": final[a, k]}
        for a, (i, s) in enumerate(INDUSTRIES)
        for k, (j, _) in enumerate(USERS)
    ]
    return pandas.DataFrame(rows)


def test_long_frames_of_every_library_are_the_same_table(session: unequal.Session) -> None:
    frame = long_frame()
    found = []
    for number, one in enumerate([frame, polars.from_pandas(frame), polars.from_pandas(frame).to_arrow(), frame.sample(frac=1, random_state=1)]):
        table = tables.from_frame(one, f"long-{number}", year=2020)
        found.append(session.exit_cost("AAA", "BBB", table=table).data.pairs[0].first_loss)
    assert found == pytest.approx([found[0]] * 4, rel=1e-9)
    use, final, added = system()
    straight = tables.from_arrays(use, final, added, industries=INDUSTRIES, users=USERS, name="arrays", year=2020)
    assert found[0] == pytest.approx(session.exit_cost("AAA", "BBB", table=straight).data.pairs[0].first_loss, rel=1e-9)


def test_a_system_of_pymrio_is_a_table(session: unequal.Session) -> None:
    world = pymrio.load_test()
    table = tables.from_pymrio(world, "pymrio-test", year=2015)
    described = session.table_describe(table=table).data
    assert described.output == pytest.approx(float(world.Z.to_numpy().sum() + world.Y.to_numpy().sum()), rel=1e-9)
    assert len(described.regions) == 6


def test_what_is_no_table_is_refused(session: unequal.Session) -> None:
    use, final, added = system()
    with pytest.raises(unequal.errors.TableError, match=r"final has the shape \(9, 2\)"):
        tables.from_arrays(use, final[:, :2], added, industries=INDUSTRIES, users=USERS, name="mine", year=2020)
    with pytest.raises(unequal.errors.TableError):
        tables.from_frame([1, 2, 3], "mine")
    broken = tables.from_arrays(use, final, added * 3, industries=INDUSTRIES, users=USERS, name="broken", year=2020)
    assert not session.doctor(table=broken).data.healthy
    sound = tables.from_arrays(use, final, added, industries=INDUSTRIES, users=USERS, name="sound", year=2020)
    assert session.doctor(table=sound).data.healthy


def test_a_frame_of_two_levels_is_a_matrix(session: unequal.Session) -> None:
    use, final, added = system()
    rows = pandas.MultiIndex.from_tuples(INDUSTRIES, names=["region", "sector"])
    columns = pandas.MultiIndex.from_tuples([*INDUSTRIES, *USERS], names=["region", "sector"])
    frame = pandas.DataFrame(np.hstack([use, final]), index=rows, columns=columns)
    frame.loc[("VA", ""), :] = [*added, 0.0, 0.0, 0.0]
    found = session.exit_cost("AAA", "BBB", table=tables.from_frame(frame, "two levels", year=2020)).data.pairs[0]
    straight = tables.from_arrays(use, final, added, industries=INDUSTRIES, users=USERS, name="arrays 2", year=2020)
    expected = session.exit_cost("AAA", "BBB", table=straight).data.pairs[0]
    assert found.first_loss == pytest.approx(expected.first_loss, rel=1e-9)


def test_the_year_is_what_is_given(session: unequal.Session) -> None:
    use, final, added = system()
    named = tables.from_arrays(
        use, final, added, industries=INDUSTRIES, users=USERS, name="my 2016 release", year=2011
    )
    assert session.table_describe(table=named).data.year == 2011
    assert "content" not in repr(named)
    two = pandas.concat([long_frame().assign(year=2010), long_frame().assign(year=2011, value=lambda frame: frame["value"] * 2)])
    described = [session.table_describe(table=tables.from_frame(two, f"two {year}", year=year)).data for year in (2010, 2011)]
    assert described[1].output == pytest.approx(2 * described[0].output, rel=1e-9)
    with pytest.raises(unequal.errors.TableError):
        session.table_describe(table=tables.from_frame(two, "neither", year=2012))


def test_sectors_named_as_accounts_are_refused() -> None:
    use, final, added = system()
    industries = [(region, "VA" if sector == "C28" else sector) for region, sector in INDUSTRIES]
    with pytest.raises(unequal.errors.TableError, match="VA"):
        tables.from_arrays(use, final, added, industries=industries, users=USERS, name="accounts", year=2020)
