"""One call, read and answered truthfully, before limits, faults and waiting have their say."""

from dataclasses import dataclass

from tools.standin.analysis import code_of
from tools.standin.damage import Item, rendered
from tools.standin.request import ChatRequest, read_request
from tools.standin.tokens import count_tokens

_TOKENS_A_MESSAGE = 4  # role and separators


@dataclass(frozen=True, slots=True)
class Call:
    """A request with its true answer, and what both cost in tokens. message_tokens: of each message of the prompt."""

    chat: ChatRequest
    items: list[Item]
    message_tokens: tuple[int, ...]
    tokens_out: int

    @property
    def tokens_in(self) -> int:
        return sum(self.message_tokens)


def prepared(body: bytes) -> Call:
    """The call in a body; raises the error 400 for one that can't be answered."""
    chat = read_request(body)
    items = [Item(number, text, code_of(text, chat.labels, chat.detail)) for number, text in chat.comments.items()]
    message_tokens = tuple(count_tokens(text) + _TOKENS_A_MESSAGE for text in chat.prompt)
    return Call(chat, items, message_tokens, count_tokens(rendered(items, chat.detail)))
