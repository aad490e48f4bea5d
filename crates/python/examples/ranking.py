"""Who depends most on China, as a ranked table in three lines."""

import unequal

ranking = unequal.most_dependent("CHN").to_pandas("ranks")
print(ranking[["row", "rank-exit-cost", "rank-import-share"]].head(10).to_string(index=False))
