"""The earlier job that a new one is to be compared with."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from feedback.domain.codebook import Codebook
from feedback.domain.documents import result_key
from feedback.domain.errors import InputError
from feedback.domain.insights.compare import comparison
from feedback.domain.insights.earlier import EarlierResultsError
from feedback.domain.options import Options
from feedback.ports import JobStore, ObjectStore


@dataclass(frozen=True, slots=True)
class EarlierJobs:
    jobs: JobStore

    def check(self, options: Options) -> None:
        """Raises InputError no_earlier_job, before any model call, where compare_to names no job with results."""
        if options.compare_to is None:
            return
        earlier = self.jobs.get(options.compare_to)
        if earlier is None:
            raise _refused(options.compare_to, "there is no such job, or it is older than RESULTS_TTL_DAYS")
        if not earlier.state.completed or Options.loads(earlier.options).inspect:
            raise _refused(options.compare_to, f"it has no results (its state is {earlier.state})")


def _refused(job_id: str, why: str) -> InputError:
    return InputError(
        "no_earlier_job",
        f"The file can't be compared with the job {job_id}: {why}. Name another one with the option compare_to,"
        " or leave it out.",
    )


def compared(
    report: Mapping[str, Any], job_id: str | None, data: ObjectStore, codebook: Codebook
) -> tuple[dict[str, Any] | None, list[str]]:
    """The comparison of a report with an earlier job's; None, and a note that says why, where there can be none."""
    if job_id is None:
        return None, []
    stored = data.get(result_key(job_id, "results.json"))
    if stored is None:
        return None, [f"There is no comparison: the results of the job {job_id} are not there any more."]
    try:
        return comparison(report, json.loads(stored), codebook), []
    except EarlierResultsError as error:
        return None, [f"There is no comparison: {error}"]
