"""The words that tell what a number is, and the words that tell that it is something else.

All are matched on lower-case text with «е» for «ё». Every secret has its pseudo-list: `Cue.OTHER` holds
the business numbers (orders, contracts, parcels); the cue nearest to a number decides.
"""

import re
from enum import Enum
from typing import Final


class Cue(Enum):
    """What the words before a number announce."""

    CARD = "card"
    CVV = "cvv"
    CODE = "code"
    EXPIRY = "expiry"
    PHONE = "phone"
    PASSPORT = "passport"
    SNILS = "snils"
    INN = "inn"
    IBAN = "iban"
    OTHER = "other"


CUES: Final[dict[Cue, str]] = {
    Cue.CVV: r"""
        ц[эе][\s-]?в[эе][\s-]?(?:в[эе]|ц[эе]|к[ао])[\s-]?(?:2|два)? | цвв2? | цвк | свв |
        си[\s-]?ви[\s-]?(?:ви|си) | с?ви[\s-]?ви[\s-]?код | cvv2? | cvc2? | cvn | c\s?v\s?[vc] | сививи |
        сивиси |
        (?:код\w*|цифр\w*|числ\w*|номер\w*)\s+(?:\w+\s+){0,3}?(?:с|на|со|сзади)\s*(?:ее\s+|самой\s+)?
          (?:оборот\w*|обратн\w*|задн\w*|тыльн\w*) |
        (?:с|на)\s+(?:оборот\w*|обратн\w+\s+сторон\w*|тыльн\w+\s+сторон\w*) | сзади\s+(?:на\s+)?карт\w* |
        код\w*\s+безопасности | код\w*\s+подлинности | защитн\w+\s+код\w* |
        тр[её]хзначн\w+\s+(?:код\w*|числ\w*) | три\s+цифры\s+сзади | security\s+(?:code|number|digits) |
        (?:three|3|four|4|last)[\s-]+digits?\s+(?:code\s+)?
          on\s+(?:the\s+|your\s+)?(?:back|reverse|front|signature) |
        (?:digits|code|number)s?\s+on\s+the\s+(?:back|reverse|signature) |
        on\s+the\s+back\s+of\s+(?:the|your)\s+card | card\s+verification |
        verification\s+(?:code|value) | three[\s-]digit\s+(?:code|number) |
        секретн\w+(?:\s+(?:код|кот)\w*)? | secret\s+(?:code|number)""",
    Cue.EXPIRY: r"""
        срок\w*\s+действия | действ\w+\s+до | годн\w+\s+до | expir\w* | expiry |
        valid\s+(?:thru|through|until|to)""",
    Cue.CARD: r"""
        карт(?:а|ы|у|е|ой|ою|очк\w*)(?!\w) | пластик\w* | (?:номер\w*\s+)?кредитк\w* | дебетов\w* |
        мастеркард\w* | мастер\s?карт?д?\w* | виза | виз[аыуе]\s+(?:голд|классик|электрон) |
        (?<!\[)\b(?:card|cards|visa|mastercard|amex|american\s+express|maestro)(?!\]) | pan\s+number |
        long\s+number | шестнадцать\s+цифр\w* | 16\s+(?:цифр\w*|digits) | sixteen\s+digits""",
    Cue.CODE: r"""
        код\w* | code""",
    Cue.PHONE: r"""
        телефон\w* | мобильн\w* | мобил[аыу] | сотов\w* | городской | номерок | тел\b | вотсап\w* |
        ватсап\w* | вайбер\w* |
        (?:по)?звон\w*\s+(?:(?:мне|нам|ей|ему|лучше|потом|тогда)\s+){0,2}(?:на|по)\b | перезвон\w* |
        набер\w+ | наб[еи]ра\w+ | дозвон\w* | смс\w*\s+на | phone(?!d)\w* | telephone\w* | mobile |
        cell(?:phone)? | landline | whatsapp | fax |
        (?:call|ring|reach|text|phone)\s+(?:me|us|him|her|them|you)(?:\s+back)?(?:\s+(?:on|at))? |
        call\s?back\s+number | contact\s+number | (?:my|his|her|best)\s+number(?:\s+is|'s)""",
    Cue.PASSPORT: r"""
        паспорт\w* | passport\w*""",
    Cue.SNILS: r"""
        снилс\w* | страхов\w+\s+(?:свидетельств\w*|номер\w*\s+(?:лицевого|индивидуального)) |
        пенсионн\w+\s+свидетельств\w*""",
    Cue.INN: r"""
        \bинн\b | и\s?эн\s?эн | идентификационн\w+\s+номер\w* | taxpayer | \btin\b""",
    Cue.IBAN: r"""
        iban | айбан\w* | ибан\w*""",
    Cue.OTHER: r"""
        заказ\w* | накладн\w* | заявк\w* | заявлен\w* | договор\w* | контракт\w* | артикул\w* | трек\w* |
        отправлен\w* | посылк\w* | лицев\w+ | счет\w* | фактур\w* | парти[яиюей]+ | полис\w* | рейс\w* |
        вагон\w* | контейнер\w* | серийн\w* | штрих\w* | убыт\w* | инвойс\w* | квитанци\w* | бирк\w* |
        возврат\w* | акт\w* | обращени\w* | тикет\w* | инцидент\w* | реестр\w* | огрн\w* | бик | кпп |
        заказн\w* | бонусн\w* | вход\w+ | приказ\w* | цен[аыеу] | сто(?:ит|имост\w*) | сумм\w* |
        рубл\w* | дом | квартир\w* | этаж\w* | корпус\w* | улиц\w* | orders? | invoice\w* | booking\w* |
        tracking | reference | ref | claim\w* | policy | accounts? | p\s?o\s+number | ticket\w* |
        serial\w* | part\s+number | sku | waybill\w* | job\s+number | loan\w* | container\w* |
        consignment\w* | vin | article\w* | contract\w* | quote\w* | shipment\w* | parcel\w* |
        confirmation | case\s+(?:number|id) | model\s+number | batch\w* | price\w* | total | amount |
        sum | dollars? | pounds | meter\w* | date\s+of\s+birth | born | postcode | zip | apartment |
        street | suite""",
}
"""Checked in this order at each place; the longer phrase stands before the word it holds."""

QUANTITIES: Final = r"""(?:
    руб\w* | копе\w+ | тыс\w* | тыщ\w* | штук\w* | шт | короб\w+ | ящик\w* | паллет\w* | поддон\w* |
    мешк\w+ | пач\w+ | упаков\w* | рулон\w* | литр\w* | кило\w* | кг | тонн\w* | метр\w* | куб\w* |
    процент\w* | д(?:ень|ня|ней) | час\w* | минут\w* | секунд\w* | недел\w* | месяц\w* | лет | год\w* |
    раз(?:а|ов)? | человек\w* | цифр\w* | знак\w* | утра | вечера | дня | ночи | долл\w* | евро |
    бакс\w* | гривен | тенге | dollars? | pounds? | bucks? | quid | euros? | pence | cents? | percent |
    boxes | box | pieces | units? | pallets? | bags? | cases? | rolls? | sheets? | tons? | tonnes? |
    kilos? | lit(?:re|er)s? | met(?:re|er)s? | days? | hours? | minutes? | seconds? | weeks? | months? |
    years? | times? | people | digits? | items? | am | pm | a\.m | p\.m | o'clock | grand | each
    )\b"""
"""A number directly before one of these is a quantity."""

_CHATTER_WORDS = """
э ээ эээ ээээ эм эмм м мм ммм ну так вот значит это а и да угу ага ок окей хорошо понял поняла
понятно записал записала записываю пишу есть верно правильно дальше далее потом затем теперь еще раз
повторю повторяю нет ой стоп тире дефис пробел минус секунду секундочку сейчас щас слушаю диктую
диктуйте диктуй слушайте продолжайте продолжай первые вторые третьи последние следующие цифры цифра
четыре три пожалуйста все конец uh um er erm eh hm hmm mm mmm ah oh so then and okay ok yeah yep yes
right sure got it go on ahead next dash hyphen space no sorry wait correct uh-huh mhm mm-hmm again
that's is the first last digits number please i mean carry
"""
CHATTER: Final = frozenset(_CHATTER_WORDS.split())
"""May stand between the digits of one dictated number, by the speaker or by the listener between their lines.

Short numbers («четыре цифры») are read as numbers before this list is asked.
"""

_AT_RU = r"(?:собак[аи]|собачк[аи]|эт|ат)"
_PROVIDERS = (
    r"(?:мейл|мэйл|меил|маил|майл|mail|яндекс\w*|yandex|ya|гмейл|джимейл|джимэйл|жмейл|гугл|gmail|рамблер|rambler|бк|"
    r"bk|инбокс|inbox|лист|list|хотмейл|hotmail|аутлук|outlook|айклауд|icloud|yahoo|яху)"
)
_ZONES_RU = r"(?:ру|ком|рф|нет|орг|инфо|бай|кз|юа|про|онлайн|су|ru|com|net|org|by|kz|info)"
_DOT_RU = r"(?:точк[аи]|дот|\.)"

EMAIL_WRITTEN: Final = re.compile(r"[\w.+%-]+\s?@\s?[\w-]+(?:\s?\.\s?[\w-]+)+", re.IGNORECASE)
EMAIL_DOMAIN_RU: Final = re.compile(
    rf"\b{_AT_RU}[\s,]+(?:(?:[\w-]+[\s,.]+){{1,5}}?{_DOT_RU}[\s,]*{_ZONES_RU}"
    rf"|{_PROVIDERS}(?:[\s,]+{_DOT_RU})?[\s,.]*{_ZONES_RU})\b",
    re.IGNORECASE,
)
EMAIL_DOMAIN_EN: Final = re.compile(
    r"\bat[\s,]+(?!the\b)(?:[\w-]+[\s,]+){0,3}?[\w-]+(?:(?:[\s,]+dot[\s,]+|\.)[\w-]+){1,4}", re.IGNORECASE
)
_EMAIL_ZONES_EN_WORDS = """
com net org edu gov info biz co uk us ca au nz ie eu de fr in za ru io dev app me tv ai shop store
online pro it es nl be ch at pl se no dk fi ae sg hk jp br mx ac ltd plc
"""
EMAIL_ZONES_EN: Final = frozenset(_EMAIL_ZONES_EN_WORDS.split())
_EMAIL_STOPS_WORDS = """
is it's its email e-mail mail address my the to at on send sent it that's be me us and so yes yeah
okay sure well our your his her for use under это адрес почта почту почте почты мой моя мою моей ваш
ваша на электронная электронный электронную электронка имейл емейл имэйл мейл майл отправьте
пришлите напишите скиньте да так вот значит записывайте пишите диктую моего будет у меня а look
looking find visit order available online shop check go going here buy site page website web arrive
arrived meet meeting starts start see open down up over out only just still
"""
EMAIL_STOPS: Final = frozenset(_EMAIL_STOPS_WORDS.split())
"""Words that are no part of the name before the "at"."""
EMAIL_NAME_WORDS: Final = 5
_EMAIL_JOINERS_WORDS = """
dot underscore dash hyphen точка нижнее подчеркивание подчёркивание тире дефис дот минус
"""
EMAIL_JOINERS: Final = frozenset(_EMAIL_JOINERS_WORDS.split())

IBAN_WRITTEN: Final = re.compile(r"\b[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{2,4}){2,8}\b", re.IGNORECASE)
