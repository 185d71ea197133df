"""The computed cold start: what is woken early is waited for less, and nothing is left out of the sum."""

import pytest

from benchmarks.benchmark_cold_start import Assumed, aws_timeline

INIT = {"Parser": 1.0, "Analyzer": 3.0, "Aggregator": 2.0}
WHOLE = Assumed(slower=2, event=1, environment=1, message=0, parsing=1, calls=5, aggregating=1)


def test_without_warm_messages_all_starts_are_in_series() -> None:
    assert aws_timeline(INIT, WHOLE, woken=False) == {
        "parser has started": 4,
        "first batches sent": 6,
        "analyzers have started": 13,
        "last answer": 18,
        "aggregator has started": 23,
        "results": 25,
    }


def test_with_them_only_what_is_left_of_a_start_is_waited_for() -> None:
    woken = aws_timeline(INIT, WHOLE)

    assert woken["analyzers have started"] == 11
    assert woken["aggregator has started"] == woken["last answer"] == 16
    assert woken["results"] == 18


@pytest.mark.parametrize("analyzer", [0.0, 0.4])
def test_an_analyzer_that_starts_while_the_file_is_read_is_not_waited_for(analyzer: float) -> None:
    woken = aws_timeline(INIT | {"Analyzer": analyzer}, WHOLE)

    assert woken["analyzers have started"] == woken["first batches sent"]
