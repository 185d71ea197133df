"""documents: what a job keeps in the bucket comes back as it was, each under a key of its own."""

from dataclasses import fields

from hypothesis import given
from hypothesis import strategies as st

from feedback.domain.documents import (
    RESULT_FILES,
    Batch,
    BatchAnswers,
    BatchComment,
    BatchKind,
    CachedComments,
    RepeatedAnswer,
    answers_key,
    batch_key,
    codebook_key,
    comments_key,
    partial_answers_key,
    result_key,
    survey_key,
)
from tests.unit.strategies import any_text, codes

FOUND = [field.name for field in fields(BatchAnswers)]
numbers = st.integers(0, 100_000)
code_by_number = st.dictionaries(numbers, codes())
text_by_number = st.dictionaries(numbers, any_text)
repeat_by_number = st.dictionaries(numbers, st.builds(RepeatedAnswer, codes(), st.floats(0, 1)))
all_answers = st.builds(BatchAnswers, code_by_number, text_by_number, code_by_number, repeat_by_number)
batches = st.builds(
    Batch,
    numbers,
    st.lists(st.builds(BatchComment, numbers, any_text, any_text, st.booleans())).map(tuple),
    st.sampled_from(BatchKind),
    numbers,
    st.floats(0, 1000),
    st.lists(st.text("0123456789abcdefu", max_size=25)).map(tuple),
)


@given(batches)
def test_a_batch_comes_back_as_it_was(batch: Batch) -> None:
    assert Batch.loads(batch.dumps()) == batch


@given(all_answers)
def test_the_answers_of_a_batch_come_back_as_they_were(answers: BatchAnswers) -> None:
    assert BatchAnswers.loads(answers.dumps()) == answers


@given(all_answers, all_answers)
def test_answers_of_two_batches_together_hold_all_of_both_each_in_its_place(
    one: BatchAnswers, other: BatchAnswers
) -> None:
    together = BatchAnswers.loads(one.dumps())
    together.add(other)

    assert together == BatchAnswers(**{name: getattr(one, name) | getattr(other, name) for name in FOUND})


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
            codebook_key(job_id),
            *(key(job_id, n) for key in (batch_key, answers_key, partial_answers_key) for n in (1, 2, 100_000)),
            *(result_key(job_id, name) for name in RESULT_FILES),
        )
    ]

    assert len(set(keys)) == len(keys)


def test_results_lie_where_the_design_says_and_results_json_is_the_last_of_them() -> None:
    assert [result_key("d1", name) for name in RESULT_FILES] == [
        *("results/d1/report.html", "results/d1/results.csv", "results/d1/results.parquet"),
        *("results/d1/results.xlsx", "results/d1/results.json"),
    ]
