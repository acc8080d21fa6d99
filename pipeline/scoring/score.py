"""`score`: a scorecard and a transcript in, an evaluation out. Pure: no file, no clock, no chance."""

from collections.abc import Mapping
from types import MappingProxyType

from pipeline.calls.attribution import Attribution, Basis
from pipeline.calls.recording import Role
from pipeline.calls.text import Language, Text
from pipeline.calls.transcript import Transcript
from pipeline.detectors.look import look
from pipeline.detectors.scene import Scene, stage
from pipeline.detectors.shown import quotes, weakest
from pipeline.detectors.sighting import DOUBTS, Doubt, Sighting, State
from pipeline.rubrics.rubric import Criterion, Joined, Joint, Look, Rubric, Scorecard
from pipeline.rubrics.verdict import Verdict
from pipeline.scoring.evaluation import Evaluation, Finding, ScorecardStamp, Searched
from pipeline.scoring.searched import bounds
from pipeline.scoring.weighed import weigh

SURE_WORD: Mapping[Language, float] = MappingProxyType({Language.RU: 0.90, Language.EN: 0.80})
"""A word below this cannot carry `not_met` (trust.md 5.3). Chosen so that of the words at or above it at
least 95 in 100 are the words that were said: `benchmarks/word_probability.py`, Whisper base,
faster-whisper, greedy, November 2026. Russian, 1589 words: 95.3 % (94–96) at 0.90, 93.2 % at 0.80, of the
words between the two 82.6 %. English, 1385 words, most of them studio prompts and synthetic voices: 98.8 %
(98–99) at 0.80; between 0.70 and 0.80 only 87.2 %, which is why it is not lower."""

GUESSED_WORD = 0.80
GUESSED_SHARE = 0.5
"""Where more than half of the words of a stretch searched in vain lie below, what was sought may be among
them. Same benchmark, runs of twelve words, wrong ones: Russian 9–14 % up to half, 29 % above (4 runs);
English 1–6 % up to 0.3, 12–19 % from there (5 runs). Lower limits were tried: two calls near them changed
sides with the noise. The gate for absences is the sound's (`Quality.reservations`); this one is for what it
lets through."""

UNSAID = frozenset({"dead_air", "hold", "latency", "promise"})
"""Rules whose fault is something unsaid beside what is quoted: an announcement, a time."""

NOTHING = Sighting(State.UNSEEN)
ALWAYS = Sighting(State.SEEN)

OTHER_LANGUAGE = Text(ru="вопрос не для этого языка", en="not asked in this language")
NO_LANGUAGE = Text(ru="язык разговора неизвестен", en="the language of the call is not known")
NEVER_AROSE = Text(ru="такой ситуации в разговоре не было", en="the situation never arose")
FOUND = Text(ru="прозвучало", en="it was said")
KEPT_CLEAR = Text(
    ru="просмотрены все слова сотрудника: такого не было; приведены первая и последняя реплики",
    en="all of the agent's words were searched in vain; the first and last utterance are shown",
)
BROKEN = Text(ru="прозвучало то, чего быть не должно", en="something was said or happened that should not")
MISSING = Text(ru="искали и не нашли", en="it was looked for and not found")
NOT_TOLD = Text(
    ru="ситуация была, но по записи решить нельзя; послушайте сами",
    en="it applied, but the recording does not let one tell; please listen",
)
CONTRADICTORY = Text(
    ru="есть слова и за, и против; послушайте сами", en="there are words for and against; please listen"
)
SOUGHT = Text(ru="то, о чём спрашивает критерий", en="what the criterion asks for")


SURE_LANGUAGE = 0.5
"""Below it the engine may have written down another language's words (our choice; on 24 prompts one was
right at 0.28, and costs nothing but a person's look)."""


SURE_ROLES = 0.99
"""Probability of roles worked out from the words of two channels from which they bear `not_met`. Nobody
told whose a channel is, so one error in a hundred is what is risked at most; no role was wrong at 0.95 on
408 calls and worsened copies (`pipeline.speakers.roles.SURE`). On one channel they never do: missing
channel separation can only lower certainty (trust.md, I5), however sure the voices sound."""

ROLES_UNSURE = Text(
    ru="роли определены не по каналам, а по словам, для замечания этого мало",
    en="the roles were worked out from the words, not told by channel: too little for a reproach",
)


def score(scorecard: Scorecard, transcript: Transcript) -> Evaluation:
    """Answer every criterion of a scorecard for one call.

    The same scorecard and transcript always give the same evaluation. Less information (a role, a
    word's probability, the end of the recording) may turn a finding into `unsure` or leave it as it
    is; it never makes a `not_met`.

    Args:
        scorecard: from `pipeline.rubrics.load`.
        transcript: a redacted transcript, in either language.
    """
    scene = stage(transcript, scorecard.phrases, scorecard.events)
    findings = tuple(_finding(scene, rubric, c, weight) for rubric, c, weight in scorecard.criteria)
    stamp = ScorecardStamp(scorecard.id, scorecard.version, scorecard.digest)
    evaluation = Evaluation(transcript.call.id, stamp, findings)
    evaluation.check(transcript)
    return evaluation


def answer(scorecard: Scorecard, transcript: Transcript, criterion: str) -> Finding:
    """The finding of one criterion, as `score` gives it.

    Raises:
        KeyError: the scorecard has no such criterion.
    """
    asked = {c.id: (rubric, c, weight) for rubric, c, weight in scorecard.criteria}
    return _finding(stage(transcript, scorecard.phrases, scorecard.events), *asked[criterion])


def _finding(scene: Scene, rubric: Rubric, criterion: Criterion, weight: int) -> Finding:
    verdict, sighting, reason = _judged(scene, criterion)
    evidence = () if verdict is Verdict.NOT_APPLICABLE else quotes(scene, sighting)
    searched = None
    if sighting.searched and sighting.absent and verdict in {Verdict.NOT_MET, Verdict.UNSURE}:
        where = sighting.searched
        searched = Searched(criterion.sought or SOUGHT, where.role, where.span)
    if verdict is Verdict.MET and not evidence:
        evidence = bounds(scene, sighting, criterion)
        if not evidence:
            verdict, reason = Verdict.UNSURE, NOT_TOLD
    if verdict is Verdict.NOT_MET and not evidence and searched is None:
        searched = Searched(criterion.sought or SOUGHT, Role.AGENT, scene.transcript.span)
    return Finding(
        criterion=criterion.id,
        rubric=rubric.id,
        verdict=verdict,
        weight=weight,
        reason=reason,
        severity=criterion.severity,
        evidence=evidence,
        searched=searched,
    )


def _judged(scene: Scene, criterion: Criterion) -> tuple[Verdict, Sighting, Text]:
    """The verdict, what it rests on, and why: the rules', or where they leave it open the whole call's."""
    verdict, sighting, why, blamed = _ruled(scene, criterion)
    told = weigh(scene, criterion, verdict, blamed=blamed)
    if told is None:
        return verdict, sighting, why
    rest = FOUND if told.verdict is Verdict.MET else NEVER_AROSE
    return told.verdict, told.sighting, criterion.reason(told.verdict) or rest


def _ruled(scene: Scene, criterion: Criterion) -> tuple[Verdict, Sighting, Text, bool]:
    """What the rules say, what it rests on, why, and whether they blame the agent, be it with doubts."""
    if scene.language is None:
        return Verdict.UNSURE, NOTHING, NO_LANGUAGE, True
    if scene.language not in criterion.languages:
        reason = criterion.reason(Verdict.NOT_APPLICABLE) or OTHER_LANGUAGE
        return Verdict.NOT_APPLICABLE, NOTHING, reason, False
    applies = _applies(scene, criterion.applies_when)
    if applies.doubts == {Doubt.CUT} and not applies.shown:
        # What never arose in what was recorded did not arise (criteria.md, "Cut").
        applies = Sighting(State.UNSEEN, searched=applies.searched)
    if applies.state is State.UNSEEN:
        reason = criterion.reason(Verdict.NOT_APPLICABLE) or NEVER_AROSE
        return Verdict.NOT_APPLICABLE, applies, reason, False
    met = _see(scene, criterion.met_when, NOTHING)
    not_met = _see(scene, criterion.not_met_when, NOTHING)
    if criterion.met_when is None and not_met.doubts == {Doubt.CUT}:
        # Keeping clear of something is judged on what was recorded (criteria.md, "Cut").
        not_met = Sighting(State.UNSEEN, searched=not_met.searched)
    verdict, sighting, why = _weighed(criterion, met, not_met)
    if verdict is Verdict.NOT_MET:
        doubt = _doubt_of_not_met(scene, applies, sighting)
        if doubt:
            return Verdict.UNSURE, _with(scene, sighting, applies), doubt, True
        sighting = _with(scene, sighting, applies)
    elif verdict is Verdict.UNSURE or (applies.state is State.DOUBTFUL and verdict is not Verdict.MET):
        doubts = sighting.doubts | applies.doubts
        why = _about_roles(scene, doubts) or criterion.reason(Verdict.UNSURE) or _because(doubts) or why
        return Verdict.UNSURE, _with(scene, sighting, applies), why, not_met.state is State.SEEN
    reason = criterion.reason(verdict) or why
    return verdict, sighting, _noted(reason, sighting), verdict is Verdict.NOT_MET


def _weighed(criterion: Criterion, met: Sighting, not_met: Sighting) -> tuple[Verdict, Sighting, Text]:
    """Met against not met. Where both are seen the machine does not choose."""
    states = (met.state, not_met.state)
    if states == (State.SEEN, State.SEEN):
        return Verdict.UNSURE, not_met, CONTRADICTORY
    if met.state is State.SEEN:
        return Verdict.MET, met, FOUND if met.shown else KEPT_CLEAR
    if not_met.state is State.SEEN and met.state is State.UNSEEN:
        return Verdict.NOT_MET, not_met, BROKEN if not_met.shown else MISSING
    if State.DOUBTFUL in states or not_met.state is State.SEEN:
        doubtful = met if met.state is State.DOUBTFUL else not_met
        return Verdict.UNSURE, doubtful, NOT_TOLD
    rest = met if criterion.not_met_when is None else not_met
    why = {Verdict.MET: KEPT_CLEAR, Verdict.NOT_MET: MISSING}.get(criterion.otherwise, NOT_TOLD)
    return criterion.otherwise, Sighting(State.UNSEEN, searched=rest.searched or met.searched), why


def _doubt_of_not_met(scene: Scene, applies: Sighting, sighting: Sighting) -> Text | None:
    """What stands against answering `not_met`, if anything."""
    if applies.state is State.DOUBTFUL:
        return _because(applies.doubts)
    if doubt := _doubt_of_sound(scene, sighting):
        return doubt
    certainty = scene.transcript.language_probability
    if certainty is not None and certainty < SURE_LANGUAGE:
        return DOUBTS[Doubt.LANGUAGE]
    if doubt := _doubt_of_roles(scene.transcript.attribution):
        return doubt
    weak = [p for s in (applies, sighting) if (p := weakest(scene, s)) is not None]
    if (weak and scene.language and min(weak) < SURE_WORD[scene.language]) or (
        sighting.absent and _guessed(scene, sighting)
    ):
        return DOUBTS[Doubt.HEARING]
    return None


def _doubt_of_sound(scene: Scene, sighting: Sighting) -> Text | None:
    """What the input gate has against the sound; its reservations concern only what was missed."""
    quality = scene.transcript.quality
    if quality is None:
        return None
    if quality.doubts:
        return Text(
            ru=f"качество записи: {quality.doubts[0].ru}",
            en=f"quality of the recording: {quality.doubts[0].en}",
        )
    missed = sighting.absent or any(one.rule in UNSAID for one in sighting.shown)
    if missed and quality.reservations:
        return Text(
            ru=f"{quality.reservations[0].ru}; то, чего не слышно, могло прозвучать",
            en=f"{quality.reservations[0].en}; what is not heard may have been said",
        )
    return None


def _doubt_of_roles(attribution: Attribution | None) -> Text | None:
    """Why the roles bear no `not_met`; None when they do: told and not contradicted, or a person's."""
    if attribution is None:
        return None
    if attribution.basis in {Basis.TOLD, Basis.CORRECTED}:
        return attribution.note
    if attribution.basis is Basis.HEARD_CHANNELS and (attribution.probability or 0.0) >= SURE_ROLES:
        return None
    return attribution.note or ROLES_UNSURE


def _about_roles(scene: Scene, doubts: frozenset[Doubt]) -> Text | None:
    """What is wrong with the roles, where that is what the answer hangs on."""
    attribution = scene.transcript.attribution
    if attribution is None or Doubt.ROLE not in doubts:
        return None
    return attribution.note if attribution.basis in {Basis.SWAPPED, Basis.NONE} else None


def _guessed(scene: Scene, sighting: Sighting) -> bool:
    """Whether too many words were guessed at where something was missed: it may have been one of them."""
    known = [
        word.probability
        for i in (sighting.searched.utterances if sighting.searched else ())
        for word in scene.utterances[i].words
        if word.probability is not None
    ]
    return sum(p < GUESSED_WORD for p in known) > GUESSED_SHARE * len(known)


def _applies(scene: Scene, wanted: Look | None) -> Sighting:
    """What raises the question. Of several things that must all be there, one that is not settles it.

    Nothing of an unseen `applies_when` is shown, so the others need not be looked for.
    """
    if isinstance(wanted, Joined) and wanted.joint is Joint.ALL:
        missing = (s for part in wanted.looks if (s := look(scene, part)).state is State.UNSEEN)
        if (first := next(missing, None)) is not None:
            return first
    return _see(scene, wanted, ALWAYS)


def _see(scene: Scene, wanted: Look | None, absent: Sighting) -> Sighting:
    return absent if wanted is None else look(scene, wanted)


def _with(scene: Scene, sighting: Sighting, applies: Sighting) -> Sighting:
    """What made the question due stands beside what answered it."""
    evidence = (*quotes(scene, applies)[:1], *quotes(scene, sighting))
    return Sighting(
        sighting.state,
        tuple(dict.fromkeys(evidence)),
        sighting.searched or applies.searched,
        sighting.doubts,
        sighting.note,
        sighting.absent,
    )


def _because(doubts: frozenset[Doubt]) -> Text | None:
    told = [DOUBTS[d] for d in Doubt if d in doubts]
    if not told:
        return None
    return Text(ru="; ".join(t.ru for t in told), en="; ".join(t.en for t in told))


def _noted(reason: Text, sighting: Sighting) -> Text:
    if sighting.note is None:
        return reason
    return Text(ru=f"{reason.ru}: {sighting.note.ru}", en=f"{reason.en}: {sighting.note.en}")
