"""Settings: the environment of a function, read once; a bad value names itself."""

import pytest

from feedback.domain.columns import ParserMode
from feedback.domain.errors import SettingsError
from feedback.domain.nps import NpsMethod
from feedback.domain.planning import OptimizeFor, Pace
from feedback.domain.work import PlanRules
from feedback.settings import AggregatorSettings, AnalyzerSettings, ApiSettings, ParserSettings, PlanSettings

PARSER = {
    "JOBS_TABLE": "jobs",
    "CACHE_TABLE": "cache",
    "UPLOAD_BUCKET": "uploads",
    "DATA_BUCKET": "data",
    "BATCH_QUEUE_URL": "batches",
    "COMPLETION_QUEUE_URL": "completions",
}


def test_every_setting_has_the_documented_default() -> None:
    parser = ParserSettings.load(PARSER)
    analyzer = AnalyzerSettings.load(PARSER)
    assert (parser.ai_model, parser.openai_base_url) == ("gpt-6-luna", None)
    assert (parser.max_batch_size, parser.batch_size_optimal, parser.openai_concurrent_workers) == (50, 120, 4)
    assert (parser.optimize_for, parser.spot_check_percent, parser.codebook) == (OptimizeFor.TARGET, 1, "default")
    assert (parser.enable_parallel_processing, parser.enable_comment_cache, parser.cache_ttl_days) == (True, True, 7)
    assert (parser.file_parser_mode, parser.file_max_mb, parser.max_rows) == (ParserMode.FLEXIBLE, 20, 100_000)
    for settings in (parser, analyzer):
        assert (settings.max_rps, settings.max_tpm, settings.budget_usd) == (8, 200_000, 5)
    assert (analyzer.openai_api_key, analyzer.log_performance_metrics) == ("", True)
    assert parser.results_ttl_days == 30
    aggregator = AggregatorSettings.load(PARSER)
    for scores in (parser, aggregator):
        assert (scores.nps_calculation_method, scores.nps_passive_weight) == (NpsMethod.SHIFTED, 0.5)
    assert aggregator.model_identity == analyzer.model_identity == parser.model_identity == "gpt-6-luna"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BATCH_SIZE_OPTIMAL", "0"),
        ("BATCH_SIZE_OPTIMAL", "700"),
        ("MAX_BATCH_SIZE", "700"),
        ("OPENAI_CONCURRENT_WORKERS", "0"),
        ("MAX_RPS", "0"),
        ("MAX_TPM", "0"),
        ("OPTIMIZE_FOR", "money"),
        ("SPOT_CHECK_PERCENT", "-1"),
        ("SPOT_CHECK_PERCENT", "101"),
        ("CODEBOOK", ""),
        ("CODEBOOK", "../hotel"),
        ("CODEBOOK", "x" * 65),
        ("BUDGET_USD", "-1"),
        ("CACHE_TTL_DAYS", "0"),
        ("MAX_ROWS", "many"),
        ("FILE_PARSER_MODE", "strict"),
        ("ENABLE_COMMENT_CACHE", "perhaps"),
        ("AI_MODEL", ""),
        ("FILE_MAX_MB", "-1"),
    ],
)
def test_a_bad_value_stops_the_function_with_its_name(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        ParserSettings.load(PARSER | {name: value})


def test_all_that_is_missing_is_named_at_once() -> None:
    with pytest.raises(SettingsError) as raised:
        ApiSettings.load({})
    assert all(name in str(raised.value) for name in ("JOBS_TABLE", "UPLOAD_BUCKET", "DATA_BUCKET"))


def test_without_parallel_processing_batches_have_their_own_size() -> None:
    assert ParserSettings.load(PARSER | {"ENABLE_PARALLEL_PROCESSING": "false"}).batch_size == 50
    assert ParserSettings.load(PARSER).batch_size == 120


def test_an_analyzer_makes_sixteen_calls_at_once_and_without_parallel_processing_one_call_is_made_at_a_time() -> None:
    environment = PARSER | {"OPENAI_CONCURRENT_WORKERS": "3", "MAX_RPS": "2.5", "MAX_TPM": "60000"}

    parallel = ParserSettings.load(environment)
    one = ParserSettings.load(environment | {"ENABLE_PARALLEL_PROCESSING": "false"})
    assert parallel.pace == Pace(rps=2.5, tpm=60_000, in_flight=48)
    assert one.pace == Pace(rps=2.5, tpm=60_000, in_flight=1)


def test_planning_is_by_the_settings() -> None:
    settings = ParserSettings.load(
        PARSER | {"AI_MODEL": "gpt-4o-mini", "OPTIMIZE_FOR": "calls", "SPOT_CHECK_PERCENT": "2.5"}
    )

    assert settings.plan_rules == PlanRules("gpt-4o-mini", 120, settings.pace, OptimizeFor.CALLS, 2.5, workers=4)


@pytest.mark.parametrize(
    ("environment", "percent"),
    [({}, 1), ({"OPTIMIZE_FOR": "calls"}, 1), ({"SPOT_CHECK_PERCENT": "2.5"}, 2.5), ({"SPOT_CHECK_PERCENT": "0"}, 0)],
)
def test_there_is_a_spot_check_unless_it_is_switched_off(environment: dict[str, str], percent: float) -> None:
    assert ParserSettings.load(PARSER | environment).plan_rules.spot_check_percent == percent


def test_a_file_is_planned_without_a_deployment() -> None:
    assert PlanSettings.load({}).plan_rules == ParserSettings.load(PARSER).plan_rules


def test_the_same_model_at_another_endpoint_is_another_model_to_the_cache() -> None:
    plain = ParserSettings.load(PARSER | {"OPENAI_BASE_URL": ""})
    elsewhere = ParserSettings.load(PARSER | {"OPENAI_BASE_URL": "http://127.0.0.1:1/v1"})
    assert plain.model_identity == "gpt-6-luna"
    assert elsewhere.model_identity != plain.model_identity


def test_a_bad_value_is_not_shown_because_it_may_be_a_secret() -> None:
    with pytest.raises(SettingsError) as raised:
        AnalyzerSettings.load(PARSER | {"MAX_RPS": "sk-secret"})
    assert "sk-secret" not in str(raised.value)
