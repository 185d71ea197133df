"""Settings: the environment of a function, read once; a bad value names itself."""

import pytest

from feedback.domain.columns import ParserMode
from feedback.domain.errors import SettingsError
from feedback.domain.nps import NpsMethod
from feedback.settings import AggregatorSettings, AnalyzerSettings, ApiSettings, ParserSettings

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
    assert (parser.max_batch_size, parser.batch_size_optimal) == (50, 120)
    assert (parser.enable_parallel_processing, parser.enable_comment_cache, parser.cache_ttl_days) == (True, True, 7)
    assert (parser.file_parser_mode, parser.file_max_mb, parser.max_rows) == (ParserMode.FLEXIBLE, 20, 100_000)
    assert (analyzer.max_rps, analyzer.max_tpm, analyzer.budget_usd) == (8, 200_000, 5)
    assert parser.results_ttl_days == 30
    aggregator = AggregatorSettings.load(PARSER)
    assert (aggregator.nps_calculation_method, aggregator.nps_passive_weight) == (NpsMethod.SHIFTED, 0.5)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BATCH_SIZE_OPTIMAL", "0"),
        ("BATCH_SIZE_OPTIMAL", "1000"),
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


def test_the_same_model_at_another_endpoint_is_another_model_to_the_cache() -> None:
    plain = ParserSettings.load(PARSER | {"OPENAI_BASE_URL": ""})
    elsewhere = ParserSettings.load(PARSER | {"OPENAI_BASE_URL": "http://127.0.0.1:1/v1"})
    assert plain.model_identity == "gpt-6-luna"
    assert elsewhere.model_identity != plain.model_identity


def test_a_bad_value_is_not_shown_because_it_may_be_a_secret() -> None:
    with pytest.raises(SettingsError) as raised:
        AnalyzerSettings.load(PARSER | {"MAX_RPS": "sk-secret"})
    assert "sk-secret" not in str(raised.value)
