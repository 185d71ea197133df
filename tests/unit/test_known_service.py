"""KnownComments: what the cache knows and what another job asks for need not be asked, and nothing else is left out."""

from collections.abc import Collection
from dataclasses import replace

import pytest

from feedback.adapters.memory import MemoryCommentCache, MemoryJobStore
from feedback.adapters.memory_leases import MemoryCommentLeases
from feedback.domain.codebook import DEFAULT_CODEBOOK, Codebook, Theme
from feedback.domain.documents import CachedAnswer
from feedback.domain.job import JobState
from feedback.services.known import KnownComments
from tests.builders import GOOD_CODE, NOW, Clock, a_job

KEYS = ["key of a", "key of b", "key of c"]
ANSWER = CachedAnswer(GOOD_CODE, stand_in=False)
ONE_THEME = Codebook((Theme("room", "Room", "Habitación"),))


class SeenLeases(MemoryCommentLeases):
    """Leases that keep what was announced, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.announced: list[tuple[str, list[str], int]] = []

    def announce(self, job_id: str, keys: Collection[str], now: int) -> None:
        self.announced.append((job_id, list(keys), now))
        super().announce(job_id, keys, now)


def known(*, cached: dict[str, CachedAnswer] | None = None, use_cache: bool = True) -> KnownComments:
    clock = Clock()
    cache = MemoryCommentCache(7, clock)
    cache.put_many(cached or {})
    return KnownComments(cache if use_cache else None, SeenLeases(), MemoryJobStore(), clock)


def announced(parts: KnownComments) -> list[tuple[str, list[str], int]]:
    assert isinstance(parts.leases, SeenLeases)
    return parts.leases.announced


def other_job(parts: KnownComments, state: JobState, stop_reason: str = "") -> None:
    """A job d0 that announced all the keys a second ago."""
    parts.jobs.create(a_job("d0", state, stop_reason=stop_reason))
    parts.leases.announce("d0", KEYS, NOW - 1000)


def test_answers_of_the_cache_are_known_by_their_key() -> None:
    parts = known(cached={KEYS[1]: ANSWER})

    assert parts.cached(KEYS, DEFAULT_CODEBOOK) == {KEYS[1]: ANSWER}


def test_an_answer_that_the_codebook_can_not_read_is_a_miss() -> None:
    short = CachedAnswer("500000000en", stand_in=False)
    parts = known(cached={KEYS[0]: ANSWER, KEYS[1]: short})

    assert parts.cached(KEYS, ONE_THEME) == {KEYS[1]: short}


def test_without_a_cache_nothing_is_known_nothing_borrowed_and_nothing_announced() -> None:
    parts = known(cached={KEYS[0]: ANSWER}, use_cache=False)
    other_job(parts, JobState.ANALYZING)

    assert parts.cached(KEYS, DEFAULT_CODEBOOK) == {}
    assert parts.lenders("d1", KEYS) == {}
    assert [job_id for job_id, _, _ in announced(parts)] == ["d0"]


def test_a_job_that_lacks_no_comment_announces_nothing() -> None:
    parts = known()

    assert parts.lenders("d1", []) == {}
    assert announced(parts) == []


def test_what_a_job_lacks_is_announced_with_the_time_whether_others_ask_for_it_or_not() -> None:
    parts = known()
    other_job(parts, JobState.ANALYZING)

    parts.lenders("d1", KEYS[:2])

    assert announced(parts)[1:] == [("d1", KEYS[:2], NOW)]


@pytest.mark.parametrize("state", JobState)
def test_only_a_job_that_is_about_to_ask_or_asks_lends(state: JobState) -> None:
    parts = known()
    other_job(parts, state)

    lends = state in (JobState.PARSING, JobState.ANALYZING)
    assert parts.lenders("d1", KEYS[:2]) == (dict.fromkeys(KEYS[:2], "d0") if lends else {})


def test_a_job_that_was_stopped_lends_nothing() -> None:
    parts = known()
    other_job(parts, JobState.ANALYZING, stop_reason="no quota")

    assert parts.lenders("d1", KEYS) == {}


def test_a_job_that_parses_again_borrows_nothing_from_itself() -> None:
    parts = known()
    parts.jobs.create(a_job("d1", JobState.PARSING))

    assert parts.lenders("d1", KEYS) == {}
    assert parts.lenders("d1", KEYS) == {}


def test_of_two_jobs_at_the_same_time_one_asks_and_the_other_borrows() -> None:
    parts = known()
    for job_id in ("d1", "d2"):
        parts.jobs.create(a_job(job_id, JobState.PARSING))
    later = replace(parts, now=Clock(NOW + 1))

    assert parts.lenders("d2", KEYS) == {}
    assert later.lenders("d1", KEYS) == dict.fromkeys(KEYS, "d2")
