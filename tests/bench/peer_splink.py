"""splink 5 on the flat records of `bench_link.py`: `peer_splink.py person|meeting RECORDS RESULT`.

Runs in an environment that has splink and nothing of this project. The settings follow splink's own
tutorials: blocking rules, comparisons with levels and term frequencies, u from random pairs, m by
expectation maximisation. Clusters are written for several thresholds; the bench takes the best one,
which it can only know from the truth: that flatters splink a little.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from typing import Any

import splink.comparison_level_library as cll
import splink.comparison_library as cl
from splink import Linker, SettingsCreator, block_on
from splink.internals.duckdb.database_api import DuckDBAPI

THRESHOLDS = (0.05, 0.5, 0.8, 0.9, 0.95, 0.99, 0.999, 0.9999)
LISTS = {"person": ("beside",), "meeting": ("words", "people")}
# A list shares so much of its shorter one.
SHARE = (
    "len(list_intersect({0}_l, {0}_r)) >= {1} * greatest(1, least(len({0}_l), len({0}_r)))"
)  # fmt: skip


def shared(column: str, *shares: float) -> Any:
    """Compare two lists by the share of the shorter one that is in the longer."""
    levels: list[Any] = [cll.NullLevel(column)]
    levels += [cll.CustomLevel(SHARE.format(column, s), f"{s:.0%} shared") for s in shares]
    return cl.CustomComparison([*levels, cll.ElseLevel()], output_column_name=column)


def days(column: str, *apart: int) -> Any:
    """Compare two days by how far apart they are."""
    return cl.AbsoluteDateDifferenceAtThresholds(
        column, input_is_string=False, metrics=["day"] * len(apart), thresholds=list(apart)
    )


def exact(column: str) -> Any:
    """Compare for equality; what is rare counts more."""
    return cl.ExactMatch(column).configure(term_frequency_adjustments=True)


SETTINGS = {
    "person": {
        "comparisons": [
            cl.JaroWinklerAtThresholds("name", [0.95, 0.9]).configure(
                term_frequency_adjustments=True
            ),
            exact("post"),
            cl.ExactMatch("title"),
            exact("province"),
            shared("beside", 0.5, 0.01),
            days("day", 30, 365),
        ],
        "rules": [block_on("bare"), block_on("post", "day"), block_on("name", "province")],
        "train": [block_on("name"), block_on("post")],
        "sure": ["l.name = r.name and l.post = r.post"],
    },
    "meeting": {
        "comparisons": [
            days("about", 0, 1, 3, 30),
            exact("chair"),
            shared("words", 0.8, 0.6, 0.3),
            shared("people", 0.8, 0.5, 0.01),
            cl.ExactMatch("province"),
        ],
        "rules": [
            block_on("about", "chair"),
            block_on("month_day", "chair"),
            block_on("chair", "province", "date_trunc('month', about)"),
        ],
        "train": [block_on("about", "chair"), block_on("chair")],
        "sure": ["l.day = r.day and l.chair = r.chair"],
    },
}  # fmt: skip


def main() -> None:
    """Link the records of one kind and write the clusters of each threshold."""
    kind, source, result = sys.argv[1:]
    given = SETTINGS[kind]
    db = DuckDBAPI()
    empty = [f"string_split(nullif({c}, ''), '|') as {c}" for c in LISTS[kind]]
    dates = "try_cast({0} as date) as {0}"
    dates = (
        dates.format("day") if kind == "person" else ", ".join(map(dates.format, ("day", "about")))
    )
    db.duckdb_con.execute(
        f"create table records as select * replace ({', '.join(empty)}, {dates}) from (select "
        "columns(*) from read_csv(?, all_varchar = true, nullstr = ''))",
        [source],
    )
    start = time.perf_counter()
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=given["comparisons"],
        blocking_rules_to_generate_predictions=given["rules"],
        retain_matching_columns=False,
    )
    linker = Linker(db.register("records"), settings, log_level=40)
    training = linker.training
    training.estimate_probability_two_random_records_match(given["sure"], recall=0.8)
    training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    for rule in given["train"]:
        training.estimate_parameters_using_expectation_maximisation(rule)
    predicted = linker.inference.predict(threshold_match_probability=min(THRESHOLDS))
    clusters = {}
    for threshold in THRESHOLDS:
        found = linker.clustering.cluster_pairwise_predictions_at_threshold(predicted, threshold)
        rows = db.duckdb_con.execute(
            f"select unique_id, cluster_id from {found.physical_name}"
        ).fetchall()
        clusters[str(threshold)] = dict(rows)
    told = {
        "clusters": clusters,
        "seconds": time.perf_counter() - start,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    with open(result, "w", encoding="utf-8") as f:
        json.dump(told, f)


if __name__ == "__main__":
    main()
