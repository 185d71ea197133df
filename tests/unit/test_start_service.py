"""Start: all that later parts read is there before the first message, and as many batches go out as the window says."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from threading import Lock
from typing import Any

import pytest

from feedback.adapters.memory import BatchMessage, MemoryBatchQueue, MemoryObjectStore
from feedback.adapters.memory_speed import MemorySpeedStore
from feedback.domain.codebook import DEFAULT_CODEBOOK, Codebook, Theme
from feedback.domain.codebook_document import load_codebook
from feedback.domain.documents import (
    Batch,
    BatchComment,
    BatchKind,
    CachedAnswer,
    CachedComments,
    batch_key,
    codebook_key,
    comments_key,
    survey_key,
)
from feedback.domain.estimate import Estimate
from feedback.domain.job import Job, JobState, dropped_job_id
from feedback.domain.line import LineSums
from feedback.domain.models import Cell, Detail
from feedback.domain.planning import OptimizeFor, Pace
from feedback.domain.prompts import ModelRequest
from feedback.domain.speed import CallSums
from feedback.domain.survey import Survey, load_survey, read_survey
from feedback.domain.work import PlanRules
from feedback.services.start import Start
from tests.builders import GOOD_CODE, NOW, SOURCE, a_job, a_reading
from tests.world import World

ROWS: list[list[Cell]] = [[9, "Great"], [3, "Slow"], [10, "great"], [7, "Fine"], [5, None], [0, "Broken"]]
SURVEY: Survey = read_survey(a_reading(ROWS))[0]
COMMENTS = [BatchComment(n, f"key of {text}", text) for n, text in enumerate(("Great", "Slow", "Fine", "Broken"))]
CACHED = {"key of Slow": CachedAnswer(GOOD_CODE, stand_in=False)}
TEMPLATE = ModelRequest({}, DEFAULT_CODEBOOK)
OWN = Codebook((Theme("room", "Room", "Habitación"),))
RULES = PlanRules(
    "gpt-6-luna",
    batch_size=2,
    pace=Pace(8, 200_000, 40),
    optimize_for=OptimizeFor.CALLS,
    spot_check_percent=0,
    workers=2,
)
JOB = a_job("d1", JobState.PARSING)


def a_start(**rules: Any) -> Start:
    return Start(
        MemoryObjectStore(),
        MemoryBatchQueue(),
        MemorySpeedStore(),
        "gpt-6-luna@here",
        replace(RULES, **rules),
        lambda: NOW + 700,
    )


def stored(start: Start) -> dict[str, bytes]:
    assert isinstance(start.data, MemoryObjectStore)
    return start.data.objects


def sent(start: Start) -> tuple[list[BatchMessage], list[str]]:
    assert isinstance(start.queue, MemoryBatchQueue)
    return start.queue.batches, start.queue.completions


def prepared(
    start: Start,
    cached: dict[str, CachedAnswer] | None = None,
    lenders: dict[str, str] | None = None,
    template: ModelRequest = TEMPLATE,
) -> dict[str, Any]:
    return start.prepare(JOB, SURVEY, COMMENTS, cached or {}, lenders or {}, start.asking(JOB, SURVEY.rows, template))


def estimated(start: Start, comments: Sequence[BatchComment], template: ModelRequest = TEMPLATE) -> Estimate:
    return start.estimate(comments, start.asking(JOB, len(comments), template))


def test_survey_cached_answers_and_batches_are_stored_and_nothing_is_sent() -> None:
    start = a_start()

    changes = prepared(start, CACHED)

    objects = stored(start)
    assert replace(load_survey(objects[survey_key("d1")]), table=SURVEY.table) == SURVEY
    assert load_survey(objects[survey_key("d1")]).table.rows == ROWS
    assert CachedComments.loads(objects[comments_key("d1")]).codes == {1: GOOD_CODE}
    batches = [Batch.loads(objects[batch_key("d1", number)]) for number in range(1, changes["batches"] + 1)]
    assert sorted(comment.text for batch in batches for comment in batch.comments) == ["Broken", "Fine", "Great"]
    rows = {"Great": 2, "Fine": 1, "Broken": 1}
    assert [batch.rows for batch in batches] == [sum(rows[c.text] for c in batch.comments) for batch in batches]
    assert len(objects) == 2 + len(batches)
    assert sent(start) == ([], [])


def test_the_changes_of_the_job_say_what_there_is_to_do() -> None:
    changes = prepared(a_start(spot_check_percent=50), CACHED)

    assert (changes["batches"], changes["window"], changes["spot_checks"]) == (2, 2, 1)
    assert changes["comment_nano_usd"] > 0
    assert replace(JOB, **changes).missing_batches == [1, 2]


def test_comments_that_another_job_asks_for_are_borrowed_with_its_name() -> None:
    start = a_start()

    changes = prepared(start, CACHED, lenders={"key of Great": "d7", "key of Fine": "d8"})

    batches = [Batch.loads(stored(start)[batch_key("d1", number)]) for number in (1, 2)]
    assert changes["batches"] == 2
    assert [(batch.kind, [c.text for c in batch.comments], batch.lenders) for batch in batches] == [
        (BatchKind.ASK, ["Broken"], ()),
        (BatchKind.BORROWED, ["Great", "Fine"], ("d7", "d8")),
    ]


def test_only_a_codebook_of_a_teams_own_is_stored() -> None:
    own, built_in = a_start(), a_start()

    prepared(own, template=ModelRequest({}, OWN))
    prepared(built_in)

    assert load_codebook(stored(own)[codebook_key("d1")]) == OWN
    assert codebook_key("d1") not in stored(built_in)


def test_prepared_again_everything_is_as_it_was() -> None:
    start = a_start(spot_check_percent=50)
    changes, objects = prepared(start, CACHED), dict(stored(start))

    assert prepared(start, CACHED) == changes
    # The packed survey begins with the time at which it was packed.
    again, before = ({k: v for k, v in found.items() if k != survey_key("d1")} for found in (stored(start), objects))
    assert again == before
    assert load_survey(stored(start)[survey_key("d1")]) == load_survey(objects[survey_key("d1")])


@pytest.mark.parametrize(
    ("batches", "window", "given"),
    [(5, 2, [(1, 2)]), (3, 40, [(1, 2, 3)]), (4, 1, [(1,)]), (99, 9, [(1, 3, 5, 7, 9), (2, 4, 6, 8)])],
)
def test_as_many_batches_are_given_out_as_the_window_says_dealt_among_the_workers(
    batches: int, window: int, given: list[tuple[int, ...]]
) -> None:
    start = a_start()

    start.send(a_job("d1", batches=batches, window=window))

    assert sent(start) == ([BatchMessage("d1", numbers) for numbers in given], [])


@pytest.mark.parametrize("window", [0, 1])
def test_a_job_without_batches_is_complete(window: int) -> None:
    start = a_start()

    start.send(a_job("d1", batches=0, window=window))

    assert sent(start) == ([], ["d1"])


def slow_calls(tokens_per_second: float) -> CallSums:
    calls = [CallSums.of(n, 8 * n, 1 + 8 * n / tokens_per_second) for n in range(20, 120)]
    return sum(calls, CallSums())


def test_plans_and_estimates_are_by_what_was_learned_of_this_model_and_detail() -> None:
    start = a_start(batch_size=120)
    many = [BatchComment(n, f"key {n}", "The delivery was late again") for n in range(1000)]
    full = ModelRequest({}, DEFAULT_CODEBOOK, Detail.FULL)
    typical, typical_full = estimated(start, many), estimated(start, many, full)

    start.speeds.add("gpt-6-luna@elsewhere#scores", slow_calls(10))
    assert estimated(start, many) == typical
    start.speeds.add("gpt-6-luna@here#scores", slow_calls(10))

    assert estimated(start, many).seconds > typical.seconds + 60
    assert estimated(start, many, full) == typical_full
    prepared(start)
    assert Batch.loads(stored(start)[batch_key("d1", 1)]).seconds > 3


def test_the_estimate_is_of_the_comments_that_are_to_be_asked() -> None:
    start = a_start(spot_check_percent=25)

    assert estimated(start, COMMENTS).calls == 2
    assert estimated(start, COMMENTS[:2]).calls == 1
    assert estimated(start, []).calls == 0


def test_the_time_that_is_left_is_the_targets_less_what_has_passed_and_what_jobs_take_beside_their_calls() -> None:
    start, early = a_start(), replace(JOB, created_at=NOW)

    asking = start.asking(early, 3000, TEMPLATE)
    for _ in range(20):
        start.speeds.add_beside(LineSums.of(3000, 4.0))
    slower = start.asking(early, 3000, TEMPLATE)

    assert asking.elapsed == 0.7
    assert asking.within == pytest.approx(0.9 * 15 - 0.7 - asking.beside)
    assert slower.beside > asking.beside + 2
    assert slower.within == pytest.approx(0.9 * 15 - 0.7 - slower.beside)


def test_a_clock_that_is_behind_that_of_the_upload_makes_no_time() -> None:
    assert a_start().asking(replace(JOB, created_at=NOW + 5000), 850, TEMPLATE).elapsed == 0


class WatchingQueue(MemoryBatchQueue):
    """A queue that looks, at its first message, at what is there."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self._world = world
        self.seen: tuple[set[str], Job] | None = None

    def send_batches(self, job_id: str, groups: Iterable[Sequence[int]], delay: int = 0) -> None:
        self.seen = self.seen or (set(self._world.memory_data.objects), self._world.job(job_id))
        super().send_batches(job_id, groups, delay)

    def send_completion(self, job_id: str) -> None:
        self.seen = self.seen or (set(self._world.memory_data.objects), self._world.job(job_id))
        super().send_completion(job_id)


@pytest.mark.parametrize("rows", [ROWS, [[9, ""], [3, None]]])
def test_everything_is_stored_and_the_job_has_its_totals_before_the_first_message(rows: list[list[Cell]]) -> None:
    world = World(batch_size=2, spot_check_percent=50)
    queue = WatchingQueue(world)
    world.queue = queue

    world.parser().parse(SOURCE, world.drop(rows), "message-1")

    assert queue.seen is not None
    objects, job = queue.seen
    assert objects == set(world.memory_data.objects)
    assert {batch_key(job.id, number) for number in range(1, job.batches + 1)} < objects
    assert job == world.job(job.id)
    assert (job.state, job.rows) == (JobState.ANALYZING, len(rows))


class FailingStore(MemoryObjectStore):
    """An object store that takes so many objects, and no more."""

    def __init__(self, at: int) -> None:
        super().__init__()
        self._left, self._counting = at, Lock()

    def put(self, key: str, data: bytes, content_type: str = "application/json") -> None:
        with self._counting:
            self._left -= 1
            if self._left < 0:
                raise ConnectionError("S3 is gone")
        super().put(key, data, content_type)


@pytest.mark.parametrize("at", range(4))
def test_where_one_object_can_not_be_stored_no_message_is_sent_and_the_next_try_begins_anew(at: int) -> None:
    world = World(batch_size=2)
    world.data = FailingStore(at)
    size, job_id = world.drop(ROWS), dropped_job_id(SOURCE)

    with pytest.raises(ConnectionError):
        world.parser().parse(SOURCE, size, "message-1")

    assert (world.memory_queue.batches, world.memory_queue.completions) == ([], [])
    assert world.job(job_id).state is JobState.PARSING
    world.data = world.memory_data
    assert world.parser().parse(SOURCE, size, "message-1") == job_id
    assert [message.numbers for message in world.memory_queue.batches] == [(1, 2)]
