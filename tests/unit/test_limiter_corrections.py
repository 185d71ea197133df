"""The limiter on a table, in simulated time: tokens that calls did not use come back late, and no limit is passed."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

from feedback.adapters.dynamodb_limits import DynamoDbRateLimiter
from feedback.domain.errors import NotYourTurnError
from feedback.domain.limits import LimitRates
from tests.unit.test_limiter_simulation import HORIZON, RPS, TPM, Simulation


class RefusedError(Exception):
    """As botocore's: the item that was in the way is in the response."""

    def __init__(self, item: Mapping[str, Any]) -> None:
        super().__init__("ConditionalCheckFailedException")
        self.response = {"Item": dict(item)}


class OneItem:
    """A DynamoDB client for the limiter's item alone: it knows the expressions that the limiter writes, and counts."""

    class exceptions:  # noqa: N801 - botocore's name
        ConditionalCheckFailedException = RefusedError

    def __init__(self) -> None:
        self.item: dict[str, Any] = {}
        self.writes = 0

    def get_item(self, **_: Any) -> dict[str, Any]:
        return {"Item": dict(self.item)} if self.item else {}

    def update_item(
        self,
        *,
        UpdateExpression: str,  # noqa: N803 - botocore's names
        ExpressionAttributeValues: Mapping[str, Any],  # noqa: N803
        ConditionExpression: str = "",  # noqa: N803
        **_: Any,
    ) -> None:
        self.writes += 1
        values = ExpressionAttributeValues
        if ConditionExpression and self.item.get("version") != values.get(":seen"):
            raise RefusedError(self.item)
        if UpdateExpression.startswith("ADD"):
            for name, value in (("tokens_until", values[":change"]), ("version", values[":one"])):
                self.item[name] = {"N": str(int(self.item.get(name, {"N": "0"})["N"]) + int(value["N"]))}
        else:
            names = [part.split(" = ")[0].strip() for part in UpdateExpression.removeprefix("SET ").split(",")]
            self.item |= {name: values[":next" if name == "version" else f":{name}"] for name in names}


def caller(
    simulation: Simulation, limiter: DynamoDbRateLimiter, planned: int, used: Callable[[], int], seconds: float
) -> Iterator[float]:
    """Calls without end: takes a turn for the planned tokens, uses some of them, and says so."""
    while True:
        try:
            wait = limiter.take("d1", planned, max_wait=HORIZON)
        except NotYourTurnError as refusal:
            yield min(refusal.wait, HORIZON) * simulation.dice.uniform(0.5, 1) + 0.01
            continue
        yield wait
        tokens = used()
        if simulation.provider.take(tokens, simulation.now):
            simulation.refusals += 1
        simulation.accepted.append((simulation.now, "d1", tokens))
        yield seconds
        limiter.settle(tokens - planned)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(("planned", "lanes"), [(4900, 4), (1200, 8)])
def test_tokens_are_used_up_and_never_more_where_calls_use_less_than_was_planned(
    planned: int, lanes: int, seed: int
) -> None:
    simulation, table = Simulation(LimitRates(RPS, TPM), seed), OneItem()
    for _ in range(4):
        client: Any = table
        limiter = DynamoDbRateLimiter(client, "jobs", "model", simulation.rates, simulation.clock)
        for _ in range(lanes):
            worker = caller(
                simulation, limiter, planned, lambda: int(planned * simulation.dice.uniform(0.6, 0.9)), seconds=6
            )
            simulation.start(worker, simulation.dice.uniform(0, 1))
    begin = simulation.now

    simulation.run(600)

    used = simulation.tokens(begin, begin + 600)["d1"]
    assert simulation.refusals == 0
    assert used >= 0.95 * TPM * 10
    assert used <= TPM * 11  # ten minutes, and what the bucket held at the beginning


def test_a_turn_and_its_correction_cost_about_one_write() -> None:
    simulation, table = Simulation(LimitRates(RPS, 1e9), 1), OneItem()
    client: Any = table
    limiter = DynamoDbRateLimiter(client, "jobs", "model", simulation.rates, simulation.clock)
    for _ in range(8):
        simulation.start(caller(simulation, limiter, 4000, lambda: 3000, seconds=2), simulation.dice.uniform(0, 1))

    simulation.run(60)

    assert len(simulation.accepted) > 100
    assert table.writes <= 1.05 * len(simulation.accepted)
