"""The exit costs of Russia and China since 1995, with their ranges, as a csv file."""

from __future__ import annotations

import csv
import sys

import unequal


def main() -> None:
    """Writes one row a year to standard output; losses are fractions of real income."""
    rows = csv.writer(sys.stdout)
    rows.writerow(["year", "first_loss", "second_loss", "low", "high"])
    for year in range(1995, 2024):
        answer = unequal.exit_cost("RUS", "CHN", year=year)
        pair, ranges = answer.data.pairs[0], answer.data.ranges
        low, high = (ranges.first.low, ranges.first.high) if ranges is not None else (None, None)
        rows.writerow([year, pair.first_loss, pair.second_loss, low, high])


if __name__ == "__main__":
    main()
