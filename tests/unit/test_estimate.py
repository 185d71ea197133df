"""estimate: calls, money and time of a job, before any call is made."""

import pytest

from feedback.domain.codebook import DEFAULT_CODEBOOK
from feedback.domain.estimate import Estimate, Pace, estimate
from feedback.domain.model_catalog import cost_micro_usd

PACE = Pace(rps=8, tpm=200_000, in_flight=40)
TEXTS = [f"The delivery of order {n} was late and nobody answered my calls" for n in range(1000)]


def told(texts: list[str], model: str = "gpt-6-luna", pace: Pace = PACE, size: int = 120) -> Estimate:
    return estimate(texts, DEFAULT_CODEBOOK, model, size, pace)


def test_a_file_without_comments_to_ask_takes_no_call_and_no_money() -> None:
    cost = told([])

    assert (cost.calls, cost.tokens_in, cost.tokens_out, cost.cost_micro_usd) == (0, 0, 0, 0)


def test_calls_are_the_batches_that_will_be_made_and_the_price_is_the_models() -> None:
    cost = told(TEXTS)

    assert cost.calls == 9
    assert cost.cost_micro_usd == cost_micro_usd("gpt-6-luna", cost.tokens_in, cost.tokens_out)
    assert 7_000 < cost.tokens_out < 12_000


def test_an_unknown_model_has_no_price() -> None:
    assert told(TEXTS, model="some-model").cost_micro_usd is None


@pytest.mark.parametrize(
    "slower",
    [
        Pace(rps=0.5, tpm=200_000, in_flight=40),
        Pace(rps=8, tpm=20_000, in_flight=40),
        Pace(rps=8, tpm=200_000, in_flight=1),
    ],
)
def test_each_limit_that_is_tighter_makes_it_longer(slower: Pace) -> None:
    assert told(TEXTS, pace=slower).seconds > told(TEXTS).seconds + 5
