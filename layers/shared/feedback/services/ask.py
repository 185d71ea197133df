"""Ask the model about a batch until every comment has an answer or a reason; what is missing is asked in halves."""

import asyncio
import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from feedback.domain.answers import Answers, read_answer
from feedback.domain.prompts import estimated_tokens
from feedback.services.model_call import Assignment, ModelCaller

MAX_ROUNDS = 3
"""How often what is missing or malformed is asked again."""


@dataclass(frozen=True, slots=True)
class Asker:
    """parallel: no two calls at a time where False. max_tokens: no call has more, unless a single comment has."""

    caller: ModelCaller
    parallel: bool
    max_tokens: float = math.inf

    async def ask(
        self,
        comments: Mapping[int, str],
        found: dict[int, str],
        task: Assignment,
        once: Collection[int] = (),
    ) -> dict[int, str]:
        """Put the code of every comment the model could code into found; the reasons for the others are returned.

        comments are texts by id (4…999). Those in once are not worth a further call: what the first answer lacks of
        them stays open. found keeps what was answered also where one of ModelCaller's errors is raised.
        """
        problems: dict[int, str] = {}
        needed = comments.keys() - set(once)
        groups = self._fitting(dict(comments), task) if needed else []
        for rounds in range(1 + MAX_ROUNDS):
            problems = {}
            for answers in await self._ask_groups(groups, found, task, rounds):
                problems |= {number: why for number, why in answers.problems.items() if number in needed}
            if not problems:
                break
            groups = [half for group in groups for half in _halves({n: t for n, t in group.items() if n in problems})]
        return problems

    def _fitting(self, group: dict[int, str], task: Assignment) -> list[dict[int, str]]:
        """The group in as many parts as it takes for each to have no more tokens than a call may."""
        if len(group) == 1 or sum(estimated_tokens(task.template.of(group))) <= self.max_tokens:
            return [group]
        return [part for half in _halves(group) for part in self._fitting(half, task)]

    async def _ask_groups(
        self, groups: list[dict[int, str]], found: dict[int, str], task: Assignment, rounds: int
    ) -> list[Answers]:
        async def ask_group(group: dict[int, str]) -> Answers:
            request = task.template.of(group)
            reply = await self.caller.call(request, task, rounds)
            answers = read_answer(reply.content, request)
            found.update(answers.codes)
            if reply.problem:
                return Answers(answers.codes, dict.fromkeys(answers.problems, reply.problem))
            return answers

        if not self.parallel:
            return [await ask_group(group) for group in groups]
        results = await asyncio.gather(*map(ask_group, groups), return_exceptions=True)
        for result in results:
            if isinstance(result, BaseException):
                raise result
        return [result for result in results if isinstance(result, Answers)]


def _halves(group: dict[int, str]) -> list[dict[int, str]]:
    """What is left of a group, cut in two; one comment alone stays alone, nothing stays nothing."""
    items = list(group.items())
    middle = (len(items) + 1) // 2
    return [dict(part) for part in (items[:middle], items[middle:]) if part]
