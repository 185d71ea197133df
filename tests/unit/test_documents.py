"""documents: what a job keeps in the bucket comes back as it was, each under a key of its own."""

from hypothesis import given
from hypothesis import strategies as st

from feedback.domain.documents import (
    RESULT_FILES,
    Batch,
    BatchAnswers,
    BatchComment,
    CachedComments,
    answers_key,
    batch_key,
    comments_key,
    partial_answers_key,
    result_key,
    survey_key,
)
from tests.unit.strategies import any_text, codes

numbers = st.integers(0, 100_000)


@given(st.builds(Batch, numbers, st.lists(st.builds(BatchComment, numbers, any_text, any_text)).map(tuple)))
def test_a_batch_comes_back_as_it_was(batch: Batch) -> None:
    assert Batch.loads(batch.dumps()) == batch


@given(st.builds(BatchAnswers, st.dictionaries(numbers, codes()), st.dictionaries(numbers, any_text)))
def test_the_answers_of_a_batch_come_back_as_they_were(answers: BatchAnswers) -> None:
    assert BatchAnswers.loads(answers.dumps()) == answers


@given(st.builds(CachedComments, st.dictionaries(numbers, codes())))
def test_cached_comments_come_back_as_they_were(cached: CachedComments) -> None:
    assert CachedComments.loads(cached.dumps()) == cached


def test_no_two_objects_of_jobs_share_a_key() -> None:
    keys = [
        key
        for job_id in ("d1", "d2")
        for key in (
            survey_key(job_id),
            comments_key(job_id),
            *(key(job_id, n) for key in (batch_key, answers_key, partial_answers_key) for n in (1, 2, 100_000)),
            *(result_key(job_id, name) for name in RESULT_FILES),
        )
    ]

    assert len(set(keys)) == len(keys)


def test_results_lie_where_the_design_says_and_results_json_is_the_last_of_them() -> None:
    assert [result_key("d1", name) for name in RESULT_FILES] == [
        *("results/d1/results.csv", "results/d1/results.xlsx", "results/d1/results.json"),
    ]
