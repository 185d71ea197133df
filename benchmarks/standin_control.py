"""The stand-in as the benchmarks handle it: its limits made full before each run, its counters read after it."""

import time
from typing import Any

import httpx2

RPS = 8
TPM = 200_000
_PATIENCE = 60.0


class StandInControl:
    """url is the server's root, without /v1. Raises httpx2.HTTPError where it does not answer as it should."""

    def __init__(self, url: str) -> None:
        self.url = url.removesuffix("/").removesuffix("/v1")

    def set(self, **settings: Any) -> None:
        """Change timing, rps, tpm or faults; every bucket is full again."""
        httpx2.post(f"{self.url}/control", json=settings, timeout=10).raise_for_status()

    def start_afresh(self, timing: str) -> None:
        """Full buckets, counters at zero; waits for calls of the run before, for a minute at most."""
        until = time.monotonic() + _PATIENCE
        while self.stats()["in_flight"] and time.monotonic() < until:
            time.sleep(0.1)
        self.set(timing=timing, rps=RPS, tpm=TPM, faults=[])
        httpx2.post(f"{self.url}/stats/reset", timeout=10).raise_for_status()

    def stats(self) -> dict[str, Any]:
        return self._get("/stats")

    def token_count(self) -> str:
        """How it counts tokens: o200k or approximation."""
        return str(self._get("/health")["tokens"])

    def _get(self, path: str) -> dict[str, Any]:
        answer = httpx2.get(f"{self.url}{path}", timeout=10)
        answer.raise_for_status()
        return dict(answer.json())
