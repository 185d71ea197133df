"""The batches of one message: each begins a lane of batches, and the lanes run side by side."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from feedback.ports import BatchQueue
from feedback.services.analyze import AnalyzeService

LANE_SECONDS = 20.0
"""So long a lane goes on with the job's next batch; then another job's message may come first."""

AGAIN_SECONDS = 10
"""How soon a batch that failed among others is delivered again."""

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Lane:
    """at: the batch that is at work or comes next; None where none follows."""

    at: int | None


@dataclass(frozen=True, slots=True)
class MessageService:
    """clock is monotonic, in seconds."""

    batches: AnalyzeService
    queue: BatchQueue
    clock: Callable[[], float]

    async def deliver(self, job_id: str, numbers: Sequence[int], deadline: float) -> None:
        """Analyse these batches of a job, and those that follow them; deadline is on the clock.

        A batch that fails goes on in a message of its own, so that it uses up no delivery of the others. Raises what
        failed where it is all that the message holds: then the message itself is delivered again.
        """
        until = self.clock() + LANE_SECONDS
        lanes = [_Lane(number) for number in numbers]

        async def run(lane: _Lane) -> None:
            while lane.at is not None:
                lane.at = await self.batches.analyze(job_id, lane.at, deadline)
                if self.clock() >= until:
                    return

        results = await asyncio.gather(*map(run, lanes), return_exceptions=True)
        failed: list[int] = []
        for lane, error in zip(lanes, results, strict=True):
            if error is None or lane.at is None:
                continue
            if [lane.at] == list(numbers) or not isinstance(error, Exception):
                raise error
            _log.error("batch failed", exc_info=error, extra={"job_id": job_id, "batch": lane.at})
            failed.append(lane.at)
        following = [lane.at for lane, error in zip(lanes, results, strict=True) if error is None and lane.at]
        await asyncio.to_thread(self._send, job_id, following, failed)

    def _send(self, job_id: str, following: Sequence[int], failed: Sequence[int]) -> None:
        if following:
            self.queue.send_batches(job_id, [following])
        if failed:
            self.queue.send_batches(job_id, [[number] for number in failed], AGAIN_SECONDS)
