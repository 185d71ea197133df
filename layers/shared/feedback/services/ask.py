"""Ask the model about a batch until every comment has an answer or a reason; what is missing is asked in halves."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from feedback.domain.answers import Answers, read_answer
from feedback.services.model_call import Assignment, ModelCaller

MAX_ROUNDS = 3
"""How often what is missing or malformed is asked again."""


@dataclass(frozen=True, slots=True)
class Asker:
    """parallel: no two calls at a time where False."""

    caller: ModelCaller
    parallel: bool

    async def ask(self, comments: Mapping[int, str], found: dict[int, str], task: Assignment) -> dict[int, str]:
        """Put the code of every comment the model could code into found; the reasons for the others are returned.

        comments are texts by id (4…999). found keeps what was answered also where one of ModelCaller's errors is
        raised.
        """
        problems: dict[int, str] = {}
        groups = [dict(comments)] if comments else []
        for rounds in range(1 + MAX_ROUNDS):
            problems = {}
            for answers in await self._ask_groups(groups, found, task, rounds):
                problems |= answers.problems
            if not problems:
                break
            groups = [half for group in groups for half in _halves({n: t for n, t in group.items() if n in problems})]
        return problems

    async def ask_alone(self, comments: Mapping[int, str], found: dict[int, str], task: Assignment) -> None:
        """Ask about each comment in a call of its own, once; what is not answered then is left out of found."""
        await self._ask_groups([{number: text} for number, text in comments.items()], found, task, 0)

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
