"""Wake the workers of the later stages while a file is still read, so that a job waits for no cold start twice."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from feedback.ports import BatchQueue

AGAIN_SECONDS = 120
"""Workers that were woken so recently are awake: they are kept for some minutes without work."""


@dataclass(slots=True)
class Warming:
    """workers: how many analyzers run at once. now is in milliseconds since 1970. One for a process."""

    queue: BatchQueue
    workers: int
    now: Callable[[], int]
    _woken_at: int | None = field(default=None, init=False)

    def around(self, work: Callable[[], None]) -> None:
        """Do the work, the analyzers being woken beside it, and the aggregator after it.

        The work sends the first batches, and the aggregator's start is then hidden behind the model's calls.
        """
        now = self.now()
        if self._woken_at is not None and now - self._woken_at < AGAIN_SECONDS * 1000:
            work()
            return
        self._woken_at = now
        waking = threading.Thread(target=self.queue.warm_analyzers, args=(self.workers,), daemon=True)
        waking.start()
        work()
        self.queue.warm_aggregator()
        waking.join()  # what runs on when the handler has ended is frozen with it
