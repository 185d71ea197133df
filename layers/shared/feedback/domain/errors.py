"""One tree of errors. Every message is a sentence its reader can act on; none holds a comment's text."""


class FeedbackError(Exception):
    """Base of every error this product raises on purpose. code is stable, for programs; str() is for people."""

    code = "error"


class InputError(FeedbackError):
    """The survey file can't be used as it is. The message says what is wrong with it, and what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class SettingsError(FeedbackError):
    """A setting has a value that can't be used; the message begins with the setting's name."""

    code = "settings"


class MalformedAnswerError(FeedbackError):
    """One item of a model answer does not have the agreed form."""

    code = "malformed_answer"


class ModelError(FeedbackError):
    """A model call failed. rate_limited: it was refused with 429.

    answered: the provider sent an error status, so the call cost nothing; without an answer it may have been paid for.
    """

    code = "model"

    def __init__(self, message: str, *, answered: bool = True, rate_limited: bool = False) -> None:
        super().__init__(message)
        self.answered = answered
        self.rate_limited = rate_limited


class TransientModelError(ModelError):
    """Worth another try. retry_after is in seconds, None where the provider did not say."""

    code = "model_unavailable"

    def __init__(
        self, message: str, *, answered: bool, rate_limited: bool = False, retry_after: float | None = None
    ) -> None:
        super().__init__(message, answered=answered, rate_limited=rate_limited)
        self.retry_after = retry_after


class FatalModelError(ModelError):
    """No further call of this job can succeed (bad key, no quota, unknown model): the job stops, with this reason."""

    code = "model_refused"


class BudgetError(FeedbackError):
    """The month's model budget does not cover the next call."""

    code = "budget"


class NotYourTurnError(FeedbackError):
    """The rate limit gives no turn within the time there is; the work is to be queued again, not failed.

    wait is in seconds.
    """

    code = "not_your_turn"

    def __init__(self, wait: float) -> None:
        super().__init__(f"no turn at the rate limit for {wait:.1f} s")
        self.wait = wait
