"""AggregateService: every row in, once, in order; numbers that add up; the same again when it runs again."""

import asyncio
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from feedback.adapters.memory import MemoryObjectStore
from feedback.contracts import JobReply
from feedback.domain.answers import render_answer
from feedback.domain.calls import ModelReply
from feedback.domain.codebook import DEFAULT_CODEBOOK, Codebook, Theme
from feedback.domain.codebook_document import dump_codebook
from feedback.domain.documents import (
    RESULT_FILES,
    Batch,
    BatchAnswers,
    answers_key,
    batch_key,
    codebook_key,
    partial_answers_key,
    result_key,
    survey_key,
)
from feedback.domain.errors import FatalModelError
from feedback.domain.job import JobState, dropped_job_id, iso_time
from feedback.domain.model_catalog import most_micro_usd
from feedback.domain.models import Cell
from feedback.domain.nps import NpsMethod
from feedback.domain.prompts import PROMPT_VERSION, ModelRequest, most_tokens
from feedback.services.aggregate import STAND_IN_WARNING
from tests.builders import NOW, SOURCE
from tests.fakes import CALL_COST, FakeAnalyzer, Step, analysis_of, answer_all, code_for, items_for, reply
from tests.world import MODEL, MODEL_IDENTITY, World

JOB = dropped_job_id(SOURCE)
AGAIN = replace(SOURCE, version="v2")
SECOND_JOB = dropped_job_id(AGAIN)
HOTEL = Codebook((Theme("room", "Room", "Habitación"), Theme("bed", "Bed", "Cama")), "Hotel")
COLUMNS = ("id", "Nota", "Comentario Final", "Region")
ROWS: list[list[Cell]] = [
    ["a", 9, "Great", "north"],
    ["b", 3, "Slow", "south"],
    ["c", "n/a", "", "north"],
    ["d", 10, " GREAT ", "south"],
    ["e", 7, "Fine", "north"],
    ["f", 0, "Broken", None],
]


def analysed_world(
    then: Step = answer_all,
    rows: list[list[Cell]] | None = None,
    metadata: dict[str, str] | None = None,
    **parts: Any,
) -> World:
    """A world, with these parts and settings, whose file has been parsed and analysed, and waits for the aggregator."""
    world = World(analyzer=FakeAnalyzer(then=then), **parts)
    world.uploads.put("codebooks/hotel.json", dump_codebook(HOTEL))
    world.uploads.metadata[SOURCE.key] = metadata or {}
    size = world.drop(ROWS if rows is None else rows, COLUMNS)
    world.parser().parse(SOURCE, size, "message-1", arrived_at=NOW - 1000)
    world.clock.advance(seconds=2)
    analyse(world)
    world.clock.advance(seconds=1)
    return world


def analyse(world: World) -> None:
    """Deliver the batches that are in the queue, one after another."""
    for message in world.memory_queue.take_batches():
        for number in message.numbers:
            asyncio.run(world.batch_analyzer().analyze(message.job_id, number, world.clock.seconds() + 60))


def test_the_results_hold_every_row_once_in_order_with_the_input_unchanged() -> None:
    world = analysed_world()

    assert world.aggregator().aggregate(JOB)

    for name in ("results.csv", "results.parquet", "results.xlsx"):
        rows = world.result_rows(JOB, name)
        assert [[row[column] for column in COLUMNS] for row in rows] == ROWS
        assert [row["row"] for row in rows] == [1, 2, 3, 4, 5, 6]


def test_every_row_has_its_own_state_and_the_analysis_of_its_own_comment() -> None:
    world = analysed_world()
    world.aggregator().aggregate(JOB)

    rows = world.result_rows(JOB)
    assert [row["ledger_state"] for row in rows] == [
        *("analyzed", "analyzed", "blank", "duplicate", "analyzed", "analyzed"),
    ]
    assert [row["nps_group"] for row in rows] == ["promoter", "detractor", None, "promoter", "passive", "detractor"]
    for row, text in zip(rows, ("Great", "Slow", None, "Great", "Fine", "Broken"), strict=True):
        assert row["sentiment"] == (analysis_of(text).sentiment if text else None)
        assert row["churn_risk"] == (analysis_of(text).churn_risk if text else None)


def test_the_report_adds_up_to_the_rows() -> None:
    world = analysed_world()
    world.aggregator().aggregate(JOB)

    report = world.report(JOB)
    assert report["ledger"] == {"analyzed": 4, "cached": 0, "duplicate": 1, "blank": 1, "failed": 0}
    assert (report["job"], report["file"], report["rows"]) == (JOB, "survey.csv", 6)
    assert report["created_at"] == iso_time(NOW - 1000)
    nps = report["nps"]
    assert (nps["promoters"], nps["passives"], nps["detractors"], nps["unrated"]) == (2, 1, 2, 1)
    assert (nps["method"], nps["score"], nps["standard"]) == ("shifted", 50.0, 0.0)
    assert report["usage"]["calls"] == 2
    assert report["usage"]["cost_usd"] == 0.00007
    assert (report["usage"]["cache_hits"], report["usage"]["cache_misses"]) == (0, 4)
    assert (report["model"], report["stand_in"]) == ("gpt-6-luna", False)
    assert report["codebook_version"] == DEFAULT_CODEBOOK.version
    assert report["timings"]["total"] == 4.0
    assert (report["timings"]["analyze"], report["timings"]["aggregator_start"]) == (2.0, 1.0)


def test_the_job_ends_completed_with_the_summary_that_the_status_tells() -> None:
    world = analysed_world()
    world.aggregator().aggregate(JOB)

    job = world.job(JOB)
    assert (job.state, job.ended_at, job.rows_done) == (JobState.COMPLETED, NOW + 3000, 6)
    status, report = world.status().status(JOB), world.report(JOB)
    assert status is not None
    assert JobReply.model_validate(status).model_dump() == status
    told = ("ledger", "nps", "spot_check", "usage", "timings", "model", "detail", "codebook_version", "stand_in")
    assert {name: status[name] for name in told} == {name: report[name] for name in told}


class SlowStore(MemoryObjectStore):
    """Takes the longer for a result file the earlier it is in RESULT_FILES, and refuses one; begun: what was put."""

    def __init__(self, objects: Mapping[str, bytes], refused: str = "") -> None:
        super().__init__()
        self.objects, self.refused, self.begun = dict(objects), refused, list[str]()

    def put(self, key: str, data: bytes, content_type: str = "application/json") -> None:
        name = key.removeprefix(f"results/{JOB}/")
        self.begun.append(name)
        time.sleep(0.01 * (len(RESULT_FILES) - list(RESULT_FILES).index(name)))
        if name == self.refused:
            raise ConnectionError
        super().put(key, data, content_type)

    def written(self) -> list[str]:
        return [key.removeprefix(f"results/{JOB}/") for key in self.objects if key.startswith("results/")]


def test_results_json_is_written_once_all_others_are_there() -> None:
    world = analysed_world()
    world.data = store = SlowStore(world.memory_data.objects)
    world.aggregator().aggregate(JOB)

    assert sorted(store.written()) == sorted(RESULT_FILES)
    assert store.written()[-1] == store.begun[-1] == "results.json"


@pytest.mark.parametrize("refused", RESULT_FILES)
def test_a_job_is_not_completed_before_all_its_files_are_there(refused: str) -> None:
    world = analysed_world()
    world.data = store = SlowStore(world.memory_data.objects, refused)
    with pytest.raises(ConnectionError):
        world.aggregator().aggregate(JOB)

    assert "results.json" not in store.written()
    assert world.job(JOB).state is JobState.AGGREGATING


def test_the_second_file_of_the_same_comments_comes_from_the_cache() -> None:
    world = analysed_world()
    world.parser().parse(AGAIN, world.drop(ROWS, COLUMNS), "message-2")

    assert world.memory_queue.take_batches() == []
    assert world.aggregator().aggregate(SECOND_JOB)
    report = world.report(SECOND_JOB)
    assert report["ledger"] == {"analyzed": 0, "cached": 4, "duplicate": 1, "blank": 1, "failed": 0}
    usage = report["usage"]
    assert (usage["calls"], usage["cache_hits"], usage["cache_misses"]) == (0, 4, 0)
    assert usage["saved_usd"] == world.job(SECOND_JOB).saved_micro_usd / 1_000_000 > 0
    rows = world.result_rows(SECOND_JOB)
    assert rows[1]["sentiment"] == analysis_of("Slow").sentiment


def borrowing_world(then: Step = answer_all, rows: list[list[Cell]] | None = None) -> World:
    """A world with a second job, analysed, whose file came while the first one asked the model."""
    world = World(analyzer=FakeAnalyzer(then=then))
    world.parser().parse(SOURCE, world.drop(ROWS, COLUMNS), "message-1")
    world.clock.advance(seconds=0.1)
    world.parser().parse(AGAIN, world.drop(rows or ROWS, COLUMNS), "message-2")
    analyse(world)
    return world


def test_comments_that_another_job_asked_for_count_as_cached_and_cost_no_call() -> None:
    world = borrowing_world(rows=[*ROWS, ["g", 8, "New", "north"]])

    assert world.aggregator().aggregate(SECOND_JOB)

    report = world.report(SECOND_JOB)
    assert report["ledger"] == {"analyzed": 1, "cached": 4, "duplicate": 1, "blank": 1, "failed": 0}
    usage = report["usage"]
    assert (usage["calls"], usage["cache_hits"], usage["cache_misses"]) == (1, 4, 1)
    assert usage["saved_usd"] > 0
    rows = world.result_rows(SECOND_JOB)
    assert [row["sentiment"] for row in rows if row["ledger_state"] == "cached"] == [
        analysis_of(text).sentiment for text in ("Great", "Slow", "Fine", "Broken")
    ]


def test_a_report_of_analyses_that_another_job_got_from_the_stand_in_says_so() -> None:
    world = borrowing_world(then=lambda r: reply(items_for(r.comments), stand_in=True))
    assert world.job(SECOND_JOB).usage.calls == 0

    world.aggregator().aggregate(SECOND_JOB)

    assert STAND_IN_WARNING in world.report(SECOND_JOB)["warnings"]
    assert world.report(SECOND_JOB)["stand_in"]


def test_a_second_run_after_the_end_changes_nothing() -> None:
    world = analysed_world()
    world.aggregator().aggregate(JOB)
    job, objects = world.job(JOB), dict(world.memory_data.objects)

    assert not world.aggregator().aggregate(JOB)
    assert world.job(JOB) == job
    assert world.memory_data.objects == objects


def test_a_run_after_one_that_died_writes_the_same_results() -> None:
    world = analysed_world()
    world.jobs.begin_aggregation(JOB, NOW + 3000, NOW + 9000)
    assert not world.aggregator().aggregate(JOB)
    world.clock.advance(seconds=9)

    assert world.aggregator().aggregate(JOB)
    assert world.report(JOB)["ledger"]["analyzed"] == 4
    assert world.job(JOB).aggregating_at == NOW + 3000


def test_answers_that_a_stopped_job_had_by_then_count_and_the_rest_fails_with_the_reason() -> None:
    world = analysed_world()
    stopped = replace(world.job(JOB), done=frozenset({1}), stop_reason="no quota")
    world.memory_jobs._jobs[JOB] = stopped
    whole = BatchAnswers.loads(world.memory_data.objects.pop(answers_key(JOB, 2)))
    last = max(whole.codes)
    del whole.codes[last]
    world.memory_data.put(partial_answers_key(JOB, 2), whole.dumps())

    world.aggregator().aggregate(JOB)

    assert world.report(JOB)["ledger"] == {"analyzed": 3, "cached": 0, "duplicate": 1, "blank": 1, "failed": 1}
    row_of = {1: 1, 2: 4, 3: 5}
    assert world.result_rows(JOB)[row_of[last]]["failure_reason"] == "no quota"


@pytest.mark.parametrize("missing", ["nothing there", "not done"])
def test_there_is_nothing_to_do_for_a_job_that_is_missing_or_not_done(missing: str) -> None:
    world = World()
    if missing == "not done":
        world.analyzing_job(["a"])

    assert not world.aggregator().aggregate("d1")
    assert world.memory_data.objects.get(result_key("d1", "results.json")) is None


def test_a_job_that_is_still_being_parsed_is_left_alone() -> None:
    world = World()
    world.analyzing_job()
    world.memory_jobs._jobs["d1"] = replace(world.job(), state=JobState.PARSING)

    assert not world.aggregator().aggregate("d1")
    assert world.job().state is JobState.PARSING


def test_a_comment_that_failed_makes_the_job_complete_with_errors() -> None:
    world = analysed_world(then=lambda r: reply(items_for({n: t for n, t in r.comments.items() if t != "Great"})))
    world.aggregator().aggregate(JOB)

    assert world.job(JOB).state is JobState.COMPLETED_WITH_ERRORS
    assert world.report(JOB)["ledger"] == {"analyzed": 3, "cached": 0, "duplicate": 0, "blank": 1, "failed": 2}
    rows = world.result_rows(JOB)
    assert [row["failure_reason"] for row in rows] == [
        *("missing from the model's answer", None, None, "missing from the model's answer", None, None)
    ]
    assert rows[0]["sentiment"] is rows[3]["sentiment"] is None


def test_the_nps_is_right_when_the_model_is_down_for_the_whole_job() -> None:
    def down(request: ModelRequest) -> ModelReply:
        raise FatalModelError("The key was refused.")

    world = analysed_world(then=down)
    assert world.memory_queue.completions
    world.aggregator().aggregate(JOB)

    report = world.report(JOB)
    job = world.job(JOB)
    assert report["ledger"] == {"analyzed": 0, "cached": 0, "duplicate": 0, "blank": 1, "failed": 5}
    assert (report["nps"]["standard"], report["nps"]["n"]) == (0.0, 5)
    assert job.state is JobState.COMPLETED_WITH_ERRORS
    assert job.error_message == "The key was refused."
    assert "The analysis was stopped: The key was refused." in report["warnings"]
    assert {row["failure_reason"] for row in world.result_rows(JOB)} == {None, "The key was refused."}


def test_a_stopped_job_completes_with_errors_even_if_no_row_failed() -> None:
    world = analysed_world()
    world.jobs.stop(JOB, "the job ran past its deadline", NOW)

    world.aggregator().aggregate(JOB)

    assert world.report(JOB)["ledger"]["failed"] == 0
    assert world.job(JOB).state is JobState.COMPLETED_WITH_ERRORS
    assert world.job(JOB).error_message == "the job ran past its deadline"


def test_a_report_made_by_the_stand_in_says_so() -> None:
    world = analysed_world(then=lambda r: reply(items_for(r.comments), stand_in=True))
    world.aggregator().aggregate(JOB)

    assert STAND_IN_WARNING in world.report(JOB)["warnings"]
    assert world.report(JOB)["stand_in"]


def test_a_file_without_ratings_has_results_without_a_score() -> None:
    world = analysed_world(rows=[[None, "Great"], [9.5, "Slow"]])
    world.aggregator().aggregate(JOB)

    assert len(world.result_rows(JOB)) == 2
    assert world.report(JOB)["nps"]["score"] is None
    assert any("no NPS" in warning for warning in world.report(JOB)["warnings"])
    assert world.job(JOB).state is JobState.COMPLETED


def test_themes_and_segments_of_the_report_are_those_of_the_rows() -> None:
    world = analysed_world()
    world.aggregator().aggregate(JOB)

    report = world.report(JOB)
    themes = Counter(
        mention.theme for text in ("Great", "Great", "Slow", "Fine", "Broken") for mention in analysis_of(text).themes
    )
    assert {entry["theme"]: entry["rows"] for entry in report["themes"]} == dict(themes)
    (region,) = [segment for segment in report["segments"] if segment["column"] == "Region"]
    assert {value["value"]: value["rows"] for value in region["values"]} == {"north": 3, "south": 2}


@pytest.mark.parametrize(
    ("method", "score"), [("shifted", 50.0), ("standard", 0.0), ("absolute", 0.0), ("weighted", 10.0)]
)
def test_the_score_is_given_by_the_chosen_method(method: str, score: float) -> None:
    world = analysed_world()
    world.aggregator(NpsMethod(method)).aggregate(JOB)

    assert world.report(JOB)["nps"]["score"] == score
    assert world.report(JOB)["nps"]["standard"] == 0.0


@pytest.mark.parametrize("key", [survey_key(JOB), answers_key(JOB, 1)])
def test_a_stored_object_that_is_gone_is_an_error_and_ends_nothing(key: str) -> None:
    world = analysed_world()
    del world.memory_data.objects[key]

    with pytest.raises(LookupError, match="not in the data bucket"):
        world.aggregator().aggregate(JOB)
    assert world.job(JOB).state is JobState.AGGREGATING


def test_a_comment_with_both_an_answer_and_a_failure_is_counted_once_as_analyzed() -> None:
    world = analysed_world()
    stored = BatchAnswers.loads(world.memory_data.objects[answers_key(JOB, 1)])
    world.memory_data.put(answers_key(JOB, 1), BatchAnswers(stored.codes, {0: "late"}).dumps())

    world.aggregator().aggregate(JOB)

    assert sum(world.report(JOB)["ledger"].values()) == 6
    assert world.report(JOB)["ledger"]["failed"] == 0


def test_without_a_spot_check_the_report_says_that_nothing_was_compared() -> None:
    world = analysed_world()
    world.aggregator().aggregate(JOB)

    spot_check = world.report(JOB)["spot_check"]
    assert (spot_check["asked"], spot_check["compared"], spot_check["agreement"]) == (0, 0, None)


def test_the_spot_check_is_in_the_report_and_counts_for_no_row() -> None:
    world = analysed_world(spot_check_percent=50, batch_size=3)
    world.aggregator().aggregate(JOB)

    report = world.report(JOB)
    spot_check = report["spot_check"]
    assert (spot_check["asked"], spot_check["compared"], spot_check["agreement"]) == (2, 2, 1.0)
    assert sum(part["compared"] for part in spot_check["by_group"].values()) == 2
    assert report["ledger"] == {"analyzed": 4, "cached": 0, "duplicate": 1, "blank": 1, "failed": 0}
    assert report["usage"]["calls"] == 2
    assert not any("Asked twice" in warning for warning in report["warnings"])
    assert world.job(JOB).state is JobState.COMPLETED


def test_analyses_that_differ_among_other_neighbours_are_warned_of_and_the_first_ones_are_kept() -> None:
    def with_a_neighbour(text: str, texts: Iterable[str]) -> str:
        return f"{text}, beside {sorted(other for other in texts if other != text)}"

    def swayed(request: ModelRequest) -> ModelReply:
        texts = request.comments.values()
        return reply(items_for({number: with_a_neighbour(text, texts) for number, text in request.comments.items()}))

    world = analysed_world(swayed, spot_check_percent=50, batch_size=3)
    world.aggregator().aggregate(JOB)

    report = world.report(JOB)
    assert (report["spot_check"]["compared"], report["spot_check"]["agreement"]) == (2, 0.0)
    assert sum("Asked twice" in warning for warning in report["warnings"]) == 1
    batches = [Batch.loads(world.memory_data.objects[batch_key(JOB, number)]).comments for number in (1, 2)]
    first = {
        comment.text: analysis_of(with_a_neighbour(comment.text, [other.text for other in batch]))
        for batch in batches
        for comment in batch
        if not comment.repeat
    }
    assert [row["churn_risk"] for row in world.result_rows(JOB) if row["ledger_state"] == "analyzed"] == [
        first[text].churn_risk for text in ("Great", "Slow", "Fine", "Broken")
    ]


def test_second_askings_that_the_model_does_not_answer_fail_no_row() -> None:
    seen: set[str] = set()

    def each_in_one_call(request: ModelRequest) -> ModelReply:
        """Answers of its first call only the first two comments, which then come again in the other batch."""
        new = {number: text for number, text in request.comments.items() if text not in seen}
        seen.update(new.values())
        return reply(items_for(new))

    world = analysed_world(each_in_one_call, spot_check_percent=50, batch_size=3)
    world.aggregator().aggregate(JOB)

    # What was first met as a second asking has no answer in its own batch, in any of the further calls for it.
    report = world.report(JOB)
    assert (report["spot_check"]["asked"], report["spot_check"]["compared"]) == (2, 0)
    assert report["ledger"]["failed"] == sum(row["ledger_state"] == "failed" for row in world.result_rows(JOB)) == 2


def test_what_the_calls_teach_of_the_models_speed_is_kept_once() -> None:
    world = analysed_world()
    world.aggregator().aggregate(JOB)
    world.aggregator().aggregate(JOB)

    learned = world.speeds.get(f"{MODEL_IDENTITY}#scores")
    assert learned == world.job(JOB).sums
    assert (learned.timed_calls, learned.timed_comments, learned.timed_tokens) == (2, 4, 100)


def test_a_job_without_calls_teaches_nothing() -> None:
    world = analysed_world()
    world.aggregator().aggregate(JOB)
    before = world.speeds.get(f"{MODEL_IDENTITY}#scores")

    world.parser().parse(AGAIN, world.drop(ROWS, COLUMNS), "message-2")
    world.aggregator().aggregate(SECOND_JOB)

    assert world.job(SECOND_JOB).state is JobState.COMPLETED
    assert world.speeds.get(f"{MODEL_IDENTITY}#scores") == before


def test_a_job_that_the_budget_stops_keeps_what_is_analysed_and_fails_the_rest_with_the_reason() -> None:
    # Enough to reserve one call, whichever comes first, and not another one after what that has spent.
    reserved = most_micro_usd(MODEL, *most_tokens(ModelRequest({4: "Good", 5: "Slow"}, DEFAULT_CODEBOOK))) or 0
    as_long = {"Great": "Good", " GREAT ": "good", "Broken": "Poor"}
    known = [[as_long.get(str(cell), cell) for cell in cells] for cells in ROWS]
    world = analysed_world(rows=known, batch_size=2, budget_usd=(reserved + CALL_COST - 1) / 1_000_000)
    assert set(world.memory_queue.completions) == {JOB}

    assert world.aggregator().aggregate(JOB)

    report, rows = world.report(JOB), world.result_rows(JOB)
    asked = {comment.text for comment in Batch.loads(world.memory_data.objects[batch_key(JOB, 1)]).comments}
    reason = "budget: the next model call would pass this month's cap of $0.00 (BUDGET_USD)"
    for row in rows:
        text = str(row["Comentario Final"] or "").capitalize()
        assert (row["ledger_state"] == "failed") == (bool(text) and text not in asked)
        assert row["failure_reason"] == (reason if row["ledger_state"] == "failed" else None)
    assert len({row["Comentario Final"] for row in rows if row["ledger_state"] == "analyzed"}) == 2
    assert (report["nps"]["n"], report["nps"]["unrated"], report["nps"]["standard"]) == (5, 1, 0.0)
    assert report["usage"]["calls"] == 1
    assert f"The analysis was stopped: {reason}" in report["warnings"]
    assert (world.job(JOB).state, world.job(JOB).error_message) == (JobState.COMPLETED_WITH_ERRORS, reason)


def test_with_more_detail_the_results_have_the_pain_points_as_well() -> None:
    def with_pain_point(request: ModelRequest) -> ModelReply:
        codes = [(n, code_for(t) + (" Slow" if t == "Slow" else "")) for n, t in request.comments.items()]
        return ModelReply(render_answer(codes, request.detail), 100, 50)

    world = analysed_world(with_pain_point, metadata={"detail": "full"})
    world.aggregator().aggregate(JOB)

    assert [row["pain_point"] for row in world.result_rows(JOB)] == [None, "Slow", None, None, None, None]
    assert world.result_rows(JOB)[1]["sentiment"] == analysis_of("Slow").sentiment
    report = world.report(JOB)
    assert (report["detail"], report["prompt_version"]) == ("full", f"{PROMPT_VERSION}-full")
    assert world.speeds.get(f"{MODEL_IDENTITY}#full").timed_calls == 2


def test_without_more_detail_there_is_no_column_of_pain_points() -> None:
    world = analysed_world()
    world.aggregator().aggregate(JOB)

    assert "pain_point" not in world.result_rows(JOB)[0]
    assert (world.report(JOB)["detail"], world.report(JOB)["prompt_version"]) == ("scores", PROMPT_VERSION)


def hotel_world() -> World:
    """A world whose file is coded by a codebook of the team's own: every comment is on its second theme."""

    def on_beds(request: ModelRequest) -> ModelReply:
        return reply(render_answer([(number, "100000009011en") for number in request.comments], request.detail))

    return analysed_world(on_beds, metadata={"codebook": "hotel"})


def test_themes_are_those_of_the_jobs_own_codebook() -> None:
    world = hotel_world()
    world.aggregator().aggregate(JOB)

    report = world.report(JOB)
    assert [(entry["theme"], entry["label_es"], entry["rows"]) for entry in report["themes"]] == [("bed", "Cama", 5)]
    assert report["codebook_version"] == HOTEL.version
    assert world.result_rows(JOB)[0]["themes"] == "bed:negative"


def test_a_codebook_that_is_gone_is_an_error_and_not_another_codebook() -> None:
    world = hotel_world()
    del world.memory_data.objects[codebook_key(JOB)]

    with pytest.raises(LookupError, match="codebook"):
        world.aggregator().aggregate(JOB)
    assert world.job(JOB).state is JobState.AGGREGATING
