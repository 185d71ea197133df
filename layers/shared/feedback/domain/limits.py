"""The rate limit's arithmetic: GCRA for requests and for tokens, over one shared state, and fair shares among jobs.

Generic cell rate algorithm (ITU-T I.371): a state is the theoretical arrival time at which all that was granted so far
would have been paced off. A caller may go when that time is at most the burst's worth ahead of now.

Fair sharing: each active job has a lead, which is the work it has taken beyond the least served of them, as in
start-time fair queueing (Goyal and others, 1996). A job leaves its lead's worth of the room to those who are behind it;
nothing else holds it, so what nobody asks for is not left unused.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

REQUEST_BURST_SECONDS = 0.75
"""Below the one second's worth that providers grant, so that workers whose clocks differ by 100 ms stay inside it."""

TOKEN_BURST_SECONDS = 60.0
"""Token limits are by the minute: a bucket of one minute's worth."""

ACTIVE_SECONDS = 5.0
"""So long after it last took or asked for a turn, others leave a job its share."""

MARK_SECONDS = 1.0
"""A job that is refused is written down as waiting no more often than this."""

REQUEST_LEAD_SECONDS = 1.0
"""Longest lead, in seconds of the whole rate: so much of the room is left to those who ask for less than their share.
Well below what a burst and a caller's horizon of 2 s hold together, or room left to others would be lost."""

TOKEN_LEAD_SECONDS = 15.0
"""As above; longer than any call's tokens, or small calls could keep large ones out."""


@dataclass(frozen=True, slots=True)
class LimitRates:
    requests_per_second: float
    tokens_per_minute: float


@dataclass(frozen=True, slots=True)
class JobShare:
    """A job that took or asked for a turn at `seen`. Leads are milliseconds of the whole rate, 0 and above."""

    seen: int
    requests_lead: float = 0
    tokens_lead: float = 0


@dataclass(frozen=True, slots=True)
class LimitState:
    """Times are whole milliseconds since 1970. blocked_until: nobody goes before, the provider has said so.

    jobs: the shares by job id, of those that were active when the state was made.
    """

    requests_until: int = 0
    tokens_until: int = 0
    blocked_until: int = 0
    jobs: Mapping[str, JobShare] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Turn:
    """The state once the caller's turn is taken, and the wait in seconds before it may go.

    claim: the longest wait, in seconds, that the caller must accept to have the turn: the wait and the job's lead.
    """

    state: LimitState
    wait: float
    claim: float


def take_turn(state: LimitState, rates: LimitRates, job_id: str, tokens: int, now: int) -> Turn:
    """The next turn of a job for one request of that many tokens, at now (milliseconds since 1970)."""
    request_ms = 1000 / rates.requests_per_second
    tokens_ms = tokens * 60_000 / rates.tokens_per_minute
    requests_until = max(state.requests_until, now) + request_ms
    tokens_until = max(state.tokens_until, now) + tokens_ms
    # A burst smaller than a single call would never let it go.
    requests_go = requests_until - max(REQUEST_BURST_SECONDS * 1000, request_ms)
    tokens_go = tokens_until - max(TOKEN_BURST_SECONDS * 1000, tokens_ms)
    jobs = {job_id: JobShare(now), **_active(state.jobs, now)}
    # Time in which a limit was at rest makes up for leads.
    request_leads = _leads({name: share.requests_lead for name, share in jobs.items()}, now - state.requests_until)
    token_leads = _leads({name: share.tokens_lead for name, share in jobs.items()}, now - state.tokens_until)
    go = max(now, requests_go, tokens_go, state.blocked_until)
    claim = max(go, requests_go + request_leads[job_id], tokens_go + token_leads[job_id])
    request_leads = _after_turn(request_leads, job_id, request_ms, REQUEST_LEAD_SECONDS * 1000)
    token_leads = _after_turn(token_leads, job_id, tokens_ms, TOKEN_LEAD_SECONDS * 1000)
    seen = {name: share.seen for name, share in jobs.items()} | {job_id: now}
    taken = LimitState(
        # Rounded up: rounded down, 3 ms of 3.3 would let through a tenth more than the rate.
        math.ceil(requests_until),
        math.ceil(tokens_until),
        state.blocked_until,
        {name: JobShare(seen[name], request_leads[name], token_leads[name]) for name in jobs},
    )
    return Turn(taken, (go - now) / 1000, (claim - now) / 1000)


def mark_waiting(state: LimitState, job_id: str, now: int) -> LimitState | None:
    """The state that tells others of a job which was refused; None where one is written down that is new enough."""
    own = state.jobs.get(job_id)
    if own and now - own.seen < MARK_SECONDS * 1000:
        return None
    jobs = _active(state.jobs, now)
    return replace(state, jobs=jobs | {job_id: replace(jobs.get(job_id, JobShare(now)), seen=now)})


def _active(jobs: Mapping[str, JobShare], now: int) -> dict[str, JobShare]:
    return {job_id: share for job_id, share in jobs.items() if now - share.seen <= ACTIVE_SECONDS * 1000}


def _leads(leads: Mapping[str, float], made_up: float) -> dict[str, float]:
    """Leads over the least served job, less what is made up for, in milliseconds."""
    base = max(min(leads.values()), made_up)
    return {job_id: round(max(0, lead - base), 3) for job_id, lead in leads.items()}


def _after_turn(leads: Mapping[str, float], taker: str, work: float, longest: float) -> dict[str, float]:
    """A lead that would be longer than that is cut off at its end: the least served have asked for too little."""
    lead = leads[taker] + work
    return _leads({**leads, taker: lead}, lead - longest)
