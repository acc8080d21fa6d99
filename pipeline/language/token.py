"""A token: the piece of text other rooms ask about."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a mark, as it stands in the text.

    Args:
        text: the characters themselves, `source[start_char:end_char]`.
        lower: lower case, «е» for «ё», straight apostrophe.
        lemma: dictionary form in the same spelling; of a mark, the mark.
        start_char: first character.
        end_char: one past the last.
        is_word: holds a letter or a digit.
    """

    text: str
    lower: str
    lemma: str
    start_char: int
    end_char: int
    is_word: bool

    def __post_init__(self) -> None:
        if not self.text or self.end_char - self.start_char != len(self.text):
            raise ValueError(
                f"a token's text is its own slice: {self.text!r} at {self.start_char}–{self.end_char}"
            )
