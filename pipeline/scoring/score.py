"""`score`: a scorecard and a transcript in, an evaluation out. Pure: no file, no clock, no chance."""

from pipeline.calls.evidence import Evidence
from pipeline.calls.recording import Role
from pipeline.calls.text import Text
from pipeline.calls.transcript import Transcript
from pipeline.detectors.look import look
from pipeline.detectors.scene import Scene, stage
from pipeline.detectors.sighting import DOUBTS, Doubt, Sighting, State
from pipeline.rubrics.rubric import Criterion, Look, Rubric, Scorecard
from pipeline.rubrics.verdict import Verdict
from pipeline.scoring.evaluation import Evaluation, Finding, ScorecardStamp, Searched

SURE_WORD = 0.80
"""trust.md 5.3: a word below this cannot carry `not_met` (start value, to be tuned on a gold set)."""

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


def _finding(scene: Scene, rubric: Rubric, criterion: Criterion, weight: int) -> Finding:
    verdict, sighting, reason = _judged(scene, criterion)
    evidence = sighting.evidence
    searched = None
    if sighting.searched and sighting.absent and verdict in {Verdict.NOT_MET, Verdict.UNSURE}:
        where = sighting.searched
        searched = Searched(criterion.sought or SOUGHT, where.role, where.span)
    if verdict is Verdict.MET and not sighting.evidence:
        evidence = _bounds(scene, sighting)
        if not evidence:
            verdict, reason = Verdict.UNSURE, NOT_TOLD
    if verdict is Verdict.NOT_MET and not evidence and searched is None:
        searched = Searched(criterion.sought or SOUGHT, Role.AGENT, scene.transcript.span)
    if verdict is Verdict.NOT_APPLICABLE:
        evidence = ()
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
    """The verdict, what it rests on, and why."""
    if scene.language is None:
        return Verdict.UNSURE, NOTHING, NO_LANGUAGE
    if scene.language not in criterion.languages:
        return Verdict.NOT_APPLICABLE, NOTHING, criterion.reason(Verdict.NOT_APPLICABLE) or OTHER_LANGUAGE
    applies = _see(scene, criterion.applies_when, ALWAYS)
    if applies.doubts == {Doubt.CUT} and not applies.evidence:
        # What never arose in what was recorded did not arise (criteria.md, "Cut").
        applies = Sighting(State.UNSEEN, searched=applies.searched)
    if applies.state is State.UNSEEN:
        return Verdict.NOT_APPLICABLE, applies, criterion.reason(Verdict.NOT_APPLICABLE) or NEVER_AROSE
    met = _see(scene, criterion.met_when, NOTHING)
    not_met = _see(scene, criterion.not_met_when, NOTHING)
    if criterion.met_when is None and not_met.doubts == {Doubt.CUT}:
        # Keeping clear of something is judged on what was recorded (criteria.md, "Cut").
        not_met = Sighting(State.UNSEEN, searched=not_met.searched)
    verdict, sighting, why = _weighed(criterion, met, not_met)
    if verdict is Verdict.NOT_MET:
        doubt = _doubt_of_not_met(scene, applies, sighting)
        if doubt:
            return Verdict.UNSURE, _with(sighting, applies), doubt
        sighting = _with(sighting, applies)
    elif verdict is Verdict.UNSURE or (applies.state is State.DOUBTFUL and verdict is not Verdict.MET):
        doubts = sighting.doubts | applies.doubts
        why = criterion.reason(Verdict.UNSURE) or _because(doubts) or why
        return Verdict.UNSURE, _with(sighting, applies), why
    reason = criterion.reason(verdict) or why
    return verdict, sighting, _noted(reason, sighting)


def _weighed(criterion: Criterion, met: Sighting, not_met: Sighting) -> tuple[Verdict, Sighting, Text]:
    """Met against not met. Where both are seen the machine does not choose."""
    states = (met.state, not_met.state)
    if states == (State.SEEN, State.SEEN):
        return Verdict.UNSURE, not_met, CONTRADICTORY
    if met.state is State.SEEN:
        return Verdict.MET, met, FOUND if met.evidence else KEPT_CLEAR
    if not_met.state is State.SEEN and met.state is State.UNSEEN:
        return Verdict.NOT_MET, not_met, BROKEN if not_met.evidence else MISSING
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
    quality = scene.transcript.quality
    if quality and quality.doubts:
        return Text(
            ru=f"качество записи: {quality.doubts[0].ru}",
            en=f"quality of the recording: {quality.doubts[0].en}",
        )
    certainty = scene.transcript.language_probability
    if certainty is not None and certainty < SURE_LANGUAGE:
        return DOUBTS[Doubt.LANGUAGE]
    weak = [s.weakest for s in (applies, sighting) if s.weakest is not None]
    if weak and min(weak) < SURE_WORD:
        return DOUBTS[Doubt.HEARING]
    return None


def _see(scene: Scene, wanted: Look | None, absent: Sighting) -> Sighting:
    return absent if wanted is None else look(scene, wanted)


def _with(sighting: Sighting, applies: Sighting) -> Sighting:
    """What made the question due stands beside what answered it."""
    evidence = tuple(dict.fromkeys((*applies.evidence[:1], *sighting.evidence)))
    return Sighting(
        sighting.state,
        evidence,
        sighting.searched or applies.searched,
        sighting.doubts,
        sighting.weakest,
        sighting.note,
        sighting.absent,
    )


def _bounds(scene: Scene, sighting: Sighting) -> tuple[Evidence, ...]:
    """First and last utterance of what was searched in vain."""
    if sighting.searched is None or not sighting.searched.utterances:
        return ()
    indexes = sighting.searched.utterances
    theirs = [i for i in indexes if scene.utterances[i].role is sighting.searched.role] or list(indexes)
    return tuple(scene.whole(i, rule="searched") for i in sorted({theirs[0], theirs[-1]}))


def _because(doubts: frozenset[Doubt]) -> Text | None:
    told = [DOUBTS[d] for d in Doubt if d in doubts]
    if not told:
        return None
    return Text(ru="; ".join(t.ru for t in told), en="; ".join(t.en for t in told))


def _noted(reason: Text, sighting: Sighting) -> Text:
    if sighting.note is None:
        return reason
    return Text(ru=f"{reason.ru}: {sighting.note.ru}", en=f"{reason.en}: {sighting.note.en}")
