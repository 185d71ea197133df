"""One delivery of a batch, while it is at work."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from feedback.domain.codebook import Codebook
from feedback.domain.codec import is_readable
from feedback.domain.documents import Batch, BatchAnswers, BatchComment, CachedAnswer, RepeatedAnswer
from feedback.domain.job import Job
from feedback.domain.models import Usage
from feedback.domain.prompts import ModelRequest, comment_id


@dataclass(slots=True)
class Delivery:
    """found holds the codes that the model gave in this delivery, by the ids of its calls."""

    job: Job
    number: int
    batch: Batch
    answers: BatchAnswers
    codebook: Codebook
    found: dict[int, str] = field(default_factory=dict)
    usage: Usage = field(default_factory=Usage)
    stand_in: bool = False

    @property
    def template(self) -> ModelRequest:
        return ModelRequest({}, self.codebook, self.job.detail)

    @property
    def pending(self) -> dict[int, str]:
        """The texts to be asked, by id."""
        answers = self.answers
        known = answers.codes.keys() | answers.borrowed.keys()
        return {
            number: comment.text
            for number, comment in self._numbered.items()
            if comment.comment not in (answers.repeats if comment.repeat else known)
        }

    @property
    def repeats(self) -> frozenset[int]:
        """Ids of the comments that are asked here for the second time."""
        return frozenset(number for number, comment in self._numbered.items() if comment.repeat)

    @property
    def pending_keys(self) -> list[str]:
        comments = self._numbered
        return [comments[number].key for number in self.pending]

    @property
    def to_cache(self) -> dict[str, CachedAnswer]:
        """What the model answered in this delivery, by cache key."""
        comments, repeats = self._numbered, self.repeats
        return {
            comments[number].key: CachedAnswer(code, self.stand_in)
            for number, code in self.found.items()
            if number not in repeats
        }

    def take_cached(self, cached: Mapping[str, CachedAnswer]) -> bool:
        """Take what can be read; whether an answer of the stand-in is among it."""
        taken = {key: answer for key, answer in cached.items() if is_readable(answer.code, self.codebook)}
        for comment in self.batch.comments:
            if comment.key in taken:
                self.answers.borrowed[comment.comment] = taken[comment.key].code
        return any(answer.stand_in for answer in taken.values())

    def take_found(self, problems: Mapping[int, str]) -> None:
        """Turn the calls' ids into the comments' numbers in the survey."""
        comments, repeats, answers = self._numbered, self.repeats, self.answers
        places = {number: place for place, number in enumerate(comments)}
        last = max(1, len(comments) - 1)
        for number, code in self.found.items():
            if number in repeats:
                answers.repeats[comments[number].comment] = RepeatedAnswer(code, round(places[number] / last, 3))
            else:
                answers.codes[comments[number].comment] = code
        answers.failed = {
            comments[number].comment: reason for number, reason in problems.items() if number not in repeats
        }

    @property
    def _numbered(self) -> dict[int, BatchComment]:
        return {comment_id(place): comment for place, comment in enumerate(self.batch.comments, start=1)}
