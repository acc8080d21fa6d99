"""What must hold of redaction whatever was said: nothing found remains, nothing else changes."""

import re
from collections.abc import Sequence

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from stdnum import luhn

from pipeline.calls.recording import Call, Role
from pipeline.calls.span import Span
from pipeline.calls.transcript import RawTranscript, Utterance, Word
from pipeline.language.numbers import number_runs
from pipeline.redaction.find import find
from pipeline.redaction.kinds import Kind
from pipeline.redaction.redact import Redacted, redact

MARK = re.compile("|".join(re.escape(kind.mark) for kind in Kind))

RU_WORDS = """ноль один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать тринадцать
четырнадцать пятнадцать шестнадцать семнадцать восемнадцать девятнадцать
двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто
сто двести триста четыреста пятьсот шестьсот семьсот восемьсот девятьсот"""
RU, RU_TENS, RU_HUNDREDS = RU_WORDS.split()[:20], RU_WORDS.split()[20:28], RU_WORDS.split()[28:]
EN_WORDS = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
sixteen
seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety"""
EN, EN_TENS = EN_WORDS.split()[:20], EN_WORDS.split()[20:]


def spoken(group: str, language: str) -> str:
    """A group of digits as somebody reads it: 05 is «ноль пять», 41 «сорок один», 120 «сто двадцать»."""
    units, tens = (RU, RU_TENS) if language == "ru" else (EN, EN_TENS)
    if len(group) > 3 or (len(group) == 3 and (language == "en" or group[0] == "0")):
        return " ".join(spoken(group[i : i + 2], language) for i in range(0, len(group), 2))
    if len(group) == 3:
        rest = int(group[1:])
        return RU_HUNDREDS[int(group[0]) - 1] + (f" {spoken(str(rest), language)}" if rest else "")
    if len(group) == 2 and group[0] == "0":
        return f"{units[0]} {units[int(group[1])]}"
    value = int(group)
    if value < 20:
        return units[value]
    return tens[value // 10 - 2] + (f" {units[value % 10]}" if value % 10 else "")


@st.composite
def cards(draw: st.DrawFn) -> str:
    size = draw(st.sampled_from([13, 15, 16, 16, 16, 16, 18, 19]))
    head = draw(st.sampled_from(["4", "5", "2200", "6011", "34", "67"]))
    body = head + draw(st.text("0123456789", min_size=size - len(head) - 1, max_size=size - len(head) - 1))
    return body + luhn.calc_check_digit(body)


@st.composite
def dictations(draw: st.DrawFn) -> tuple[str, tuple[str, ...], str]:
    """A card, the pieces it is said in, and the language."""
    card = draw(cards())
    language = draw(st.sampled_from(["ru", "en"]))
    way = draw(st.sampled_from(["written", "digits", "pairs", "triples", "mixed"]))
    width = {"written": 4, "digits": 1, "pairs": 2, "triples": 3, "mixed": 4}[way]
    groups = [card[i : i + width] for i in range(0, len(card), width)]
    # Nothing but round numbers is a list of quantities («пятьсот, триста, двести»), left in on purpose.
    assume(any(int(group) % 5 for group in groups))
    if way == "written":
        said = groups
    elif way == "mixed":
        said = [
            draw(st.sampled_from([g, spoken(g, language), " ".join(spoken(d, language) for d in g)]))
            for g in groups
        ]
    else:
        said = [spoken(g, language) for g in groups]
    casing = draw(st.sampled_from([str.lower, str.upper, str.title, str.capitalize]))
    return card, tuple(casing(s) for s in said), language


FILLERS = {
    "ru": ["", "", "", " эээ", " ну", ",", ", так,", ".", "...", " э", " -", ", дальше", ", потом"],
    "en": ["", "", "", " uh", ", um,", ",", ".", "...", " then", " -", ", okay", ", and then"],
}
BACKCHANNELS = {
    "ru": ["угу", "так", "да-да", "ага, записала", "дальше"],
    "en": ["mhm", "okay", "right", "yeah, go on", "got it"],
}
OPENINGS = {
    "ru": ["", "", "номер карты ", "вот, ", "да, пишите: "],
    "en": ["", "", "card number is ", "it's ", "sure, "],
}


@st.composite
def calls(draw: st.DrawFn) -> tuple[str, RawTranscript]:
    """A call in which a card is dictated, over one utterance or several, with words or without."""
    card, pieces, language = draw(dictations())
    lines = [draw(st.sampled_from(OPENINGS[language]))]
    for place, piece in enumerate(pieces):
        lines[-1] += piece
        if place + 1 < len(pieces):
            lines[-1] += draw(st.sampled_from(FILLERS[language])) + " "
            if draw(st.integers(0, 5)) == 0:
                lines.append("")
    lines[-1] += draw(st.sampled_from(["", ".", ", всё", ", thanks"]))
    timed = draw(st.booleans())
    said: list[Utterance] = []
    for line in filter(str.strip, lines):
        said.append(utterance(Role.CLIENT, line, after=said, timed=timed))
        if draw(st.booleans()):
            said.append(
                utterance(Role.AGENT, draw(st.sampled_from(BACKCHANNELS[language])), after=said, timed=timed)
            )
    return card, RawTranscript(Call(id="law"), tuple(said))


def utterance(role: Role, text: str, *, after: Sequence[Utterance], timed: bool) -> Utterance:
    start = after[-1].span.end_ms + 200 if after else 500
    each = 350
    words = tuple(
        Word(w, Span(start + i * each, start + (i + 1) * each), probability=0.5 + (i % 5) / 10)
        for i, w in enumerate(text.split())
    )
    span = Span(start, start + each * len(words))
    return Utterance(role, span, text, words if timed else (), channel=0 if role is Role.AGENT else 1)


def raw_again(redacted: Redacted) -> RawTranscript:
    return RawTranscript(redacted.transcript.call, redacted.transcript.utterances)


def assert_nothing_else_changed(raw: RawTranscript, redacted: Redacted) -> None:
    after = redacted.transcript.utterances
    assert len(after) == len(raw.utterances)
    for old, new in zip(raw.utterances, after, strict=True):
        assert (new.role, new.span, new.channel) == (old.role, old.span, old.channel)
        kept = MARK.split(new.text)
        if len(kept) == 1:
            assert new == old
            continue
        pattern = "(?:.|\n)+".join(re.escape(piece) for piece in kept)
        assert re.fullmatch(pattern, old.text), (old.text, new.text)
        old_words, new_words = {(w.text.strip(), w.span) for w in old.words}, new.words
        assert all((w.text.strip(), w.span) in old_words for w in new_words if not MARK.search(w.text))


@settings(max_examples=80)
@given(calls())
def test_a_dictated_card_leaves_no_digits_behind(case: tuple[str, RawTranscript]) -> None:
    _, raw = case
    redacted = redact(raw)
    assert redacted.transcript.redactions
    client = "\n".join(u.text for u in redacted.transcript.utterances if u.role is Role.CLIENT)
    left = "".join(run.digits for run in number_runs(client))
    assert left == "", (client, [u.text for u in raw.utterances])


@settings(max_examples=80)
@given(calls())
def test_redaction_changes_nothing_but_what_it_found(case: tuple[str, RawTranscript]) -> None:
    _, raw = case
    assert_nothing_else_changed(raw, redact(raw))


@settings(max_examples=80)
@given(calls())
def test_redacting_twice_is_redacting_once(case: tuple[str, RawTranscript]) -> None:
    _, raw = case
    once = redact(raw)
    assert find(once.transcript.utterances) == ()
    assert redact(raw_again(once)).transcript.utterances == once.transcript.utterances


@settings(max_examples=80)
@given(calls())
def test_every_second_of_a_taken_word_is_muted(case: tuple[str, RawTranscript]) -> None:
    _, raw = case
    redacted = redact(raw)
    for old, new in zip(raw.utterances, redacted.transcript.utterances, strict=True):
        kept = {w.span for w in new.words if not MARK.search(w.text)}
        for word in old.words:
            if word.span in kept:
                continue
            covers = [m.span for m in redacted.mutes if m.channel in {None, old.channel}]
            assert any(c.start_ms <= word.span.start_ms and word.span.end_ms <= c.end_ms for c in covers)


SCRAP_WORDS = """
номер карты картой телефон паспорт снилс инн код цвв срок действия заказ договор накладная счёт
серия рублей ящика да угу так собака точка ру мейл иван почта один два три четыре пять семь восемь
девять сорок двадцать сто двести девятьсот тысяча ноль шестнадцать card number phone order code cvv
expiry passport at dot com john one two three four double oh nine hundred thousand forty boxes okay
4111 4276 3800 12 123 8 916 +7 77 0 iban GB82 @ mail.ru двадцатого - , . ? 3.50 10:30 112-233-445 95
дальше [CARD] на обороте
"""
SCRAPS = st.sampled_from(SCRAP_WORDS.split())


@settings(max_examples=200)
@given(
    st.lists(
        st.tuples(st.sampled_from(list(Role)), st.lists(SCRAPS, min_size=1, max_size=14)),
        min_size=1,
        max_size=8,
    )
)
def test_whatever_is_said_nothing_found_remains(lines: list[tuple[Role, list[str]]]) -> None:
    said: list[Utterance] = []
    for role, scraps in lines:
        said.append(utterance(role, " ".join(scraps), after=said, timed=True))
    raw = RawTranscript(Call(id="law"), tuple(said))
    redacted = redact(raw)
    assert find(redacted.transcript.utterances) == ()
    assert len(redacted.transcript.utterances) == len(said)
