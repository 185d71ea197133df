"""Usage as people and programs read it."""

from typing import Any

from feedback.domain.job import Job


def usage_dict(job: Job) -> dict[str, Any]:
    """Calls, tokens, cache and money of a job's analysis; cost_usd is None where the model's price is unknown.

    saved_usd: what the comments that the cache knew would have cost. limiter_wait: seconds at the rate limit, added up
    over the calls, which wait at the same time.
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
        "cost_usd": None if cost is None else cost / 1_000_000,
        "cache_hits": job.cache_hits,
        "cache_misses": job.cache_misses,
        "saved_usd": job.saved_micro_usd / 1_000_000,
    }
