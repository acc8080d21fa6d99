"""Names: the agent introduces themselves or the company; the client's name is said."""

from collections.abc import Collection, Iterable, Iterator
from difflib import SequenceMatcher
from functools import lru_cache

from pipeline.calls.recording import UNKNOWN, Role
from pipeline.calls.text import Language
from pipeline.detectors.reading import BOUNDARY, Token, read
from pipeline.detectors.scene import Hit, Scene
from pipeline.detectors.scope import Looker, scoped, window_of
from pipeline.detectors.sighting import Doubt, Sighting
from pipeline.detectors.words import words
from pipeline.language.morphology import in_dictionary, is_name, parses
from pipeline.language.nicknames import groups_of, one_name
from pipeline.language.token import Token as LanguageToken
from pipeline.rubrics.rubric import Sight

SHORTEST = 3
"""Letters two spellings of a name must share: Kev – Kevin, Степан – Степану."""
GUESSED_NAME = 0.7
"""Below it a word may be a name misheard: names are what a recogniser knows least. Of words below 0.7 Whisper
base has 60 in 100 right in Russian, 84 in English (`benchmarks/word_probability.py`)."""
SHORTENED = 4
"""Letters a short form may lack."""
MISHEARD = 0.5
"""Names so alike in letters (difflib) may be one, misheard: Марина – Мария 0.73, Кристина – Пётр 0.33."""
CALLING = words(
    "hi hello hey morning afternoon evening thanks you okay ok yes no right sorry bye cheers well so now and",
    "здравствуйте привет день утро вечер спасибо да нет хорошо понял поняла извините простите конечно",
    "ну а так доброе добрый алло слушаю пожалуйста",
)
"""Behind these a name is mostly a call to the person."""
TITLES = frozenset({"mr", "mrs", "ms", "miss", "dr", "господин", "госпожа"})
NO_NAMES = frozenset({"mr", "mrs", "ms", "miss", "dr", "sir", "madam", "and", "the", "из", "и", "ип", "ооо"})


def introduction(scene: Scene, sight: Sight, look: Looker) -> Sighting:
    """Whether the agent says the company's or their own name.

    Sure: the employee's name as the metadata has it; a phrase of `company` ("you're through to"); a
    capitalised or unknown word that is no greeting and not the client's name. What remains of the
    words when greetings and fillers (`common`) are taken away may be a company that is called like a
    common word: doubtful, or nothing with `unclear: ignored`.
    """
    own = _marked(_known(scene, scene.transcript.call.employee), scene.language)
    client = _marked(_known(scene, _person(scene.transcript.call.client)), scene.language)
    said = scene.covered(sight.names_option("company"))
    common = scene.covered(sight.names_option("common"))
    ignored = sight.text_option("unclear") == "ignored"
    window = window_of(scene, sight.scope, look)
    hits: list[Hit] = []
    for i in _rows(scene, window.utterances):
        norm = scene.row[i].norm
        if i in said or _alike(norm, own, scene.language):
            hits.append(scene.hit(i, i + 1))
        elif i not in common and norm not in NO_NAMES and not _alike(norm, client, scene.language):
            if _strange(scene, i):
                hits.append(scene.hit(i, i + 1))
            elif not ignored:
                hits.append(scene.hit(i, i + 1, doubts=frozenset({Doubt.MEANING})))
    return scoped(scene, sight, hits, look, rule="introduction")


def client_name(scene: Scene, sight: Sight, look: Looker) -> Sighting:
    """Whether the client's name is said (`use: said`), or could have been meant (`use: addressed`).

    The name is what the metadata or the client's own introduction gives. With `addressed`, another
    word that may be a person's name leaves doubt (a nickname, a name misheard) unless it is surely
    somebody else's, and so does any that was guessed at.
    """
    hits = scene.once((sight.word, sight.options), lambda: _client_names(scene, sight))
    return scoped(scene, sight, hits, look, rule="client_name")


def _client_names(scene: Scene, sight: Sight) -> Iterator[Hit]:
    """Every place in the call where the client's name is said, or may be."""
    known = _known(scene, _person(scene.transcript.call.client))
    own = _known(scene, scene.transcript.call.employee)
    introduced = {t.norm for t in _introduced(scene, sight.names_option("introductions"))}
    names = (known | introduced) - own
    addressed = sight.text_option("use", "said") == "addressed"
    theirs, ours = _spellings(scene, names), _spellings(scene, own)
    rows = {i for i, token in enumerate(scene.row) if token.norm in theirs} if theirs else set()
    unclear = scene.noted("names", lambda: _unclear(scene)) if addressed else {}
    for i in sorted(rows.union(unclear)):
        if i in rows:
            yield scene.hit(i, i + 1)
            continue
        maybe, guessed = unclear[i]
        if maybe and scene.row[i].norm not in ours and not _elses(scene, i, names):
            yield scene.hit(i, i + 1, doubts=frozenset({Doubt.MEANING}))
        elif guessed:
            yield scene.hit(i, i + 1, doubts=frozenset({Doubt.HEARING}))


def _unclear(scene: Scene) -> dict[int, tuple[bool, bool]]:
    """The words of the call that may be a name, or were guessed at: which of the two."""
    shaky = ((u, place) for u in range(len(scene.utterances)) for place in _shaky(scene, u))
    guessed = {i for u, place in shaky for i in scene.rows_at(u, *place)}
    maybe = {i for i, token in enumerate(scene.row) if token.norm != BOUNDARY and _may_be_name(scene, i)}
    return {i: (i in maybe, i in guessed) for i in maybe | guessed}


def _spellings(scene: Scene, names: frozenset[str]) -> frozenset[str]:
    """Words of the call that are one of the names."""
    norms = scene.noted("norms", lambda: {token.norm for token in scene.row})
    marked = _marked(names, scene.language)
    return scene.noted(
        ("spellings", names), lambda: frozenset(n for n in norms if _alike(n, marked, scene.language))
    )


def _shaky(scene: Scene, utterance: int) -> tuple[tuple[int, int], ...]:
    """Where the words stand that were guessed at, 0.0 included; () where the engine gave no probabilities."""
    said = scene.utterances[utterance]
    if not any(w.probability is not None and w.probability < GUESSED_NAME for w in said.words):
        return ()
    return tuple(
        place
        for word, place in zip(said.words, said.word_ranges(), strict=True)
        if word.probability is not None and word.probability < GUESSED_NAME
    )


def _elses(scene: Scene, index: int, names: Collection[str]) -> bool:
    """Whether a name is surely another person's: known, unlike the client's, and spoken of, not to."""
    token = scene.row[index]
    if not names or scene.row[index - 1].norm in TITLES or _called(scene, index):
        return False
    forms = _nominative(token.norm, scene.language)
    if any(_sounds_like(form, name) for form in forms for name in names):
        return False
    if any(one_name(form, name) for form in forms for name in names):
        return False
    first = any(one_name(form, form) for form in forms)
    return first or (scene.language is Language.RU and _family(token.norm))


@lru_cache(maxsize=10_000)
def _sounds_like(form: str, name: str) -> bool:
    return SequenceMatcher(None, form, name).ratio() >= MISHEARD


def _called(scene: Scene, index: int) -> bool:
    """Whether the word may call somebody: parted from the sentence by commas, or behind a greeting.

    Where no comma was heard in the whole utterance, only an oblique case shows that it does not.
    """
    token = scene.row[index]
    if scene.language is Language.RU and not _may_be_nominative(token.norm):
        return False
    text = scene.utterances[scene.owner[index]].text
    if not any(mark in text for mark in ",.?!"):
        return True
    before, after = scene.row[index - 1], scene.row[index + 1]
    parted = text[before.end_char : token.start_char].strip() == ","
    opens = parted or before.norm == BOUNDARY or before.norm in CALLING
    closes = after.norm == BOUNDARY or text[token.end_char : after.start_char].strip().startswith(",")
    return opens and closes


@lru_cache(maxsize=10_000)
def _may_be_nominative(word: str) -> bool:
    return any("nomn" in parse.tag or "voct" in parse.tag for parse in parses(word))


@lru_cache(maxsize=10_000)
def _family(word: str) -> bool:
    """A surname or a patronymic and no first name, by the dictionary's best reading."""
    parse = parses(word)[0]
    return in_dictionary(word) and ("Surn" in parse.tag or "Patr" in parse.tag)


@lru_cache(maxsize=10_000)
def _nominative(word: str, language: Language | None) -> frozenset[str]:
    """The word and, in Russian, what it may be the oblique case of («Лёху»: «лёха»)."""
    return _forms(word) | {word} if language is Language.RU else frozenset({word})


def _rows(scene: Scene, utterances: Iterable[int]) -> Iterator[int]:
    """Row indexes of the words of these utterances."""
    return (i for u in sorted(set(utterances)) for i in scene.words_of(u))


def _person(client: str) -> str:
    """The person in «Кафе «Брусника», Марина Львовна»; nobody where the company stands alone."""
    return client.rpartition(",")[2] if "," in client else UNKNOWN


def _known(scene: Scene, name: str) -> frozenset[str]:
    if name == UNKNOWN or scene.language is None:
        return frozenset()
    return frozenset(t.norm for t in read(name, language=scene.language) if len(t.norm) > 1) - NO_NAMES


@lru_cache(maxsize=10_000)
def _forms(word: str) -> frozenset[str]:
    return frozenset(str(p.normal_form).replace("ё", "е") for p in parses(word))


def _alike(norm: str, marked: frozenset[str], language: Language | None) -> bool:
    """Whether a word is one of the names `_marked`, in any case of the language or shortened (Kev, Kevin)."""
    return not _said_for(norm, language).isdisjoint(marked)


def _marked(names: Iterable[str], language: Language | None) -> frozenset[str]:
    """What names may be said as, by marks; a word of a call is one of them if it shares a mark."""
    return frozenset(mark for name in names for mark in _marks(name, frozenset({name}), language, said=False))


@lru_cache(maxsize=10_000)
def _said_for(norm: str, language: Language | None) -> frozenset[str]:
    """What a word of a call may be said for, in the marks of `_marked`: names differ from call to call."""
    return frozenset(_marks(norm, _nominative(norm, language), language, said=True))


def _marks(word: str, forms: Iterable[str], language: Language | None, *, said: bool) -> Iterator[str]:
    yield f"={word}"
    yield from (f"one name {number}" for form in forms for number in groups_of(form))
    if len(word) < SHORTEST:
        return
    if language is Language.RU:
        yield f"but its ending {word[:-1]}"
        if len(word) > SHORTEST:
            yield from (f"form of {form}" for form in _forms(word))
        return
    # One begins with the other: the shorter one's whole is marked as the longer one's beginnings are.
    whole, beginning = (">", "<") if said else ("<", ">")
    yield f"{whole}{word}"
    yield from (f"{beginning}{word[:n]}" for n in range(max(SHORTEST, len(word) - SHORTENED), len(word) + 1))


def _introduced(scene: Scene, lists: tuple[str, ...]) -> list[Token]:
    """The words behind the client's "it's …", «это …», where they look like a name."""
    out = []
    for hit in scene.hits(lists):
        if scene.utterances[hit.utterance].role is not Role.CLIENT:
            continue
        at = scene.position(hit)
        while (
            at < len(scene.row) and scene.row[at].start_char < hit.end_char and scene.row[at].norm != BOUNDARY
        ):
            at += 1
        if at < len(scene.row) and scene.row[at].norm != BOUNDARY and _may_be_name(scene, at):
            out.append(scene.row[at])
    return out


def _may_be_name(scene: Scene, index: int) -> bool:
    token = scene.row[index]
    if scene.language is Language.RU:
        return bool(token.text) and _russian_name(token.text, token.norm, token.lemma)
    # No list of English names: a capital where one calls somebody, at a sentence's end or before a comma.
    if not token.text[:1].isupper() or token.norm == "i" or token.text.isupper():
        return False
    text = scene.utterances[scene.owner[index]].text
    calls = scene.row[index + 1].norm == BOUNDARY or text[token.end_char : token.end_char + 1] == ","
    return calls and scene.row[index - 1].norm != BOUNDARY


@lru_cache(maxsize=50_000)
def _russian_name(text: str, norm: str, lemma: str) -> bool:
    return is_name(LanguageToken(text, norm, lemma, 0, len(text), is_word=True))


def _strange(scene: Scene, index: int) -> bool:
    """Whether a word is surely a name: by its capital, or because no dictionary has it."""
    token = scene.row[index]
    capital = token.text[:1].isupper() and token.norm != "i"
    if scene.language is Language.RU:
        word = token.norm.isalpha() and len(token.norm) > SHORTEST
        return (capital or word) and not _common(token.norm)
    return capital and scene.row[index - 1].norm != BOUNDARY


@lru_cache(maxsize=10_000)
def _common(word: str) -> bool:
    parse = parses(word)[0]
    return in_dictionary(word) and "Name" not in parse.tag and "Surn" not in parse.tag
