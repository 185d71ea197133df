"""The rule by which a batch size is called safe."""

from dataclasses import dataclass
from enum import StrEnum

from feedback_cli.evaluate.intervals import Estimate

MOST_LOST = 0.005
MOST_FALL = 0.05
MIN_COMMENTS = 100

RULE = (
    f"A batch size is **safe** if at most {MOST_LOST:.1%} of its comments come back lost (missing, repeated or"
    " malformed), and its agreement with one comment a call (quadratic kappa of the sentiment class) is at most"
    f" {MOST_FALL} below the noise floor, which is the agreement of one comment a call with its own repetition: the"
    f" lower end of the difference's 95 % interval must not be below −{MOST_FALL}, on at least {MIN_COMMENTS} comments."
    f" It is **not safe** if the whole interval of the lost share is above {MOST_LOST:.1%}, or the whole interval of"
    f" the difference is below −{MOST_FALL}. In between there are **too few comments to tell**."
)


class Verdict(StrEnum):
    SAFE = "safe"
    NOT_SAFE = "not safe"
    TOO_FEW = "too few comments to tell"


@dataclass(frozen=True, slots=True)
class Judged:
    verdict: Verdict
    reason: str


def judge(lost: Estimate, difference: Estimate | None) -> Judged:
    """RULE applied. lost is a share in 0…1; difference is kappa minus the noise floor, None for one comment a call."""
    if lost.low is not None and lost.low > MOST_LOST:
        return Judged(Verdict.NOT_SAFE, "it loses comments")
    if difference and difference.high is not None and difference.high < -MOST_FALL:
        return Judged(Verdict.NOT_SAFE, "its answers differ from those to one comment a call")
    if lost.value is None:
        return Judged(Verdict.TOO_FEW, "no call was answered")
    if lost.value > MOST_LOST:
        return Judged(Verdict.TOO_FEW, "it may lose comments")
    if difference is None:
        return Judged(Verdict.SAFE, "the reference")
    if difference.n < MIN_COMMENTS:
        return Judged(Verdict.TOO_FEW, f"{difference.n} comments to compare, {MIN_COMMENTS} are needed")
    if difference.low is None:
        return Judged(Verdict.TOO_FEW, "the comments' sentiment does not vary")
    if difference.low < -MOST_FALL:
        return Judged(Verdict.TOO_FEW, "the interval of the difference is too wide")
    return Judged(Verdict.SAFE, "as good as one comment a call")
