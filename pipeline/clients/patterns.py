"""What clients say when they ask for something, and when they speak of another supplier's offer."""

import re

from pipeline.calls.text import Language

ASKS = {
    Language.RU: re.compile(
        r"\b(?:нужн\w+|надо|хот(?:ел|им|ела|ели|елось)\w*|подскажите|можно|можете|когда|где|почему|проблем\w*|не\s+(?:пришл\w+|привезли|работает|хватает|могу|получ\w+)|"
        r"верните|замените|пришлите|оформ\w+|заказ\w*|счет\w*|вопрос\w*|жалоб\w*|недостач\w*|брак\w*|сломал\w*)\b"
    ),
    Language.EN: re.compile(
        r"\b(?:need|want|could you|can you|when|where|why|problem|missing|broken|wrong|order|invoice|deliver\w*|refund|replace\w*|complain\w*|question|short|late|cancel|quote|"
        r"hasn't|haven't|not (?:working|arrived|come))\b"
    ),
}
"""The client says what they ring about."""

FILLER = frozenset(
    [
        "быть",
        "мочь",
        "хотеть",
        "сказать",
        "знать",
        "говорить",
        "здравствовать",
        "это",
        "этот",
        "весь",
        "такой",
        "какой",
        "который",
        "свой",
        "наш",
        "ваш",
        "мой",
        "твой",
        "он",
        "она",
        "они",
        "вы",
        "мы",
        "ты",
        "я",
        "то",
        "что",
        "как",
        "где",
        "когда",
        "там",
        "тут",
        "вот",
        "уже",
        "еще",
        "очень",
        "просто",
        "сейчас",
        "сегодня",
        "завтра",
        "вчера",
        "день",
        "час",
        "неделя",
        "раз",
        "добрый",
        "здравствуйте",
        "алло",
        "да",
        "нет",
        "ну",
        "ага",
        "хорошо",
        "спасибо",
        "пожалуйста",
        "звонить",
        "позвонить",
        "перезвонить",
        "подсказать",
        "слушать",
        "понимать",
        "дело",
        "вопрос",
        "девушка",
        "the",
        "a",
        "an",
        "and",
        "or",
        "but",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "have",
        "has",
        "had",
        "do",
        "does",
        "did",
        "will",
        "would",
        "can",
        "could",
        "i",
        "you",
        "we",
        "they",
        "he",
        "she",
        "it",
        "my",
        "your",
        "our",
        "their",
        "this",
        "that",
        "these",
        "those",
        "what",
        "when",
        "where",
        "who",
        "how",
        "why",
        "yes",
        "no",
        "not",
        "hello",
        "hi",
        "good",
        "morning",
        "afternoon",
        "evening",
        "please",
        "thanks",
        "thank",
        "sorry",
        "just",
        "like",
        "get",
        "got",
        "go",
        "going",
        "come",
        "know",
        "want",
        "need",
        "say",
        "said",
        "tell",
        "told",
        "call",
        "ring",
        "rang",
        "calling",
        "ringing",
        "about",
        "with",
        "from",
        "for",
        "to",
        "of",
        "in",
        "on",
        "at",
        "by",
        "up",
        "out",
        "so",
        "well",
        "okay",
        "ok",
        "right",
        "yeah",
        "there",
        "here",
        "some",
        "any",
        "one",
        "two",
        "today",
        "tomorrow",
        "yesterday",
        "day",
        "week",
        "time",
    ]
)
"""Words that stand in any request and tell matters apart by nothing."""

RIVAL = {
    Language.RU: re.compile(
        r"\b(?:у (?:других|конкурент\w+|соседей|них)\b[^.!?]{0,40}\b(?:дешевле|дороже|цена|процент\w*|скидк\w*|отсрочк\w*|рубл\w*|на \d+)|конкурент\w*|"
        r"друг(?:ой|ие|ого|их|им|ому|ая) (?:поставщик\w*|фирм\w*|компани\w*|контор\w*|завод\w*)|(?:мне|нам)\s+(?:тут\s+|уже\s+|вчера\s+)?(?:предлаг\w+|предлож\w+|дают|дали|обещают|сулят)\b|"
        r"(?:предлаг\w+|предлож\w+|прислали|дают|отда\w+)\b[^.!?]{0,50}\b(?:дешевле|процент\w*|скидк\w*|отсрочк\w*|по \d+|рубл\w*|такой же цене)|"
        r"[«\"][^»\"]{2,30}[»\"]\s+(?:тут\s+|мне\s+|нам\s+|нас\s+|вот\s+)?(?:предлаг\w+|предлож\w+|да[её]т|дали|дают|заезжал\w*|звонил\w*|прислал\w*|обеща\w+|возит|возят)|"
        r"на\s+\d+\s+(?:процент\w*|рубл\w*|копе\w+)\s+(?:дешевле|дороже)|дешевле,? чем у вас|у\s+[«\"][^»\"]{2,30}[»\"])"
    ),
    Language.EN: re.compile(
        r"(?:\b(?:competitor\w*|another (?:supplier|firm|company|outfit|lot)|other (?:supplier|company|fellow|party|lot)\w*|somebody else|someone else|elsewhere)\b|"
        r"\b(?:offered|quoted|quoting|offering|giving|undercut\w*)\b[^.!?]{0,60}(?:\d|percent|per cent|less|cheaper|free|discount|credit)|\bcheaper (?:than|from|at|elsewhere)\b|"
        r"\b(?:he|they|she|it)(?:'s|'re)? (?:does|do|doing|giving|offering|selling)\b[^.!?]{0,40}\b(?:for|at)\b[^.!?]{0,10}\d|\bi(?:'m| am)? (?:get|getting|can get) (?:it|them|at|that)\b[^.!?]{0,40}(?:from|for|at|off)\b)"
    ),
}
"""The client speaks of another supplier's offer."""

OFFERS = {
    Language.RU: re.compile(
        r"\b(?:конкурент\w*|у других|другие|в другом месте|на рынке|у соседей|выгоднее|интереснее|цена лучше|лучше цена|предложение (?:от|пришло|есть)|есть предложение|(?:прайс|кп|расчет|коммерческое) от|(?:отдают|ставят|просят|продают|возят|берут|считают|привозят)\b|"
        r"(?:представитель|менеджер|человек|торговый|агент)\w* (?:от|из)|звонили из|приезжал\w* из|сбросили|скинули цену)\b|"
        r"\b(?:мне|нам|ко мне|к нам|у меня)\b[^.!?]{0,60}\b(?:предлага\w+|предлож\w+|дают|дали|обеща\w+|сулят|сватают|прислал\w*|рисует|рисуют|заходил\w*|приходил\w*|заезжал\w*|бросил\w*|звонил\w*|возят)\b|"
        r"\b(?:дешевле|дороже вас|дороже вашего)\b|\bниже\b[^.!?]{0,20}\b(?:вас|вашей|чем у вас)\b|\bу них\b|[«\"][^»\"]{2,30}[»\"]"
        r"[^.!?]{0,50}\b(?:предлага\w+|дешевле|дороже|заезжал\w*|заходил\w*|приходил\w*|сами приходили|прислал\w*|возят|дают|рисует)\b"
    ),
    Language.EN: re.compile(
        r"\b(?:competit\w+|rivals?|other (?:people|lot|place|firm|supplier|vendor|company|crowd)s?|another (?:place|firm|supplier|vendor|company|crowd|quote)|somewhere else|elsewhere|better (?:price|deal|offer|quote|rate)|been (?:offered|quoted)|"
        r"(?:match|beat) (?:that|it|them|their|this)|undercut\w*|they (?:want|charge|do|sell|offer|deliver|are)|they're (?:at|doing|offering|selling)|(?:rep|guy|lad|fella|man|salesman|fellow) from|can get (?:it|them|that|the same))\b|"
        r"\b(?:quote|price|offer|sample)s?\b[^.!?]{0,30}\b(?:from|on)\b|\b(?:gave|given|giving|does|do|doing|offer\w*|quot\w+|charg\w+|wanted|selling)\s+(?:me|us)?\b|\b(?:been in here|been on to me|came out|came round|rang me|ring me up|on to me)\b|"
        r"\b(?:they'd|they'll|they've|theirs|their)\b|\b(?:getting|get) (?:it |them |at |that |off |from )|\bparty\b|\bcheaper\b"
    ),
}
"""Somebody else gives, sends or does; another supplier's offer where it comes with `WORTH`, in one utterance."""

WORTH = {
    Language.RU: re.compile(
        r"\b\d+(?:[.,]\d+)?\s*(?:процент\w*|%|рубл\w*|копе\w+|за (?:тонн\w*|куб\w*|штук\w*|кило\w*)|дн\w*|год\w*|тысяч\w*|миллион\w*)?\b|\bдешевле\b|\bниже\b|\bбесплатно\b|\bотсрочк\w*|\bкаждый день доставк\w*|\bгаранти\w*|\bто же самое\b"
    ),
    Language.EN: re.compile(
        r"\b\d+\b|\bcheaper\b|\bpercent\b|\bfree\b|\bcredit\b|\bfixed price\b|\bincludes?\b|\bhold (?:the |it |butter |price )"
    ),
}
OTHERS_GOODS = {
    Language.RU: re.compile(
        r"\b(?:у других|в другом месте|на рынке|у соседей|выгоднее|предложение от|есть предложение|прайс от|кп от|отдают|сбросили|скинули цену|представитель|звонили из|предлага\w+|предлож\w+|дешевле|дороже вас|конкурент\w*|у них|сватают|сулят|рисует|заезжал\w*|заходил\w*|сами приходили|дали|прислали|обещают то же)\b"
    ),
    Language.EN: re.compile(
        r"\b(?:competit\w+|rival|another (?:place|firm|supplier|vendor|company|crowd|quote)|somewhere else|elsewhere|better (?:price|deal|offer|quote|rate)|been (?:offered|quoted)|undercut\w*|they (?:want|charge|sell|offer|do it)|"
        r"they're (?:at|doing|offering|selling)|(?:rep|guy|lad|fella|man|salesman|fellow) from|can get (?:it|them|that|the same)|(?:match|beat) (?:that|it|them|their)|quote from|price on|sample from|given us|gave us|giving|does me|do me|offer\w*|quoted|been in here|on to me|came out|cheaper|getting|party|theirs|you're at|you were on|paying you|wanted \d+|ring me up)\b"
    ),
}
"""One of these must be among the words: a date and "they" alone are no offer."""

OURS = {
    Language.RU: re.compile(
        r"\b(?:обещали|не привезли|не пришл\w+|счет|накладн\w+|ваш\w* (?:водител\w*|менеджер\w*|диспетчер\w*|сотрудни\w*)|вы (?:мне |нам )?(?:прислали|дали|привезли))\b"
    ),
    Language.EN: re.compile(
        r"\b(?:your (?:guy|driver|man|colleague|team|invoice|bill)|you (?:gave|sent|promised|quoted|charged)|my (?:bill|order|account|invoice)|the driver|delivered (?:short|wrong))\b"
    ),
}
"""The house's own doings: no rival's."""

NAMED = {
    Language.RU: re.compile(r"[«\"](?P<name>[^»\"]{2,30})[»\"]"),
    Language.EN: re.compile(
        r"(?:\"(?P<quoted>[^\"]{2,30})\"|(?<=\s)(?P<name>[A-Z][\w&'-]+(?:\s+(?:and\s+|&\s+)?[A-Z][\w&'-]+){0,2})(?=\s+(?:came|offered|quoted|are|is|has|have|gave|do|does|will|would|said|guy|rep|can|were|was|fellow|party)|'s|'re|'ll))"
    ),
}
"""The rival's name, as it stands in the words."""

PRICE = re.compile(
    r"(?:на\s+)?\d[\d  .,]*\s*(?:руб\w*|₽|р\b|тыс\w*|процент\w*|%|копе\w+|percent|per cent|pounds?|quid|euros?|dollars?|bucks|pence|p\b|£|€|\$)(?:\s+(?:дешевле|дороже|скидк\w*|off|less|cheaper))?|[£€$]\s?\d[\d.,]*|"
    r"(?:по|for|at)\s+\d[\d  .,]*\b(?!\s*(?:дн|час|мин|days|hours|weeks|o'clock))",
    re.IGNORECASE,
)
TERM = re.compile(
    r"(?:отсрочк\w*\s+)?\d+\s*(?:дн\w*|день|недел\w*|месяц\w*)(?:\s+отсрочк\w*)?|(?:до|с)\s+(?:январ\w+|феврал\w+|март\w+|апрел\w+|мая|июн\w+|июл\w+|август\w+|сентябр\w+|октябр\w+|ноябр\w+|декабр\w+)|"
    r"\d+\s*(?:days|weeks|months|hours)(?:'?\s*(?:credit|terms|delivery|notice))?|till (?:january|february|march|april|may|june|july|august|september|october|november|december)|free delivery|next[- ]day delivery|бесплатн\w+ доставк\w+",
    re.IGNORECASE,
)

ASKED = {
    Language.RU: re.compile(
        r"\?|\b(?:кто|какая цена|почем|по чем|сколько|какие условия|пришлите|скиньте|перекин\w+)\b"
    ),
    Language.EN: re.compile(
        r"\?|\b(?:who|what price|how much|which|ping me|send me|on what terms|forward)\b"
    ),
}
THANKED = {
    Language.RU: re.compile(r"\b(?:спасибо|благодар\w+|хорошо, что сказали|ценю)\b"),
    Language.EN: re.compile(r"\b(?:thank\w*|appreciate|glad you (?:said|told)|good to know)\b"),
}
