"""A tariff between the United States and China at several rates, built in Python."""

from __future__ import annotations

from unequal import NoAnswerError, Scenario, Session


def main() -> None:
    """Prints the change of both sides' real income."""
    session = Session()
    for rate in (0.1, 0.25, 0.5, 1.0):
        scenario = (
            Scenario(f"Tariffs of {rate:.0%}", year=2022)
            .pair("USA", "CHN")
            .tariff(by="USA", on="CHN", rate=rate, sectors="goods")
            .tariff(by="CHN", on="USA", rate=rate, sectors="goods")
        )
        try:
            answer = session.run(scenario, ranges=False)
        except NoAnswerError as error:
            print(f"{rate:.0%}: {error}")
            continue
        changes = {party.name: party.together for party in answer.data.parties}
        print(f"{rate:.0%}:", ", ".join(f"{name} {change:+.3%}" for name, change in changes.items()))


if __name__ == "__main__":
    main()
