"""estimate: calls, money and time of a job, before any call is made."""

from dataclasses import replace

import pytest

from feedback.domain.codebook import DEFAULT_CODEBOOK
from feedback.domain.estimate import Estimate, estimate
from feedback.domain.model_catalog import cost_micro_usd
from feedback.domain.models import Detail
from feedback.domain.planning import OptimizeFor, Pace, TokensIn, plan_batches
from feedback.domain.prompts import ModelRequest
from feedback.domain.speed import Speed

PACE = Pace(rps=8, tpm=200_000, in_flight=40)
SPEED = Speed(first_token=0.74, tokens_per_second=130, tokens_per_comment=7.5)
TEXTS = [f"The delivery of order {n} was late and nobody answered my calls" for n in range(1000)]
TEMPLATE = ModelRequest({}, DEFAULT_CODEBOOK)


def told(
    texts: list[str],
    model: str = "gpt-6-luna",
    pace: Pace = PACE,
    speed: Speed = SPEED,
    template: ModelRequest = TEMPLATE,
    optimize_for: OptimizeFor = OptimizeFor.CALLS,
) -> Estimate:
    plan = plan_batches([len(text) for text in texts], 120, speed, pace, optimize_for, TokensIn(900, 22))
    return estimate(texts, template, model, plan, speed)


def test_a_file_without_comments_to_ask_takes_no_call_and_no_money() -> None:
    cost = told([])

    assert (cost.calls, cost.tokens_in, cost.tokens_out, cost.cost_micro_usd) == (0, 0, 0, 0)


def test_calls_are_the_batches_of_the_plan_and_the_price_is_the_models() -> None:
    cost = told(TEXTS)

    assert cost.calls == 9
    assert cost.tokens_out == 7500
    assert cost.cost_micro_usd == cost_micro_usd("gpt-6-luna", cost.tokens_in, cost.tokens_out)


def test_every_call_pays_for_its_instructions() -> None:
    calls, time = told(TEXTS), told(TEXTS, optimize_for=OptimizeFor.TIME)
    instructions = told(TEXTS[:1]).tokens_in

    assert time.calls > calls.calls
    assert time.tokens_in - calls.tokens_in == pytest.approx((time.calls - calls.calls) * instructions, rel=0.1)


def test_more_detail_has_longer_instructions() -> None:
    assert told(TEXTS, template=replace(TEMPLATE, detail=Detail.FULL)).tokens_in > told(TEXTS).tokens_in


def test_an_unknown_model_has_no_price() -> None:
    assert told(TEXTS, model="some-model").cost_micro_usd is None


@pytest.mark.parametrize(
    ("pace", "speed"),
    [
        (replace(PACE, rps=0.5), SPEED),
        (replace(PACE, tpm=20_000), SPEED),
        (replace(PACE, in_flight=1), SPEED),
        (PACE, replace(SPEED, first_token=7)),
        (PACE, replace(SPEED, tokens_per_second=60)),
    ],
)
def test_a_tighter_limit_and_a_slower_model_make_it_longer(pace: Pace, speed: Speed) -> None:
    assert told(TEXTS, pace=pace, speed=speed).seconds > told(TEXTS).seconds + 5
