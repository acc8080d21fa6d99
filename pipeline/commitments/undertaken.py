"""Whether a sentence undertakes something, by what words, and of what kind."""

from dataclasses import dataclass

from pipeline.calls.text import Language
from pipeline.commitments.commitment import Action
from pipeline.commitments.said import Said
from pipeline.commitments.undertaken_en import coming_en, undertaken_en
from pipeline.commitments.undertaken_ru import coming_ru, undertaken_ru

__all__ = ["Said", "Undertaken", "to_come", "undertaken"]


@dataclass(frozen=True, slots=True)
class Undertaken:
    """Where in the sentence something is undertaken.

    Args:
        start: first character of the words that do it.
        end: one past the last character of what is to be done.
        kind: of what kind.
        sure: said in so many words; else it is read from a time and an arrival.
    """

    start: int
    end: int
    kind: Action
    sure: bool = True


def undertaken(said: Said, language: Language) -> Undertaken | None:
    """What the sentence undertakes; None where it undertakes nothing.

    Args:
        said: the sentence in its place.
        language: of the sentence.
    """
    found = undertaken_ru(said) if language is Language.RU else undertaken_en(said)
    return None if found is None else Undertaken(*found)


def to_come(said: Said, language: Language) -> Undertaken | None:
    """The first person to come in a sentence, whatever it does; None where there is none.

    By itself it is no promise («гляну», "I'll see"): it counts where something else hears one too.
    """
    found = coming_ru(said) if language is Language.RU else coming_en(said)
    return None if found is None else Undertaken(*found)
