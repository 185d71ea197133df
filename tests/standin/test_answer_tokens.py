"""What an answer costs: at most nine output tokens a comment, as the issue asks, with the answer's frame."""

from collections.abc import Iterator

import pytest

from feedback.domain.answers import render_answer
from feedback.domain.codebook import DEFAULT_CODEBOOK
from feedback.domain.models import Detail
from feedback.domain.normalization import is_blank, normalized
from feedback.domain.prompts import OUTPUT_TOKENS, comment_id
from tools.samples import make_rows
from tools.standin import tokens
from tools.standin.analysis import code_of

LABELS = tuple(theme.label_en for theme in DEFAULT_CODEBOOK.themes)


@pytest.fixture
def approximation(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Counts without the tokenizer's vocabulary, so that every machine counts the same."""
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", "")
    tokens._tokenizer.cache_clear()
    assert tokens.method() == "approximation"
    yield
    tokens._tokenizer.cache_clear()


def tokens_a_comment(size: int, detail: Detail) -> float:
    """Over the unique comments of the sample, in batches of this size."""
    texts = {normalized(row.comment): row.comment for row in make_rows(3000, 7) if not is_blank(row.comment)}
    codes = [code_of(text, LABELS, detail) for text in texts.values()]
    batches = [codes[start : start + size] for start in range(0, len(codes), size)]
    answers = [render_answer(((comment_id(n), c) for n, c in enumerate(b, 1)), detail) for b in batches]
    return sum(map(tokens.count_tokens, answers)) / len(codes)


@pytest.mark.usefixtures("approximation")
@pytest.mark.parametrize("size", [20, 120])
def test_scores_take_at_most_nine_output_tokens_a_comment(size: int) -> None:
    assert 6 <= tokens_a_comment(size, Detail.SCORES) <= 9


@pytest.mark.usefixtures("approximation")
@pytest.mark.parametrize("detail", Detail)
def test_the_planned_tokens_of_a_comment_are_about_what_one_takes(detail: Detail) -> None:
    assert tokens_a_comment(120, detail) == pytest.approx(OUTPUT_TOKENS[detail], rel=0.25)
