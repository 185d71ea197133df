"""ModelCaller: which calls are tried again, how soon, how long each may take, and when everybody is held back."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from feedback.domain.calls import ModelReply
from feedback.domain.errors import FatalModelError, TransientModelError
from feedback.domain.prompts import ModelRequest
from feedback.services.model_call import MAX_TRIES
from tests.builders import NOW
from tests.fakes import FakeAnalyzer, answer_all, items_for
from tests.world import World

COMMENTS = {386: "one", 769: "two"}
BROKEN = TransientModelError("status 503", answered=True)
SILENT = TransientModelError("no answer within 60 s", answered=False)
LIMITED = TransientModelError("status 429", answered=True, rate_limited=True, retry_after=7)
NO_QUOTA = FatalModelError("You exceeded your current quota.", rate_limited=True)


def test_a_call_that_fails_is_tried_again_after_a_pause_that_doubles() -> None:
    analyzer = FakeAnalyzer(BROKEN, SILENT, BROKEN, BROKEN)
    world = World(analyzer=analyzer)

    reply = world.call(COMMENTS)

    assert all(item in reply.content for item in items_for(COMMENTS))
    assert analyzer.calls == [["one", "two"]] * 5
    assert world.sleeps == [1, 2, 4, 8]


def test_the_pause_is_drawn_between_nothing_and_its_bound() -> None:
    bounds: list[tuple[float, float]] = []

    def uniform(low: float, high: float) -> float:
        bounds.append((low, high))
        return 0.125

    world = World(analyzer=FakeAnalyzer(BROKEN, BROKEN))

    world.call(COMMENTS, replace(world.caller(), uniform=uniform))

    assert bounds == [(0, 1), (0, 2)]
    assert world.sleeps == [0.125, 0.125]


def test_a_call_that_fails_in_every_try_is_given_up_with_its_error() -> None:
    analyzer = FakeAnalyzer(then=BROKEN)
    world = World(analyzer=analyzer)

    with pytest.raises(TransientModelError, match="503"):
        world.call(COMMENTS)

    assert len(analyzer.calls) == MAX_TRIES


@pytest.mark.parametrize(("seconds", "tries"), [(5.9, 1), (6, 2)])
def test_near_the_deadline_no_further_try_is_made(seconds: float, tries: int) -> None:
    """A pause of a second and five for the call must be left."""
    analyzer = FakeAnalyzer(then=BROKEN)
    world = World(analyzer=analyzer)

    with pytest.raises(TransientModelError):
        world.call(COMMENTS, seconds=seconds)

    assert len(analyzer.calls) == tries
    assert len(world.sleeps) == tries - 1


def test_a_fatal_error_is_raised_at_once() -> None:
    analyzer = FakeAnalyzer(NO_QUOTA)
    world = World(analyzer=analyzer)

    with pytest.raises(FatalModelError, match="quota"):
        world.call(COMMENTS)

    assert len(analyzer.calls) == 1
    assert world.sleeps == []


@pytest.mark.parametrize(
    ("expected", "call_timeout", "seconds", "timeouts"),
    [
        pytest.param(1, 1000, 600, [15, 30, 60, 120, 240], id="a short call has 15 s, and twice as long each time"),
        pytest.param(5, 1000, 600, [20, 40, 80, 160, 320], id="a long one has four times what it should take"),
        pytest.param(5, 60, 600, [20, 40, 60, 60, 60], id="never more than any call"),
        pytest.param(1, 60, 20, [15, 19, 17, 13, 5], id="never more than is left"),
    ],
)
def test_a_call_has_longer_with_each_try_but_never_longer_than_any_call_or_than_is_left(
    expected: float, call_timeout: float, seconds: float, timeouts: list[float]
) -> None:
    analyzer = FakeAnalyzer(then=SILENT)
    world = World(analyzer=analyzer)

    with pytest.raises(TransientModelError):
        world.call(COMMENTS, replace(world.caller(), call_timeout=call_timeout), expected=expected, seconds=seconds)

    assert analyzer.timeouts == pytest.approx(timeouts, abs=0.001)


def test_a_429_with_a_time_pushes_everybody_back_by_that_time() -> None:
    world = World(analyzer=FakeAnalyzer(LIMITED))

    world.call(COMMENTS)

    assert world.limit.state.blocked_until == NOW + 7000
    assert sum(world.sleeps) == 7
    assert [record.attempt for record in world.records] == [1, 2]


@pytest.mark.parametrize("error", [BROKEN, TransientModelError("status 429", answered=True, rate_limited=True)])
def test_an_error_without_a_time_pushes_nobody_back(error: TransientModelError) -> None:
    world = World(analyzer=FakeAnalyzer(error))

    world.call(COMMENTS)

    assert world.limit.state.blocked_until == 0


@pytest.mark.parametrize(("seconds", "until"), [(0, NOW + 7000), (3, NOW + 7000), (7, 0), (9, 0)])
def test_an_answer_that_tells_of_little_room_pushes_everybody_back_by_what_is_left_of_the_time(
    seconds: float, until: int
) -> None:
    """The provider counts the time from when it took the request in."""
    world = World()
    world.analyzer = FakeAnalyzer(then=_after(world.clock.advance, seconds))

    world.call(COMMENTS)

    assert world.limit.state.blocked_until == until


def _after(advance: Callable[..., None], seconds: float) -> Callable[[ModelRequest], ModelReply]:
    """Answers after that time, and tells that there is room for another such call 7 s after its beginning."""

    def answer(request: ModelRequest) -> ModelReply:
        advance(seconds=seconds)
        return replace(answer_all(request), hold_back=7.0)

    return answer
