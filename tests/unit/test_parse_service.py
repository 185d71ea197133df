"""ParseService: a dropped file becomes stored comments, batches and messages, exactly once."""

import json
from dataclasses import replace

import pytest

from feedback.adapters.memory import BatchMessage
from feedback.domain.codebook import DEFAULT_CODEBOOK, Codebook, Theme
from feedback.domain.codebook_document import dump_codebook, load_codebook
from feedback.domain.columns import ParserMode
from feedback.domain.documents import (
    Batch,
    BatchKind,
    CachedAnswer,
    CachedComments,
    batch_key,
    codebook_key,
    comments_key,
    survey_key,
)
from feedback.domain.job import JobState, dropped_job_id, upload_id_in
from feedback.domain.models import Cell, Detail
from feedback.domain.normalization import MAX_MODEL_CHARS, cache_key
from feedback.domain.options import Options
from feedback.domain.prompts import prompt_version
from feedback.domain.reading import Reading
from feedback.domain.survey import load_survey
from feedback.services.parse import MAX_SENTENCE
from tests.builders import NOW, SOURCE
from tests.fakes import JsonReader, code_for
from tests.world import MODEL, MODEL_IDENTITY, World

JOB = dropped_job_id(SOURCE)
ROWS: list[list[Cell]] = [[9, "Great"], [3, "Slow"], ["n/a", ""], [10, " GREAT "], [7, "Fine"], [0, "Broken"]]
HOTEL = Codebook((Theme("room", "Room", "Habitación"), Theme("bed", "Bed", "Cama")), "Hotel")


def key_of(text: str, codebook: Codebook = DEFAULT_CODEBOOK, detail: Detail = Detail.SCORES) -> str:
    version = prompt_version(detail)
    return cache_key(text, model=MODEL_IDENTITY, prompt_version=version, codebook_version=codebook.version)


def batch(world: World, number: int, job_id: str = JOB) -> Batch:
    return Batch.loads(world.memory_data.objects[batch_key(job_id, number)])


def test_a_file_becomes_survey_comments_batches_and_messages() -> None:
    world = World(batch_size=2)
    size = world.drop(ROWS)

    assert world.parser().parse(SOURCE, size, "message-1", arrived_at=NOW - 500) == JOB

    assert world.memory_queue.batches == [BatchMessage(JOB, (1, 2))]
    assert world.memory_queue.completions == []
    survey = load_survey(world.memory_data.objects[survey_key(JOB)])
    assert survey.table.rows == ROWS
    assert survey.ratings == [9, 3, None, 10, 7, 0]
    assert survey.comments == [0, 1, None, 0, 2, 3]
    batches = [batch(world, number) for number in (1, 2)]
    assert sorted(c.text for one in batches for c in one.comments) == ["Broken", "Fine", "Great", "Slow"]
    rows = {"Great": 2, "Slow": 1, "Fine": 1, "Broken": 1}
    assert [len(one.comments) for one in batches] == [2, 2]
    assert [one.rows for one in batches] == [sum(rows[c.text] for c in one.comments) for one in batches]
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


def _dying(data: bytes, name: str, options: Options) -> Reading:
    raise ConnectionError("gone")


def test_an_uploaded_file_continues_the_job_that_awaits_it() -> None:
    world = World()
    awaiting, _ = world.status().new_upload("survey.csv", Options())
    source = replace(awaiting.source, version="v9")
    size = world.drop(ROWS, source=source)

    assert world.parser().parse(source, size, "message-1") == awaiting.id == upload_id_in(source.key)
    assert world.job(awaiting.id).state is JobState.ANALYZING


def test_comments_that_are_in_the_cache_are_not_asked_again() -> None:
    world = World(batch_size=2)
    size = world.drop(ROWS)
    world.cache.put_many({key_of(t): CachedAnswer(code_for(t), stand_in=False) for t in ("great", "fine")})

    world.parser().parse(SOURCE, size, "message-1")

    assert world.memory_queue.batches == [BatchMessage(JOB, (1,))]
    assert sorted(comment.text for comment in batch(world, 1).comments) == ["Broken", "Slow"]
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


def test_a_file_without_comments_sends_only_the_completion() -> None:
    rows: list[list[Cell]] = [[9, ""], [3, None]]
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
    assert world.memory_queue.batches == [BatchMessage(JOB, (1,))]


@pytest.mark.parametrize(
    ("columns", "reader", "code", "words"),
    [
        (("Margin", "Price"), JsonReader(), "no_columns", "Margin"),
        (("NPS", "Comment"), JsonReader(ParserMode.BASE), "no_rating_column", "FILE_PARSER_MODE=base"),
        (("NPS", "Comment"), JsonReader(max_rows=1), "too_many_rows", "more than 1 rows"),
    ],
)
def test_a_file_that_can_not_be_used_ends_the_job_failed_with_the_sentence(
    columns: tuple[str, str], reader: JsonReader, code: str, words: str
) -> None:
    world = World(reader=reader)
    size = world.drop([[f"{n}%", n / 7] for n in range(9)] if code == "no_columns" else ROWS, columns)

    assert world.parser().parse(SOURCE, size, "message-1") == JOB

    job = world.job(JOB)
    assert (job.state, job.error_code) == (JobState.FAILED, code)
    assert words in job.error_message
    assert job.ended_at == NOW
    assert world.memory_queue.batches == []
    assert world.memory_queue.completions == []


def test_a_file_that_is_larger_than_may_be_ends_the_job_failed() -> None:
    world = World(max_bytes=10)
    world.parser().parse(SOURCE, min(world.drop(ROWS), 9), "message-1")

    assert world.job(JOB).error_code == "file_too_large"


def test_a_file_that_is_said_to_be_too_large_is_not_even_fetched() -> None:
    world = World(max_bytes=1_500_000)

    world.parser().parse(SOURCE, 2_000_000, "message-1")

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


def test_comments_that_are_cut_for_the_model_are_warned_of_with_their_rows() -> None:
    world = World(max_bytes=10_000_000)
    long: list[list[Cell]] = [[n, f"{n} " + "x" * MAX_MODEL_CHARS] for n in range(3)]
    size = world.drop([[9, "short"], *long])

    world.parser(warnings=("The model retires.",)).parse(SOURCE, size, "message-1")

    warnings = world.job(JOB).warnings
    assert warnings[0] == "The model retires."
    assert any(warning.startswith("Rows 3, 4 and 5: the model read only") for warning in warnings)
    assert max(len(c.text) for c in batch(world, 1).comments) == MAX_MODEL_CHARS


def test_ratings_that_look_like_one_to_five_end_the_job_before_any_call() -> None:
    world = World()
    size = world.drop([[n % 5 + 1, f"comment {n}"] for n in range(20)])

    world.parser().parse(SOURCE, size, "message-1")

    assert world.job(JOB).error_code == "rating_scale_needed"
    assert world.memory_queue.batches == []


def test_options_come_with_the_file_and_are_kept_with_the_job() -> None:
    world = World()
    size = world.drop([[n % 5 + 1, f"comment {n}"] for n in range(20)])
    world.uploads.metadata[SOURCE.key] = {"rating-scale": "1-5", "mtime": "1780000000"}

    world.parser().parse(SOURCE, size, "message-1")

    job = world.job(JOB)
    assert job.state is JobState.ANALYZING
    assert json.loads(job.options) == {"rating_scale": "1-5"}
    assert json.loads(job.reading)["rating_scale"] == "1-5"
    assert load_survey(world.memory_data.objects[survey_key(JOB)]).ratings[:5] == [0, 3, 5, 8, 10]


@pytest.mark.parametrize("sidecar", ["uploads/survey.csv.options.json", "uploads/survey.options.json"])
def test_options_may_lie_beside_the_file_and_the_files_own_go_first(sidecar: str) -> None:
    world = World()
    size = world.drop([[n % 5 + 1, f"comment {n}"] for n in range(20)])
    world.uploads.put(sidecar, b'{"rating-scale": "0-5", "method": "standard"}')
    world.uploads.metadata[SOURCE.key] = {"options": '{"rating_scale": "1-5"}'}

    world.parser().parse(SOURCE, size, "message-1")

    assert json.loads(world.job(JOB).options) == {"rating_scale": "1-5", "method": "standard"}


@pytest.mark.parametrize(
    ("metadata", "sidecar", "code", "words"),
    [
        ({"raiting-scale": "1-5"}, None, "unknown_option", "Did you mean rating_scale?"),
        ({"rating-scale": "1-7"}, None, "wrong_option", "rating_scale must be one of 0-10, 1-10, 1-5, 0-5"),
        ({}, b"[1]", "wrong_option", "survey.csv.options.json can't be read"),
        ({"sheet": "Data"}, None, "sheet_not_found", "Data"),
        ({"comment": "Nota final"}, None, "column_not_found", "Nota final"),
    ],
)
def test_options_that_can_not_be_used_end_the_job_with_a_sentence_before_any_call(
    metadata: dict[str, str], sidecar: bytes | None, code: str, words: str
) -> None:
    world = World()
    size = world.drop(ROWS)
    world.uploads.metadata[SOURCE.key] = metadata
    if sidecar:
        world.uploads.put(f"{SOURCE.key}.options.json", sidecar)

    world.parser().parse(SOURCE, size, "message-1")

    job = world.job(JOB)
    assert (job.state, job.error_code) == (JobState.FAILED, code)
    assert words in job.error_message
    assert world.memory_queue.batches == []


def test_an_inspection_ends_with_a_reading_and_an_estimate_and_asks_nothing() -> None:
    world = World()
    size = world.drop(ROWS)
    world.uploads.metadata[SOURCE.key] = {"inspect": "true"}

    world.parser().parse(SOURCE, size, "message-1")

    assert world.job(JOB).state is JobState.COMPLETED
    assert (world.memory_queue.batches, world.memory_queue.completions) == ([], [])
    assert world.memory_data.objects == {}
    status = world.status().status(JOB)
    assert status is not None
    assert status["results"] is None
    assert (status["reading"]["rows"], status["reading"]["blank"], status["reading"]["duplicates"]) == (6, 1, 1)
    assert status["reading"]["unrated_examples"] == [{"row": 4, "text": "n/a", "reason": "words"}]
    assert status["estimate"]["calls"] == 2
    assert status["estimate"]["cost_usd"] > 0
    assert status["estimate"]["budget_left_usd"] == 5
    assert status["nps"]["n"] == 5


def test_an_inspection_asks_for_nothing_that_another_job_would_wait_for() -> None:
    world = World()
    size = world.drop(ROWS)
    world.uploads.metadata[SOURCE.key] = {"inspect": "true"}
    world.parser().parse(SOURCE, size, "message-1")
    world.uploads.metadata.clear()

    analysed = replace(SOURCE, version="v2")
    world.parser().parse(analysed, world.drop(ROWS), "message-2")

    assert world.job(JOB).comments == 4
    assert batch(world, 1, dropped_job_id(analysed)).kind is BatchKind.ASK


def test_a_job_that_was_ended_meanwhile_starts_no_analysis() -> None:
    def slow(data: bytes, name: str, options: Options) -> Reading:
        world.jobs.advance(JOB, JobState.FAILED, NOW + 1, {"error_code": "parse_failed"})
        return JsonReader()(data, name, options)

    world = World(reader=slow)
    size = world.drop(ROWS)

    world.parser().parse(SOURCE, size, "message-1")

    assert world.job(JOB).state is JobState.FAILED
    assert world.memory_queue.batches == []
    assert world.memory_queue.completions == []


def test_other_errors_are_not_taken_for_the_owners_fault() -> None:
    def broken(data: bytes, name: str, options: Options) -> Reading:
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
    world.cache.put_many({key_of("slow"): CachedAnswer(code_for("slow"), stand_in=False)})

    world.parser().parse(SOURCE, size, "message-1")

    assert world.job(JOB).cache_hits == 1
    asked = [comment.text for number in (1, 2) for comment in batch(world, number).comments]
    assert sorted(asked) == ["Broken", "Fine", "Great"]
    assert CachedComments.loads(world.memory_data.objects[comments_key(JOB)]).codes == {1: code_for("slow")}


def test_the_option_detail_is_kept_with_the_job_and_has_a_cache_of_its_own() -> None:
    world = World()
    size = world.drop(ROWS)
    world.uploads.metadata[SOURCE.key] = {"detail": "full"}
    world.cache.put_many({key_of(t): CachedAnswer(code_for(t), stand_in=False) for t in ("great", "fine")})
    world.cache.put_many({key_of("slow", detail=Detail.FULL): CachedAnswer(f"{code_for('slow')} too slow", False)})

    world.parser().parse(SOURCE, size, "message-1")

    job = world.job(JOB)
    assert job.detail is Detail.FULL
    assert (job.cache_hits, job.cache_misses) == (1, 3)
    status = world.status().status(JOB)
    assert status is not None
    assert status["detail"] == "full"


def test_a_codebook_of_a_teams_own_is_stored_with_the_job_and_has_a_cache_of_its_own() -> None:
    world = World()
    world.uploads.put("codebooks/hotel.json", dump_codebook(HOTEL))
    size = world.drop(ROWS)
    world.cache.put_many({key_of("great"): CachedAnswer(code_for("great"), stand_in=False)})
    world.cache.put_many({key_of("slow", HOTEL): CachedAnswer("500000000012en", stand_in=False)})
    # A theme that this codebook lacks can't be read.
    world.cache.put_many({key_of("fine", HOTEL): CachedAnswer("500000000022en", stand_in=False)})

    world.parser(codebook="hotel").parse(SOURCE, size, "message-1")

    assert world.job(JOB).codebook == HOTEL.version
    assert load_codebook(world.memory_data.objects[codebook_key(JOB)]) == HOTEL
    assert (world.job(JOB).cache_hits, world.job(JOB).cache_misses) == (1, 3)


def test_the_built_in_codebook_is_not_stored_with_the_job() -> None:
    world = World()
    world.parser().parse(SOURCE, world.drop(ROWS), "message-1")

    assert world.job(JOB).codebook == DEFAULT_CODEBOOK.version
    assert codebook_key(JOB) not in world.memory_data.objects


def test_a_codebook_that_is_not_there_ends_the_job_with_a_sentence_before_any_call() -> None:
    world = World()
    size = world.drop(ROWS)
    world.uploads.metadata[SOURCE.key] = {"codebook": "hotel"}

    world.parser().parse(SOURCE, size, "message-1")

    job = world.job(JOB)
    assert (job.state, job.error_code) == (JobState.FAILED, "no_codebook")
    assert "codebooks/hotel.yaml" in job.error_message
    assert world.memory_queue.batches == []


@pytest.mark.parametrize(("spent", "warned"), [(0, False), (4_999_999, True)])
def test_what_is_likely_to_cost_more_than_is_left_of_the_budget_is_warned_of(spent: int, warned: bool) -> None:
    world = World()
    world.budget.reserve(spent)

    world.parser().parse(SOURCE, world.drop(ROWS), "message-1")

    notes = [warning for warning in world.job(JOB).warnings if "BUDGET_USD" in warning]
    assert len(notes) == warned
    assert all("it will stop there" in note and "$0.0000 are left" in note for note in notes)
    assert world.job(JOB).state is JobState.ANALYZING


def test_of_two_files_of_the_same_comments_the_second_borrows_what_the_first_asks_for() -> None:
    world = World()
    other = replace(SOURCE, version="v2")
    world.parser().parse(SOURCE, world.drop(ROWS), "message-1")
    world.clock.advance(seconds=1)

    world.parser().parse(other, world.drop([*ROWS, [5, "New"]]), "message-2")

    second = dropped_job_id(other)
    batches = [batch(world, number, second) for number in range(1, world.job(second).batches + 1)]
    asked = [comment.text for found in batches if found.kind is BatchKind.ASK for comment in found.comments]
    borrowed = [found for found in batches if found.kind is BatchKind.BORROWED]
    assert asked == ["New"]
    assert [comment.text for found in borrowed for comment in found.comments] == ["Great", "Slow", "Fine", "Broken"]
    assert {found.lenders for found in borrowed} == {(JOB,)}
    assert (world.job(second).cache_hits, world.job(second).cache_misses) == (0, 5)


def test_what_asking_a_comment_costs_is_kept_with_the_job_also_where_all_are_cached() -> None:
    world = World()
    size = world.drop(ROWS)
    known = ("great", "slow", "fine", "broken")
    world.cache.put_many({key_of(t): CachedAnswer(code_for(t), stand_in=False) for t in known})

    world.parser().parse(SOURCE, size, "message-1")

    assert world.job(JOB).cache_hits == 4
    assert world.job(JOB).saved_micro_usd > 0


def test_warnings_and_errors_are_cut_to_what_a_job_item_holds() -> None:
    world = World()
    world.parser(warnings=("w" * 5000,)).parse(SOURCE, world.drop(ROWS), "message-1")

    assert max(map(len, world.job(JOB).warnings)) == MAX_SENTENCE
