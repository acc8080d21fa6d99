"""What machines say on a line, in Russian and English, and what only a person says. Words, no logic.

The patterns run over lower-case text with «е» for «ё». People speak of voicemail, of menus and of
recordings too, so each holds more than the one telling word; in 4,571 written utterances of people
(../shared/data) two match `machine` without a word of `person`. So words alone make nobody a machine once a
person has spoken. Each table is compiled once: who said what asks them of every utterance.
"""

import re
from functools import cache

from pipeline.calls.text import Language

Patterns = dict[Language, re.Pattern[str]]


@cache
def machine() -> Patterns:
    """What a recorded announcement, a menu, a queue or a voicemail says."""
    key_ru = r"(?:\d|один|два|три|четыре|пять|шесть|ноль|решетку|звездочку|цифру)"
    key_en = r"(?:\d|one|two|three|four|five|six|zero|star|hash|pound|the (?:hash|pound|star))\b"
    return {
        Language.RU: _any(
            r"ваш звонок (?:очень )?важен",
            r"вы позвонили в\b",
            r"вас приветствует (?:компания|автоответчик|голосовой)",
            r"операторы (?:сейчас |в данный момент )?(?:заняты|разговаривают)",
            r"(?:дождитесь|ожидайте) ответа (?:оператора|специалиста)",
            r"(?:чтобы|для) [^.?!]{3,60} нажмите",
            rf"нажмите {key_ru}",
            r"в тональном режиме",
            r"(?:абонент|набранный номер) (?:временно |сейчас |в данный момент )?"
            r"(?:не |недоступ|заблокир|находится)",
            r"находится вне зоны действия",
            r"оставьте [^.?!]{0,30}сообщение после",
            r"(?:говорите|сообщение) после (?:звукового )?сигнала",
            r"ваш номер в очереди",
            r"(?:примерное )?время ожидания составляет",
        ),
        Language.EN: _any(
            r"your call is (?:very )?important to us",
            rf"(?:for|to) [^.?!]{{3,60}} (?:press|dial|select) {key_en}",
            rf"(?:press|dial|select) {key_en},? (?:for|to)\b",
            r"all (?:of )?our (?:agents|operators|representatives|advisors|lines) are",
            r"next available (?:agent|operator|representative|advisor)",
            r"you (?:have|'ve) reached the (?:voice ?mail|office|answering)",
            r"leave (?:a|your|us a) (?:short )?message after",
            r"(?:after|at) the (?:tone|beep),? (?:please )?(?:leave|record|say)",
            r"the (?:person|number|party|customer) you (?:are|have|were) "
            r"(?:calling|dialled|dialed|trying|called)",
            r"is not available to take your call",
            r"your (?:position|place) in the queue is",
            r"estimated wait(?:ing)? time",
        ),
    }


@cache
def notice() -> Patterns:
    """The recording notice: a machine's or a person's. By its words alone that cannot be told."""
    return {
        Language.RU: _any(
            r"(?:разговоры?|звон\w+|беседа) (?:\w+ ){0,2}записыва",
            r"запись разговора",
            r"(?:звонок|разговор) (?:может быть |будет )?записан",
            r"(?:в целях|для) (?:повышения|улучшения|контроля|оценки) качества",
        ),
        Language.EN: _any(
            r"calls? (?:may|might|will|is|are|can) (?:be |being )?(?:\w+ )?(?:recorded|monitored)",
            r"for (?:training|quality|monitoring)(?: (?:and|or) \w+)? purposes",
            r"line is (?:being )?recorded",
        ),
    }


@cache
def person() -> Patterns:
    """What a machine seldom says: with it, an utterance stays a person's."""
    return {
        Language.RU: _any(
            r"\b(?:я|мне|меня|мой|моя|мы|нам|у нас|ага|угу|ладно|давайте)\b",
            r"чем (?:\w+ )?помочь",
            r"\bслушаю\b",
        ),
        Language.EN: _any(
            r"\b(?:i|i'm|i'll|i've|i'd|me|my|mine|speaking|yeah|okay)\b", r"\bhow (?:can|may) (?:i|we)\b"
        ),
    }


@cache
def transfer() -> Patterns:
    """Somebody is put through: from here on a channel may hold another person."""
    return {
        Language.RU: _any(
            r"\b(?:соединяю|соединю|соединим|переключаю|переключу)\b",
            r"\b(?:переведу|перевожу) (?:вас|звонок)\b",
            r"\b(?:передаю|передам) (?:трубку|ему трубку|ей трубку)\b",
        ),
        Language.EN: _any(
            r"\b(?:put|putting|patch|patching|get) you (?:through|over)\b",
            r"\btransfer(?:ring)? (?:you|your call|the call)\b",
            r"\bpass(?:ing)? you (?:over|on|to|across)\b",
            r"\bhand(?:ing)? you over\b",
            r"\bconnect(?:ing)? you (?:to|with|now)\b",
        ),
    }


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns))
