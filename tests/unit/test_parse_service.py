"""ParseService: a dropped file becomes stored comments, batches and messages, exactly once."""

from dataclasses import replace

import pytest

from feedback.adapters.memory import BatchMessage
from feedback.domain.codebook import DEFAULT_CODEBOOK
from feedback.domain.columns import ParserMode
from feedback.domain.documents import Batch, CachedComments, batch_key, comments_key, survey_key
from feedback.domain.job import JobState, dropped_job_id, upload_id_in
from feedback.domain.models import Cell, Table
from feedback.domain.normalization import MAX_MODEL_CHARS, cache_key
from feedback.domain.survey import load_survey
from feedback.ports import CachedAnswer
from tests.builders import NOW, SOURCE
from tests.fakes import JsonReader, code_for
from tests.world import MODEL, MODEL_IDENTITY, World

JOB = dropped_job_id(SOURCE)
ROWS: list[list[Cell]] = [[9, "Great"], [3, "Slow"], ["n/a", ""], [10, " GREAT "], [7, "Fine"], [0, "Broken"]]


def key_of(text: str) -> str:
    return cache_key(text, model=MODEL_IDENTITY, prompt_version="1", codebook_version=DEFAULT_CODEBOOK.version)


def batch(world: World, number: int) -> Batch:
    return Batch.loads(world.memory_data.objects[batch_key(JOB, number)])


def test_a_file_becomes_survey_comments_batches_and_messages() -> None:
    world = World(batch_size=2)
    size = world.drop(ROWS)

    assert world.parser().parse(SOURCE, size, "message-1", arrived_at=NOW - 500) == JOB

    assert world.memory_queue.batches == [BatchMessage(JOB, 1), BatchMessage(JOB, 2)]
    assert world.memory_queue.completions == []
    survey = load_survey(world.memory_data.objects[survey_key(JOB)])
    assert survey.table.rows == ROWS
    assert survey.ratings == [9, 3, None, 10, 7, 0]
    assert survey.comments == [0, 1, None, 0, 2, 3]
    assert [[c.text for c in batch(world, number).comments] for number in (1, 2)] == [
        ["Great", "Slow"],
        ["Fine", "Broken"],
    ]
    assert [batch(world, number).rows for number in (1, 2)] == [3, 2]
    assert CachedComments.loads(world.memory_data.objects[comments_key(JOB)]).codes == {}


def test_the_job_has_the_totals_and_times_before_the_first_message_is_sent() -> None:
    world = World(batch_size=2)
    size = world.drop(ROWS)
    world.parser().parse(SOURCE, size, "message-1", arrived_at=NOW - 500)

    job = world.job(JOB)
    assert job.state is JobState.ANALYZING
    assert (job.rows, job.rows_done, job.comments, job.batches) == (6, 1, 4, 2)
    assert (job.cache_hits, job.cache_misses) == (0, 4)
    assert (job.created_at, job.parsing_at, job.analyzing_at) == (NOW - 500, NOW, NOW)
    assert job.deadline_at == NOW + 3_600_000
    assert job.model == MODEL
    assert "Read from survey.csv." in job.warnings
    assert any("“Nota”" in warning and "“Comentario Final”" in warning for warning in job.warnings)


def test_a_repeated_event_does_nothing() -> None:
    reader = JsonReader()
    world = World(reader=reader)
    size = world.drop(ROWS)
    world.parser().parse(SOURCE, size, "message-1")
    before, sent = world.job(JOB), list(world.memory_queue.batches)

    assert world.parser().parse(SOURCE, size, "message-1") is None
    assert world.parser().parse(SOURCE, size, "message-2") is None
    assert world.job(JOB) == before
    assert world.memory_queue.batches == sent
    assert reader.calls == 1


def test_another_version_of_the_same_key_is_another_job() -> None:
    world = World()
    size = world.drop(ROWS)
    other = replace(SOURCE, version="v2")

    assert world.parser().parse(SOURCE, size, "message-1") == JOB
    assert world.parser().parse(other, size, "message-2") == dropped_job_id(other) != JOB


def test_a_parser_that_died_is_followed_by_its_own_next_try() -> None:
    world = World(reader=_dying)
    size = world.drop(ROWS)
    with pytest.raises(ConnectionError):
        world.parser().parse(SOURCE, size, "message-1")
    assert world.job(JOB).state is JobState.PARSING
    world.reader = JsonReader()

    assert world.parser().parse(SOURCE, size, "message-2") is None
    assert world.parser().parse(SOURCE, size, "message-1") == JOB
    assert world.job(JOB).state is JobState.ANALYZING


def _dying(data: bytes, name: str, *, max_rows: int) -> Table:
    raise ConnectionError("gone")


def test_an_uploaded_file_continues_the_job_that_awaits_it() -> None:
    world = World()
    awaiting, _ = world.status().new_upload("survey.csv")
    source = replace(awaiting.source, version="v9")
    size = world.drop(ROWS, source=source)

    assert world.parser().parse(source, size, "message-1") == awaiting.id == upload_id_in(source.key)
    assert world.job(awaiting.id).state is JobState.ANALYZING


def test_comments_that_are_in_the_cache_are_not_asked_again() -> None:
    world = World(batch_size=2)
    size = world.drop(ROWS)
    world.cache.put_many({key_of(t): CachedAnswer(code_for(t), stand_in=False) for t in ("great", "fine")})

    world.parser().parse(SOURCE, size, "message-1")

    assert world.memory_queue.batches == [BatchMessage(JOB, 1)]
    assert [comment.text for comment in batch(world, 1).comments] == ["Slow", "Broken"]
    cached = CachedComments.loads(world.memory_data.objects[comments_key(JOB)])
    assert cached.codes == {0: code_for("great"), 2: code_for("fine")}
    job = world.job(JOB)
    assert (job.rows_done, job.cache_hits, job.cache_misses) == (4, 2, 2)


def test_a_file_that_is_wholly_in_the_cache_sends_only_the_completion() -> None:
    world = World()
    size = world.drop(ROWS)
    known = ("great", "slow", "fine", "broken")
    world.cache.put_many({key_of(t): CachedAnswer(code_for(t), stand_in=t == "slow") for t in known})

    world.parser().parse(SOURCE, size, "message-1")

    assert world.memory_queue.batches == []
    assert world.memory_queue.completions == [JOB]
    assert world.job(JOB).rows_done == len(ROWS)
    assert world.job(JOB).stand_in


@pytest.mark.parametrize("rows", [[], [[9, ""], [3, None]]])
def test_a_file_without_comments_sends_only_the_completion(rows: list[list[Cell]]) -> None:
    world = World()
    size = world.drop(rows)

    world.parser().parse(SOURCE, size, "message-1")

    assert world.memory_queue.batches == []
    assert world.memory_queue.completions == [JOB]
    assert world.job(JOB).rows_done == len(rows)


def test_with_the_cache_off_it_is_not_read() -> None:
    world = World(use_cache=False)
    size = world.drop([[9, "Great"]])
    world.cache.put_many({key_of("great"): CachedAnswer(code_for("great"), stand_in=False)})

    world.parser().parse(SOURCE, size, "message-1")

    assert world.job(JOB).cache_misses == 1


def test_without_parallel_processing_only_the_first_batch_is_sent() -> None:
    world = World(parallel=False, batch_size=1)
    size = world.drop(ROWS)

    world.parser().parse(SOURCE, size, "message-1")

    assert world.job(JOB).batches == 4
    assert world.memory_queue.batches == [BatchMessage(JOB, 1)]


@pytest.mark.parametrize(
    ("columns", "rules", "code", "words"),
    [
        (("Margin", "Comment"), {}, "no_rating_column", "No rating column was found"),
        (("NPS", "Comment"), {"mode": ParserMode.BASE}, "no_rating_column", "FILE_PARSER_MODE=base"),
        (("NPS", "Comment"), {"max_bytes": 10}, "file_too_large", "MB are taken"),
        (("NPS", "Comment"), {"max_rows": 1}, "too_many_rows", "more than 1 rows"),
    ],
)
def test_a_file_that_can_not_be_used_ends_the_job_failed_with_the_sentence(
    columns: tuple[str, str], rules: dict[str, object], code: str, words: str
) -> None:
    world = World()
    size = world.drop(ROWS, columns)

    assert world.parser(**rules).parse(SOURCE, size, "message-1") == JOB

    job = world.job(JOB)
    assert (job.state, job.error_code) == (JobState.FAILED, code)
    assert words in job.error_message
    assert job.ended_at == NOW
    assert world.memory_queue.batches == []
    assert world.memory_queue.completions == []


def test_a_file_that_is_said_to_be_too_large_is_not_even_fetched() -> None:
    world = World()

    world.parser(max_bytes=1_500_000).parse(SOURCE, 2_000_000, "message-1")

    assert world.job(JOB).error_message.startswith("The file has 2.0 MB; at most 1.5 MB are taken.")


def test_a_file_that_was_removed_ends_the_job_failed() -> None:
    world = World()

    world.parser().parse(SOURCE, 10, "message-1")

    job = world.job(JOB)
    assert (job.state, job.error_code) == (JobState.FAILED, "file_gone")


def test_the_reader_of_a_damaged_file_says_what_is_wrong() -> None:
    world = World()
    world.uploads.put(SOURCE.key, b"\x00\x01")

    world.parser().parse(SOURCE, 2, "message-1")

    assert world.job(JOB).error_message == "survey.csv is not a table."


def test_ratings_that_look_like_one_to_five_and_cut_comments_are_warned_of() -> None:
    world = World()
    size = world.drop([[n % 5 + 1, f"{n} " + "x" * MAX_MODEL_CHARS] for n in range(20)])

    world.parser(max_bytes=10_000_000, warnings=("The model retires.",)).parse(SOURCE, size, "message-1")

    warnings = world.job(JOB).warnings
    assert warnings[0] == "The model retires."
    assert any("No rating is above 5" in warning for warning in warnings)
    assert any("20 comments are longer than 4000 characters" in warning for warning in warnings)
    assert all(len(c.text) == MAX_MODEL_CHARS for c in batch(world, 1).comments)


def test_a_job_that_was_ended_meanwhile_starts_no_analysis() -> None:
    def slow(data: bytes, name: str, *, max_rows: int) -> Table:
        world.jobs.advance(JOB, JobState.FAILED, NOW + 1, {"error_code": "parse_failed"})
        return JsonReader()(data, name, max_rows=max_rows)

    world = World(reader=slow)
    size = world.drop(ROWS)

    world.parser().parse(SOURCE, size, "message-1")

    assert world.job(JOB).state is JobState.FAILED
    assert world.memory_queue.batches == []
    assert world.memory_queue.completions == []


def test_other_errors_are_not_taken_for_the_owners_fault() -> None:
    def broken(data: bytes, name: str, *, max_rows: int) -> Table:
        raise MemoryError

    world = World(reader=broken)
    size = world.drop(ROWS)

    with pytest.raises(MemoryError):
        world.parser().parse(SOURCE, size, "message-1")
    assert world.job(JOB).state is JobState.PARSING


@pytest.mark.parametrize("damaged", ["111000000011", "512345678991en", "5123456780010013en"])
def test_a_cached_answer_that_cannot_be_read_is_a_miss(damaged: str) -> None:
    world = World(batch_size=2)
    size = world.drop(ROWS)
    world.cache.put_many({key_of("great"): CachedAnswer(damaged, stand_in=False)})

    world.parser().parse(SOURCE, size, "message-1")

    assert world.job(JOB).cache_hits == 0
