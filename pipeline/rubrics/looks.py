"""The words a look can be made of, and what each takes. `pipeline.detectors.DETECTORS` does the looking.

To add a word: give it an entry here, write `pipeline/detectors/<word>.py` with one function
`(scene, sight) -> Sighting`, enter that into `DETECTORS`, describe it in `scoring_rubrics/README.md`.
A test holds the two dictionaries to the same keys.
"""

from dataclasses import dataclass
from enum import StrEnum


class OptionKind(StrEnum):
    """What an option's value is in YAML."""

    PHRASES = "phrases"  # one name of a phrase list, or several
    SECONDS = "seconds"  # kept in milliseconds
    NUMBER = "number"
    EVENTS = "events"  # one name of an event, or several
    WORD = "word"  # one of `choices`


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a word."""

    kind: OptionKind
    required: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LookWord:
    """A word of the language.

    Args:
        does: one line for the reader of an error message.
        options: the options it takes.
        main: the option that a bare value stands for (`phrase: greeting`), if any.
        scoped: whether `by`, `first_turns` and the other words of scope may stand beside it.
    """

    does: str
    options: dict[str, Option]
    main: str | None = None
    scoped: bool = True


PHRASES = Option(OptionKind.PHRASES)
NEEDED_PHRASES = Option(OptionKind.PHRASES, required=True)
SECONDS = Option(OptionKind.SECONDS)
NUMBER = Option(OptionKind.NUMBER)

WORDS: dict[str, LookWord] = {
    "phrase": LookWord(
        "one of the phrases of a list is said",
        {
            "lists": NEEDED_PHRASES,
            "maybe": PHRASES,
            "denied_by": PHRASES,
            "denial_ends": PHRASES,
            "denied": Option(OptionKind.WORD, choices=("skip", "only")),
            "fills": Option(OptionKind.WORD, choices=("turn",)),
        },
        main="lists",
    ),
    "event": LookWord(
        "somebody does something that the tagger knows",
        {
            "names": Option(OptionKind.EVENTS, required=True),
            "at": Option(OptionKind.WORD, choices=("possible", "likely", "sure")),
        },
        main="names",
    ),
    "introduction": LookWord(
        "the agent says the company's or their own name",
        {
            "company": NEEDED_PHRASES,
            "common": NEEDED_PHRASES,
            "unclear": Option(OptionKind.WORD, choices=("doubtful", "ignored")),
        },
    ),
    "client_name": LookWord(
        "the client's name is said",
        {
            "introductions": PHRASES,
            "use": Option(OptionKind.WORD, choices=("said", "addressed")),
        },
    ),
    "informal_address": LookWord(
        "a «ты» form is addressed to the other party", {"set_phrases": PHRASES, "aside": PHRASES}
    ),
    "polite_plural": LookWord("a «вы» form is addressed to the other party", {}),
    "question": LookWord(
        "a question is asked",
        {"besides": PHRASES, "opened_by": PHRASES},
    ),
    "promise": LookWord(
        "something is undertaken for after the call",
        {
            "verbs": NEEDED_PHRASES,
            "times": NEEDED_PHRASES,
            "vague": PHRASES,
            "with_time": Option(OptionKind.WORD, choices=("yes", "no", "either")),
        },
    ),
    "restated": LookWord("words of the other party's turn before are taken up", {"at_least_words": NUMBER}),
    "speaks": LookWord("the party says anything at all", {}),
    "direction": LookWord(
        "the call is inbound or outbound",
        {"is": Option(OptionKind.WORD, required=True, choices=("inbound", "outbound"))},
        main="is",
        scoped=False,
    ),
    "cut": LookWord("the recording breaks off", {}, scoped=False),
    "dead_air": LookWord(
        "a silence nobody explained",
        {"longer_than_s": SECONDS, "announced_by": PHRASES, "hinted_by": PHRASES},
        scoped=False,
    ),
    "latency": LookWord(
        "the agent answers late",
        {"longer_than_s": SECONDS, "announced_by": PHRASES, "more_than": NUMBER},
        scoped=False,
    ),
    "talk_over": LookWord(
        "the agent talks into the client's words and the client gives way",
        {
            "longer_than_s": SECONDS,
            "more_than": NUMBER,
            "per_minutes": NUMBER,
            "backchannels": PHRASES,
        },
        scoped=False,
    ),
    "hold": LookWord(
        "the agent is away from the line",
        {
            "longer_than_s": SECONDS,
            "announced_by": PHRASES,
            "resumed_by": PHRASES,
            "bare_return": PHRASES,
            "kept": Option(OptionKind.WORD, choices=("any", "well", "badly")),
        },
        scoped=False,
    ),
}
