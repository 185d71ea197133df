"""The environment of each function, read once and validated. A bad value stops the function, with its name."""

import os
from collections.abc import Mapping
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from feedback.domain.codebook_names import DEFAULT_NAME, is_codebook_name
from feedback.domain.columns import ParserMode
from feedback.domain.errors import SettingsError
from feedback.domain.nps import NpsMethod
from feedback.domain.planning import OptimizeFor, Pace
from feedback.domain.prompts import MAX_COMMENTS
from feedback.domain.work import PlanRules


def _blank_is_none(value: str | None) -> str | None:
    return value or None


def _codebook_name(value: str) -> str:
    if not is_codebook_name(value):
        raise ValueError("the name of a codebook has up to 64 letters a to z, digits, - and _")
    return value


BATCHES_A_WORKER = 16
"""Batches that the planner gives to one analyzer function at once."""

type CodebookName = Annotated[str, AfterValidator(_codebook_name)]
type Url = Annotated[str | None, AfterValidator(_blank_is_none)]


class Settings(BaseModel):
    """Fields are named as the environment variables, in lower case."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    @classmethod
    def load(cls, environment: Mapping[str, str] | None = None) -> Self:
        """Raises SettingsError, naming every variable that is missing or has a value that can't be used."""
        variables = os.environ if environment is None else environment
        known = {name.lower(): value for name, value in variables.items()}
        try:
            return cls.model_validate(known)
        except ValidationError as error:
            wrong = "; ".join(f"{str(e['loc'][0]).upper()}: {e['msg']}" for e in error.errors())
            raise SettingsError(wrong) from None


class ModelSettings(Settings):
    """Which model, and how it is reached."""

    ai_model: str = Field(default="gpt-6-luna", min_length=1)
    openai_base_url: Url = None

    @property
    def model_identity(self) -> str:
        """The model as the cache knows it: the same name at another endpoint may be another model."""
        return self.ai_model if self.openai_base_url is None else f"{self.ai_model}@{self.openai_base_url}"


class FileSettings(Settings):
    """How large a file may be."""

    file_max_mb: float = Field(default=20, gt=0)

    @property
    def max_bytes(self) -> int:
        return round(self.file_max_mb * 1_000_000)


class ScoreSettings(Settings):
    """How NPS is reported."""

    nps_calculation_method: NpsMethod = NpsMethod.SHIFTED
    nps_passive_weight: float = Field(default=0.5, ge=0, le=1)


class PlanSettings(ModelSettings, FileSettings, ScoreSettings):
    """What decides how many calls a file takes, how fast they may be made, and how NPS is reported."""

    max_batch_size: int = Field(default=50, ge=1, le=MAX_COMMENTS)
    batch_size_optimal: int = Field(default=120, ge=1, le=MAX_COMMENTS)
    enable_parallel_processing: bool = True
    optimize_for: OptimizeFor = OptimizeFor.TARGET
    spot_check_percent: float = Field(default=1, ge=0, le=100)
    codebook: CodebookName = DEFAULT_NAME
    openai_concurrent_workers: int = Field(default=4, ge=1)
    max_rps: float = Field(default=8, gt=0)
    max_tpm: float = Field(default=200_000, gt=0)
    file_parser_mode: ParserMode = ParserMode.FLEXIBLE
    max_rows: int = Field(default=100_000, ge=1)

    @property
    def batch_size(self) -> int:
        return self.batch_size_optimal if self.enable_parallel_processing else self.max_batch_size

    @property
    def workers(self) -> int:
        return self.openai_concurrent_workers if self.enable_parallel_processing else 1

    @property
    def pace(self) -> Pace:
        in_flight = self.workers * BATCHES_A_WORKER if self.enable_parallel_processing else 1
        return Pace(self.max_rps, self.max_tpm, in_flight)

    @property
    def plan_rules(self) -> PlanRules:
        return PlanRules(
            model=self.ai_model,
            batch_size=self.batch_size,
            pace=self.pace,
            optimize_for=self.optimize_for,
            spot_check_percent=self.spot_check_percent,
            workers=self.workers,
        )


class ParserSettings(PlanSettings):
    jobs_table: str
    cache_table: str
    upload_bucket: str
    data_bucket: str
    batch_queue_url: str
    completion_queue_url: str
    enable_comment_cache: bool = True
    cache_ttl_days: int = Field(default=7, ge=1)
    results_ttl_days: int = Field(default=30, ge=1)
    budget_usd: float = Field(default=5, ge=0)
    job_seconds: int = Field(default=3600, ge=60)


class AnalyzerSettings(ModelSettings):
    """openai_api_key_parameter names the SSM SecureString; openai_api_key in plain is for local use only."""

    jobs_table: str
    cache_table: str
    data_bucket: str
    batch_queue_url: str
    completion_queue_url: str
    openai_api_key: str = ""
    openai_api_key_parameter: str = ""
    max_rps: float = Field(default=8, gt=0)
    max_tpm: float = Field(default=200_000, gt=0)
    enable_parallel_processing: bool = True
    enable_comment_cache: bool = True
    cache_ttl_days: int = Field(default=7, ge=1)
    results_ttl_days: int = Field(default=30, ge=1)
    budget_usd: float = Field(default=5, ge=0)
    log_performance_metrics: bool = True


class AggregatorSettings(ModelSettings, ScoreSettings):
    jobs_table: str
    data_bucket: str
    results_ttl_days: int = Field(default=30, ge=1)
    log_performance_metrics: bool = True


class ApiSettings(ModelSettings, FileSettings):
    jobs_table: str
    upload_bucket: str
    data_bucket: str
    results_ttl_days: int = Field(default=30, ge=1)


class DeadLetterSettings(Settings):
    jobs_table: str
    data_bucket: str
    batch_queue_url: str
    completion_queue_url: str
    results_ttl_days: int = Field(default=30, ge=1)


class SweeperSettings(Settings):
    jobs_table: str
    batch_queue_url: str
    completion_queue_url: str
    results_ttl_days: int = Field(default=30, ge=1)
