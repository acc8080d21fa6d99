"""Asking a language model about what the rules left open. Whatever it does, the night goes on."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from pipeline.calls.text import Text
from pipeline.calls.transcript import Transcript
from pipeline.errors import UserError
from pipeline.judge.endpoint import Endpoint, EndpointError, Reply
from pipeline.rubrics.rubric import Criterion, Scorecard
from pipeline.rubrics.verdict import Verdict
from pipeline.scoring.evaluation import Evaluation
from pipeline.scoring.judge_answer import Answer, Vote, excerpt, read_answer, vote
from pipeline.scoring.judge_opinion import JudgeOpinion, JudgeOutcome
from pipeline.scoring.judge_question import CONFIRMING_SEED, SEEDS, Question, orders, question
from pipeline.scoring.judged import Asking, due, with_opinions

MOST_FAILURES = 3
"""In a row, after which the model is left alone for the rest of the run: each costs a whole waiting time."""

FORMLESS = Text(ru="ответила не в той форме, о которой просили", en="did not answer in the form asked for")
TOO_LONG = Text(ru="разговор слишком длинный для неё", en="the call is too long for it")
WITHOUT = Text(
    ru="языковая модель ({model}) ответила не на всё: {why}; остальные ответы — как без неё",
    en="the language model ({model}) did not answer everything: {why}; the other answers are as without it",
)
LEFT_ALONE = Text(ru="до конца ночи её больше не спрашивают", en="it is not asked any more in this run")
TIME_IS_UP = Text(
    ru="время, отведённое ей настройкой judge_minutes, вышло",
    en="the time that the setting judge_minutes gives it is up",
)


@dataclass(frozen=True, slots=True)
class Considered:
    """An evaluation after the model was asked; `note` says what went wrong, if anything."""

    evaluation: Evaluation
    note: Text | None = None


class Judge:
    """A model to ask, for one run. Threads may share it.

    Args:
        endpoint: where it is.
        asking: about what.
        minutes: how long it may take altogether; calls after that are scored without it.
        clock: seconds that only go forward.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        asking: Asking,
        *,
        minutes: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.asking = asking
        self._endpoint = endpoint
        self._seconds = minutes * 60
        self._clock = clock
        self._lock = Lock()
        self._spent = 0.0
        self._failed = 0
        self._why: Text | None = None

    def consider(self, card: Scorecard, transcript: Transcript, evaluation: Evaluation) -> Considered:
        """Ask about every criterion that the rules left open and the settings name.

        A question that gets no usable answer stays as it was; what the others got is kept.
        """
        opinions: dict[str, JudgeOpinion] = {}
        trouble: Text | None = None
        for criterion in due(card, transcript, evaluation, self.asking):
            if (stopped := self._stopped()) is not None:
                trouble = trouble or stopped
                break
            try:
                opinions[criterion.id] = self._opinion(criterion, transcript)
            except EndpointError as fault:
                trouble = self._failure(fault.told)
            except UserError as fault:  # the address has moved out of the house: never asked again
                trouble = self._stop(Text(ru=fault.message, en=fault.message))
        note = None
        if trouble:
            note = Text(
                ru=WITHOUT.ru.format(model=self.asking.model, why=trouble.ru),
                en=WITHOUT.en.format(model=self.asking.model, why=trouble.en),
            )
        return Considered(with_opinions(evaluation, self.asking, opinions), note)

    def _opinion(self, criterion: Criterion, transcript: Transcript) -> JudgeOpinion:
        """What the model says.

        Raises:
            EndpointError: an answer is missing, or not in the form asked for, or the call is too long.
        """
        asked = question(criterion, transcript, model=self.asking.model)
        if asked is None:
            raise EndpointError(TOO_LONG)
        hidden = orders(transcript)
        replies = [self._ask(asked, seed) for seed in SEEDS]
        found = vote(transcript, [answer for answer, _ in replies], hidden=hidden)
        if found.outcome is JudgeOutcome.AGREED and found.suggestion is Verdict.MET:
            found = self._confirmed(criterion, transcript, found, hidden)
        names = sorted({reply.answered_by for _, reply in replies})
        return JudgeOpinion(found.outcome, asked.digest, found.suggestion, found.evidence, "; ".join(names))

    def _confirmed(
        self, criterion: Criterion, transcript: Transcript, found: Vote, hidden: frozenset[int]
    ) -> Vote:
        """The same verdict must come of the quoted words alone."""
        only = excerpt(transcript, found.evidence)
        again = question(criterion, transcript, model=self.asking.model, only=only)
        if again is not None:
            answer, _ = self._ask(again, CONFIRMING_SEED)
            if vote(transcript, [answer], hidden=hidden).suggestion is found.suggestion:
                return found
        return Vote(JudgeOutcome.UNBORNE, found.suggestion, found.evidence)

    def _ask(self, asked: Question, seed: int) -> tuple[Answer, Reply]:
        start = self._clock()
        try:
            reply = self._endpoint.ask(asked, seed=seed)
        finally:
            with self._lock:
                self._spent += self._clock() - start
        answer = read_answer(reply.content)
        if answer is None:
            raise EndpointError(FORMLESS)
        with self._lock:
            self._failed = 0
        return answer, reply

    def _stopped(self) -> Text | None:
        with self._lock:
            if self._why is None and self._spent > self._seconds:
                self._why = TIME_IS_UP
            return self._why

    def _failure(self, told: Text) -> Text:
        """Count a failure; what it was, and whether it was one too many."""
        if told is TOO_LONG:
            return told
        with self._lock:
            self._failed += 1
            if self._failed < MOST_FAILURES:
                return told
        return self._stop(Text(ru=f"{told.ru}; {LEFT_ALONE.ru}", en=f"{told.en}; {LEFT_ALONE.en}"))

    def _stop(self, why: Text) -> Text:
        with self._lock:
            self._why = self._why or why
            return self._why
