"""What clients say of another supplier's offer, and what agents do with it."""

import re

from pipeline.calls.text import Language

_QUOTED = r"[«\"][^»\"]{2,30}[»\"]"

_FIRMS_RU = (
    r"(?:поставщик|фирм|компани|контор|завод|оператор|банк|провайдер|магазин|продав|производител|склад|"
    r"исполнител|подрядчик|перевозчик|аптек|типографи|салон|сервис)\w*"
)
_FIRMS_EN = (
    r"(?:supplier|firm|company|outfit|lot|crowd|place|vendor|shop|dealer|bank|provider|party|fellow|fella|guy|"
    r"wholesaler|carrier|merchant|yard|mill|printer|garage|distributor|people)s?"
)
_GIVES_RU = (
    r"(?:предлага\w+|предлож\w+|да[её]т|дают|дали|обеща[ею]т|обещают|обещали|сул[ия]т|сватают|рису[ею]т|рисуют|прислал\w*|"
    r"скинул\w*|сбросил\w*|отда[ею]т|отдают|прос[ия]т|прода[ею]т|продают|став[ия]т|возят|возит|берут|бер[её]т|считают|"
    r"привоз[ия]т|делают|делает|выставил\w*|насчитал\w*|держат|везут)"
)
_CAME_RU = (
    r"(?:заезжал\w*|заходил\w*|приходил\w*|приезжал\w*|звонил\w*|бросил\w*|объявил\w*|появил\w*|выходил\w*|"
    r"стучатся|уговаривают|зовут|зов[её]т|переманива\w+)"
)

_WORTH_RU = (
    r"(?:\d|дешевле|ниже|выгоднее|лучше цена|цена лучше|процент\w*|отсрочк\w*|скидк\w*|бесплатн\w*|рубл\w*|копе\w*|"
    r"гаранти\w*|то же самое|каждый день|без предоплат\w*|без разговоров)"
)
_WORTH_EN = r"(?:\d|percent|per cent|\bless\b|cheaper|\bfree\b|discount|credit|fixed price|\bhalf\b|next[- ]day|no deposit|better)"

PLAIN = {
    Language.RU: re.compile(
        rf"\bконкурент\w*|\b(?:друг(?:ой|ие|ого|их|им|ому|ая|ую) {_FIRMS_RU}|у (?:других|соседей)|в другом месте)\b[^.!?]{{0,60}}(?:{_GIVES_RU}\b|{_WORTH_RU})"
        rf"|\b(?:мне|нам|меня|нас)\s+(?:\w+\s+){{0,3}}?(?:предлага[ею]т|предлагают|сватают|сул[ия]т|рису[ею]т|рисуют|переманива\w+)\b"
        rf"|\b(?:ко мне|к нам|у меня|у нас|мне|нам)\b[^.!?]{{0,60}}\b(?:{_GIVES_RU}|{_CAME_RU})\b[^.!?]*(?:[.!?]\s*[^.!?]*)?"
        r"\b(?:дешевле|ниже|выгоднее|процент\w*|отсрочк\w*|скидк\w*|бесплатно|рубл\w*|гаранти\w*|то же самое)\b"
        rf"|\b(?:мне|нам)\b[^.!?]{{0,20}}\bиз [а-я-]{{3,}}\b[^.!?]{{0,40}}\b{_GIVES_RU}\b"
        rf"|\bони\s+(?:нам|мне)\b[^.!?]{{0,40}}{_WORTH_RU}"
        rf"|{_QUOTED}\s+(?:\w+\s+){{0,4}}?(?:{_GIVES_RU}|{_CAME_RU})\b"
        rf"|\b[а-я]{{3,}}(?:ские|цкие)\s+(?:\w+\s+){{0,7}}?(?:{_GIVES_RU}|{_CAME_RU})\b"
        rf"|\bу них\b[^.!?]{{0,50}}{_WORTH_RU}"
        r"|\bна\s+(?:\d+|сотн\w+|тысяч\w*|пар\w)\b[^.!?]{0,25}\b(?:дешевле|ниже|дороже)\b"
        r"|\b(?:дешевле|дороже|ниже|выгоднее),? (?:чем у )?(?:вас|вашей|вашего|ваших)\b"
        r"|\b(?:прайс|кп|расчет|коммерческое|предложение)\s+(?:пришло\s+)?(?:от|из)\s+(?!вас\b)"
    ),
    Language.EN: re.compile(
        rf"\bcompetit(?:or|ion)\w*|\b(?:(?:another|other|different|rival) {_FIRMS_EN}|(?:somebody|someone|somewhere) else|elsewhere)\b(?!')[^.!?]{{0,60}}(?:{_WORTH_EN}|\b(?:offer|quot|charg|giv|do|sell)\w*)"
        r"|\b(?:i've|i have|we've|we have|i|we)\s+(?:also |just )?been\s+(?:offered|quoted)\b"
        r"|\b(?:i've|i have|we've|we have|i|we) (?:got|had|have|received)\s+(?:an? )?(?:other |better |new )?(?:offer|quote|price|sample|proposal)s?\b(?! (?:from|off) you)"
        rf"|(?<!\byou )(?<!\byou've )(?<!\byou're )\b(?:does|doing|gives|gave|giving|given|offered|offers|offering|quoted|quotes|quoting|charges|charging)\s+(?:me|us)\b[^.!?]{{0,60}}{_WORTH_EN}"
        rf"|\b(?:he|she|they|it)(?: would|'d|'ll|'s|'re)? (?:do|does|doing|give|gives|giving|offer|offers|offering|sell|sells|selling|quote|quoting|want|wants|wanted|charge|charges|charging|ask|asking)\b[^.!?]{{0,30}}\d"
        r"|\bi(?:'m|m| am| can)?\s+(?:get|getting)\b(?! charged| billed)[^.!?]{0,25}\b(?:from|off|at|for)\b[^.!?]{0,40}\d"
        r"|\bcheaper (?:than you|from|at|elsewhere|with|over at)\b|\bundercut\w*|\b(?:match|beat) (?:that|it|them|their|his|this price)\b"
        r"|\b(?:quote|sample|price|offer|deal|proposal)s? (?:in |came )?(?:from|off) (?!you\b|the\b)\w+"
        r"|\b(?:guy|man|lad|rep|fella|fellow|salesman|agent|bloke|crowd|outfit|firm|company|people|lot) (?:from|in|up in|over in|at) [^.!?]{0,80}\d"
        r"|\bone \w+ (?:party|fellow|dealer)\b"
        r"|\b(?:on to|onto|rang|ringing|ring|calling|called|emailed|in to|came to) (?:me|us)(?: up)?\b[^!?]{0,80}(?:\d|percent|cheaper|free|quote|hold)"
        r"|\b(?:been|was|were) (?:in|out|round|by) here\b[^?]{0,80}(?:\d|percent|cheaper|free|price|quote|offer)"
    ),
}
"""Tells of another supplier's offer in so many words."""

THEM = {
    Language.RU: re.compile(
        rf"\b(?:у них|они|кто-то|другие|одни|из [а-я]{{3,}})\b|{_QUOTED}|\b[а-я]{{3,}}(?:ские|цкие)\b|\b(?:{_GIVES_RU}|{_CAME_RU})\b"
    ),
    Language.EN: re.compile(
        r"\b(?:they|they're|they've|they'd|theirs|their|them|he|he's|she|she's|us|me)\b|\b(?:getting|giving|gave|given|doing|does|came out|been in|you just)\b"
    ),
}
WORTH = {
    Language.RU: re.compile(
        rf"\b(?:дороже|цен\w+|условия|предложени\w+|прайс\w*|доставк\w+)\b|\b{_WORTH_RU}|\b(?:предлага\w+|предлож\w+|сватают|сулят|заезжал\w*|скинул\w*)\b"
    ),
    Language.EN: re.compile(
        rf"{_WORTH_EN}|\b(?:price|offer|quote|deal|sample|contract|cost|want(?:s|ed)?)\b"
    ),
}
"""May be part of such an account, one of each: enough where the tagger of events thinks an offer probable."""

OURS = {
    Language.RU: re.compile(
        r"\b(?:не привезли|не пришл\w+|накладн\w+|ваш\w* (?:водител\w*|менеджер\w*|диспетчер\w*|сотрудни\w*|курьер\w*|мастер\w*|девушк\w*|коллег\w*)|"
        r"вы\b[^.!?,]{0,30}\b(?:прислали|дали|привезли|обещали|предлагали|предложили|предлагаете|даете))\b|\b(?:мне|нам)\s+(?:\w+\s+)?обещали\b|\bобещали\s+(?:перезвон|позвон|привез|прислат)\w*"
    ),
    Language.EN: re.compile(
        r"\b(?:your (?:guy|driver|man|colleague|team|invoice|bill|lad|rep|website)|you (?:gave|sent|promised|quoted|charged|offered|guys (?:gave|quoted|promised))|my (?:bill|order|account|invoice)|the driver|delivered (?:short|wrong))\b"
    ),
}
"""The house's own doings: no rival's."""

_NO_NAME = (
    r"They|He|She|It|We|You|I|The|This|That|These|Those|There|Their|Your|My|Our|His|Her|One|Two|Someone|Somebody|Nobody|"
    r"Everybody|Look|Well|And|But|So|If|What|Who|When|Where|How|Which|Because|Yes|Yeah|No|Not|Monday|Tuesday|Wednesday|"
    r"Thursday|Friday|Saturday|Sunday|January|February|March|April|May|June|July|August|September|October|November|"
    r"December|Usual|Honestly|Also|About|Another|Other|Some|Any|Just|Now|Then|Ah|Oh|Mr|Mrs|Ms|Sir|Miss|Everyone|People"
)
_NAME_EN = rf"(?!(?:{_NO_NAME})\b)[A-Z][\w&-]+(?:\s+(?:and\s+|&\s+)?[A-Z][\w&-]+){{0,2}}"
_DOES_EN = (
    r"(?:came|come|comes|offered|offers|quoted|quotes|gave|gives|give|does|do|did|will|would|can|has|have|had|was|were|is|are|"
    r"wants|wanted|charges|charge|sells|sell|said|says|just|also|guy|rep|lad|man|party|people|fellow|crowd)"
)
NAMED = {
    Language.RU: re.compile(
        r"[«\"](?P<quoted>[А-ЯЁA-Z\d][\w.&'’-]+(?: [\w.&'’-]+){0,2})[»\"]"
        r"|\b(?P<people>[А-ЯЁа-яё]{2,}(?:ские|цкие))(?=\s+(?:\w+\s+){0,5}?(?:предлага|предлож|да[её]т|дают|дали|прислал|обеща|сул|возят|привоз|отда|прос[ия]т|заезжал|приходил|сами)|\s*[.,])"
        r"|\b(?:ребята|поставщик\w*|представител\w*|менеджер\w*|торгов\w+|человек|люди|фирм\w+|компани\w+|контор\w+|парни|мужики)\s+(?P<whence>(?:из|с|от)\s+[А-ЯЁ][\w-]+)"
        r"|\b(?P<town>из\s+[А-ЯЁ][\w-]+)(?=\s+(?:\w+\s+){0,4}?(?:предлага|предлож|прислал|сватают|дают|дали|возят|привоз|по\b))"
    ),
    Language.EN: re.compile(
        r"[\"“](?P<quoted>[^\"”]{2,30})[\"”]"
        rf"|(?P<subject>{_NAME_EN})(?=\s+{_DOES_EN}\b|['’](?:s|re|ll|ve|d)\s)"
        rf"|\b(?:guy|man|lad|rep|fella|fellow|salesman|agent|outfit|firm|company|crowd|lot|people|party|quote|sample|price|offer|deal|them|it|that|off|get)\s+(?:from|in|at|off)\s+(?P<whence>{_NAME_EN})"
        rf"|\b(?:one|the|a|this|that)\s+(?P<kind>{_NAME_EN})\s+(?:party|fellow|man|company|dealer|guy|rep|lot|crowd|people)\b"
        rf"|\b(?:off|had)\s+(?P<other>{_NAME_EN})"
    ),
}
"""The rival's name, as it stands in the words; the first of them that fits."""

PRODUCT = {
    Language.RU: re.compile(
        r"\b(?:цен[ауы]|прайс|кп|расч[её]т|предложение)\s+(?:на|по)\s+(?P<priced>[а-яё-]{4,})\b"
        r"|\b(?P<each>рулон|мешок|тонн[ау]|куб|лист|ящик|коробк[ау]|упаковк[ау]|пачк[ау]|бочк[ау]|поддон|пакет|бутылк[ау]|банк[ау]|метр|килограмм|литр)\s+(?:на|по|за)\s",
        re.IGNORECASE,
    ),
    Language.EN: re.compile(
        r"\b(?:price|quote|deal|offer|rate|sample)s?\s+(?:on|for|of)\s+(?:(?:the|a|an|my|our|your)\s+)?(?P<priced>(?!(?:me|us|it|that|this|you|them|next|the)\b)[a-z-]{3,})\b"
        r"|\b(?:hold|selling|sell|sells|supply|supplies)\s+(?:me\s+|us\s+)?(?:(?:a|an|the)\s+)?(?P<sold>(?!(?:me|us|it|them|that|this|him|her|at|for|the|more|less)\b)[a-z-]{3,})\s+(?=for\b|at\b|till\b|until\b|from\b)",
        re.IGNORECASE,
    ),
}
"""What the offer is for, where it is said beside a price or an offer; most say it elsewhere, and then it is not told."""

PRICE = re.compile(
    r"(?:(?:на|по|за|for|at)\s+)?\d[\d  .,]*\s*(?:руб\w*|₽|р\b|тыс\w*|процент\w*|%|копе\w+|percent|per cent|pounds?|quid|euros?|dollars?|bucks|pence|p\b|£|€|\$)(?:\s+(?:дешевле|дороже|скидк\w*|off|less|cheaper))?|[£€$]\s?\d[\d.,]*|"
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
ABOUT_IT = {
    Language.RU: re.compile(
        r"\b(?:кто|чь[яеи]|откуда|какая цена|почем|по чем|какие условия|что за|у них|они|их|конкурент\w*|предл\w+|дают|дешевле|отсрочк\w*|прайс\w*|кп)\b"
    ),
    Language.EN: re.compile(
        r"\b(?:who|whose|what price|what terms|on what|they|their|them|he|his|offer\w*|quot\w+|cheaper|which (?:firm|company|supplier|lot))\b"
    ),
}
"""The agent's question is about the rival's offer: the client's next words may tell more of it."""
THANKED = {
    Language.RU: re.compile(r"\b(?:спасибо|благодар\w+|хорошо, что сказали|ценю)\b"),
    Language.EN: re.compile(r"\b(?:thank\w*|appreciate|glad you (?:said|told)|good to know)\b"),
}
