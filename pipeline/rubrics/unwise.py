"""Words that have no place in a question: what nobody can quote, measure or hear in a transcript."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from pipeline.calls.text import Language


def _any(*words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)


Words = Mapping[Language, re.Pattern[str]]

FEELINGS: Words = MappingProxyType(
    {
        Language.EN: _any(
            r"angry",
            r"anger",
            r"upset",
            r"annoy\w*",
            r"irritat\w*",
            r"tone",
            r"mood",
            r"emotion\w*",
            r"feel\w*",
            r"sincer\w*",
            r"attitude",
            r"empath\w*",
            r"sympath\w*",
            r"enthusias\w*",
            r"hostil\w*",
            r"bored",
            r"happy",
            r"unhappy",
            r"calm",
            r"nervous\w*",
            r"confiden\w*",
            r"warmth",
            r"passionate",
        ),
        Language.RU: _any(
            r"раздраж\w*",
            r"зл(?:ой|ая|ится|ился|илась|обн\w*)",
            r"сердит\w*",
            r"тон(?:ом|а|е)?",
            r"интонаци\w*",
            r"эмоци\w*",
            r"настроени\w*",
            r"чувств\w*",
            r"искренн\w*",
            r"эмпати\w*",
            r"сочувств\w*",
            r"враждебн\w*",
            r"скучн\w*",
            r"нервн\w*",
            r"уверенно",
            r"обид\w*",
            r"равнодуш\w*",
            r"безразличн\w*",
        ),
    }
)
"""Nobody can quote a feeling, and the law forbids inferring one from a voice (trust.md, I6)."""

VAGUE: Words = MappingProxyType(
    {
        Language.EN: _any(
            r"appropriate(?:ly)?",
            r"adequate(?:ly)?",
            r"professional(?:ly|ism)?",
            r"proper(?:ly)?",
            r"sufficient(?:ly)?",
            r"friendly",
            r"good (?:service|manners|impression)",
            r"well enough",
            r"nice(?:ly)?",
            r"reasonabl[ey]",
            r"quality",
            r"effective(?:ly)?",
            r"positive(?:ly)?",
            r"as needed",
            r"in time",
        ),
        Language.RU: _any(
            r"надлежащ\w*",
            r"адекватн\w*",
            r"профессионал\w*",
            r"должным образом",
            r"достаточно",
            r"уместн\w*",
            r"доброжелательн\w*",
            r"качественн\w*",
            r"грамотн\w*",
            r"хорошо ли",
            r"эффективн\w*",
            r"позитивн\w*",
            r"разумн\w*",
            r"при необходимости",
            r"своевременн\w*",
            r"корректн\w*",
            r"приветлив\w*",
        ),
    }
)
"""Two people would answer such a question differently: raters agree on acts, not on adjectives."""

UNHEARD: Words = MappingProxyType(
    {
        Language.EN: _any(
            r"smil\w*",
            r"loud\w*",
            r"quiet(?:ly)?",
            r"voice",
            r"accent",
            r"pitch",
            r"diction",
            r"pronounc\w*",
            r"posture",
            r"screen",
            r"CRM",
            r"system of record",
            r"correct(?:ly)?",
            r"accura\w*",
            r"true",
            r"truthful\w*",
            r"thought",
            r"intend\w*",
            r"wanted to",
            r"afterwards in the",
        ),
        Language.RU: _any(
            r"улыб\w*",
            r"громк\w*",
            r"тихо",
            r"голос\w*",
            r"акцент\w*",
            r"дикци\w*",
            r"произношени\w*",
            r"тембр\w*",
            r"экран\w*",
            r"CRM",
            r"црм",
            r"в карточке",
            r"в базе",
            r"правильн\w*",
            r"верн(?:о|ый|ая) ли",
            r"правд\w*",
            r"думал\w*",
            r"намерен\w*",
            r"внешн\w* вид\w*",
        ),
    }
)
"""A transcript holds words, speakers and times: no voice, no screen, and not whether an answer is right."""
