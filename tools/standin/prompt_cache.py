"""The provider's prompt cache: beginnings of prompts that were seen before, as far as they are long enough."""

from dataclasses import dataclass, field
from itertools import accumulate

from feedback.domain.model_catalog import facts_of
from tools.standin.request import ChatRequest

LEAST_TOKENS = 1024


@dataclass(slots=True)
class PromptCache:
    """on: off, nothing is ever read or written, as for short prompts. Entries do not grow old."""

    on: bool
    _seen: set[tuple[str, tuple[str, ...]]] = field(default_factory=set)

    def used(self, chat: ChatRequest, tokens: tuple[int, ...]) -> tuple[int, int]:
        """Of a request, the tokens read from the cache and those written to it. tokens: of each message.

        A request marks the end of what is worth keeping, or lets the provider keep all of it, or both.
        """
        if not self.on:
            return 0, 0
        ends = {chat.marked, len(chat.prompt) if chat.caches_all else 0} - {0}
        sums = dict(enumerate(accumulate(tokens), start=1))
        ends = {end for end in ends if sums[end] >= LEAST_TOKENS}
        read = max((sums[end] for end in ends if self._key(chat, end) in self._seen), default=0)
        longest = max((sums[end] for end in ends), default=0)
        self._seen |= {self._key(chat, end) for end in ends}
        facts = facts_of(chat.model)
        # Older models fill the cache too, but tell nothing of it.
        return read, longest - read if facts and facts.charges_cache_writes else 0

    @staticmethod
    def _key(chat: ChatRequest, end: int) -> tuple[str, tuple[str, ...]]:
        return chat.model, chat.prompt[:end]
