"""Parts of the changes of job items: what calls add, and when a job's stamp is due."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from feedback.adapters.dynamodb_job_item import SUMS, USAGE
from feedback.domain.calls import CallTotals
from feedback.domain.sweep import TOUCH_MS


def added_calls(totals: CallTotals) -> tuple[list[str], list[str], dict[str, Any]]:
    """What a write must SET and ADD for these calls, and the values of both; nothing where there were none."""
    usage, sums = totals.usage, totals.sums
    counted = {name: getattr(usage, name) for name in USAGE} | {name: getattr(sums, name) for name in SUMS}
    added: dict[str, Any] = {name: value for name, value in counted.items() if value}
    if usage.tiers:
        added["tiers"] = set(usage.tiers)
    sets = ["stand_in = :true"] if totals.stand_in else []
    sets += ["cost_unknown = :true"] if usage.cost_micro_usd is None else []
    values = {f":{name}": value for name, value in added.items()} | ({":true": True} if sets else {})
    return sets, [f"{name} :{name}" for name in added], values


class Stamps:
    """Which jobs this process has marked as touched a short while ago, so that not every batch does it again."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._at: dict[str, int] = {}

    @contextmanager
    def due(self, job_id: str, now: int) -> Iterator[bool]:
        """Whether the caller is to mark the job now. Where that fails, the next caller is."""
        with self._lock:
            self._at = {name: at for name, at in self._at.items() if now - at < TOUCH_MS}
            due = job_id not in self._at
            if due:
                self._at[job_id] = now
        try:
            yield due
        except BaseException:
            if due:
                with self._lock:
                    self._at.pop(job_id, None)
            raise
