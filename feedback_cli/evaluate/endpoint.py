"""Which model is asked: the one of the OPENAI_… variables, or without a key the stand-in."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import inf

from feedback.ports import CommentAnalyzer
from feedback.settings import PlanSettings
from feedback_cli.clients import direct_to_loopback
from feedback_cli.target import of_checkout


class EvaluateSettings(PlanSettings):
    """As for a plan, and the key."""

    openai_api_key: str = ""

    @property
    def is_real(self) -> bool:
        """False where the stand-in is asked."""
        return bool(self.openai_api_key)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """rps and tpm are the pace of calls: the stand-in started here has no limits."""

    analyzer: CommentAnalyzer
    rps: float
    tpm: float


@contextmanager
def endpoint(settings: EvaluateSettings) -> Iterator[Endpoint]:
    """The model of the settings, or a stand-in that runs while the block does."""
    # They take half a second to import, which no other command should wait for.
    from feedback.adapters.openai_analyzer import OpenAiAnalyzer

    if settings.is_real:
        analyzer = OpenAiAnalyzer(settings.openai_api_key, settings.ai_model, settings.openai_base_url)
        yield Endpoint(analyzer, settings.max_rps, settings.max_tpm)
    else:
        # Not through a proxy, which could not reach this machine.
        os.environ.update(direct_to_loopback(os.environ))
        standin = of_checkout("standin", "the model stand-in, which answers where no OPENAI_API_KEY is set,")
        with standin.StandIn() as server:
            yield Endpoint(OpenAiAnalyzer("none", settings.ai_model, server.base_url), inf, inf)
