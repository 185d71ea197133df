"""Usage as people and programs read it."""

from typing import Any

from feedback.domain.job import Job
from feedback.domain.model_catalog import PRICES_AS_OF


def usage_dict(job: Job) -> dict[str, Any]:
    """Calls, tokens, cache and money of a job's analysis; cost_usd is None where the model's price is unknown.

    saved_usd: what the comments that the cache knew would have cost. limiter_wait: seconds at the rate limit, added up
    over the calls, which wait at the same time. tokens_cached and tokens_written are part of tokens_in. service_tier:
    the tiers that served the calls, None where no answer named one. prices_as_of: the day of the prices that cost_usd
    was computed with.
    """
    usage = job.usage
    cost = usage.cost_micro_usd
    return {
        "calls": usage.calls,
        "failed_calls": usage.failed_calls,
        "rate_limited": usage.rate_limited,
        "retries": usage.retries,
        "splits": usage.splits,
        "limiter_wait": usage.waited_ms / 1000,
        "tokens_in": usage.tokens_in,
        "tokens_out": usage.tokens_out,
        "tokens_cached": usage.tokens_cached,
        "tokens_written": usage.tokens_written,
        "service_tier": ", ".join(sorted(usage.tiers)) or None,
        "cost_usd": None if cost is None else cost / 1_000_000,
        "prices_as_of": None if cost is None else PRICES_AS_OF.isoformat(),
        "cache_hits": job.cache_hits,
        "cache_misses": job.cache_misses,
        "saved_usd": job.saved_micro_usd / 1_000_000,
    }
