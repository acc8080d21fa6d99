"""spaCy pipelines for Russian and English, and the tokens the other rooms work with.

Blank pipelines: a tokenizer that survives telephone transcripts (no space after a full stop,
guillemets, lower case throughout), lemmas, sentences. No statistical model: the same text gives the
same tokens on every machine. A hyphen parts words («подожди-ка» is подожди, -, ка; "follow-up" is
follow, -, up), since recognisers write it or not as they please.
"""

from functools import cache
from typing import Any

from pipeline.calls.text import Language
from pipeline.language.english import lemma_en
from pipeline.language.morphology import lemma_ru
from pipeline.language.spacy_alone import Doc, Pipeline, SpacyToken, compile_infix_regex, spacy
from pipeline.language.token import Token

# Marks between two words are marks even when the space is missing: "да?Нет", «тел.8916».
_INFIXES = (r"(?<=[^\W\d_])[?!;:…/\"«»()]+(?=[^\W_])", r"(?<=[^\W\d_]{2})\.(?=[^\W_]{2})", r"(?<=[^\W_])[«»]")
# spaCy reads these as contractions (I'd, I'll, we'd, she'd); without an apostrophe they are words.
_NO_CONTRACTIONS = frozenset({"id", "ill", "wed", "shed", "shell", "hell", "well", "were", "lets", "its"})


@cache
def pipeline(language: Language) -> Pipeline:
    """The pipeline of a language, built on first use.

    The cache holds an immutable resource, not state: nothing is added to a pipeline after it is
    built here, and building it again gives the same.
    """
    nlp = spacy.blank(language.value)
    infixes = [*(nlp.Defaults.infixes or ()), *_INFIXES]
    tokenizer: Any = nlp.tokenizer  # compiled, without types
    tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
    tokenizer.rules = {key: rule for key, rule in tokenizer.rules.items() if _kept(key, language)}
    name = f"callaudit_{language.value}"
    Pipeline.component(name, func=_lemmatize_ru if language is Language.RU else _lemmatize_en)
    nlp.add_pipe(name)
    nlp.add_pipe("sentencizer")
    return nlp


def tokens(text: str, language: Language) -> tuple[Token, ...]:
    """The tokens of `text`, white space left out.

    >>> [t.text for t in tokens("«Колосок», Ирина…подожди-ка", Language.RU)]
    ['«', 'Колосок', '»', ',', 'Ирина', '…', 'подожди', '-', 'ка']
    """
    return tuple(_token(t) for t in pipeline(language)(text) if not t.is_space)


def sentences(text: str, language: Language) -> tuple[tuple[int, int], ...]:
    """`(start_char, end_char)` of the sentences; one without closing marks is one sentence."""
    return tuple((s.start_char, s.end_char) for s in pipeline(language)(text).sents)


def plain(word: str) -> str:
    """The spelling words are compared in: lower case, «е» for «ё», straight apostrophe."""
    return word.lower().replace("ё", "е").replace("’", "'")


def _token(token: SpacyToken) -> Token:
    text = token.text
    return Token(
        text=text,
        lower=plain(text),
        lemma=token.lemma_,
        start_char=token.idx,
        end_char=token.idx + len(text),
        is_word=any(c.isalnum() for c in text),
    )


def _kept(rule: str, language: Language) -> bool:
    """Which of spaCy's special cases stay: smileys, English contractions; a Russian one holds a space."""
    return not any(c.isalpha() for c in rule) or (
        language is Language.EN and rule.lower() not in _NO_CONTRACTIONS
    )


def _lemmatize_ru(doc: Doc) -> Doc:
    for token in doc:
        token.lemma_ = lemma_ru(token.lower_) if token.text[0].isalpha() else plain(token.text)
    return doc


def _lemmatize_en(doc: Doc) -> Doc:
    for token in doc:
        norm = plain(token.norm_)
        token.lemma_ = lemma_en(norm) if norm.isalpha() else norm
    return doc
