"""What clients say of promises when they ring again, in Russian and English."""

import re

from pipeline.calls.text import Language
from pipeline.commitments.commitment import Action

BROKEN = {
    Language.RU: re.compile(
        r"(?:обещал\w*|говорил\w*|сказал\w*|договаривал\w*|договорились)\b[^.!?]{0,60}?(?:\bа\b|\bи\b|\bно\b|,|\bтак\b)[^.!?]{0,40}?\b(?:не\s+(?:\w+\s+){0,2}?(?:перезвон\w*|позвон\w*|прислал\w*|пришл\w*|приш[её]л\w*|привез\w*|приехал\w*|сделал\w*|отправил\w*|дозвон\w*|связал\w*|набрал\w*|скинул\w*|верну\w*|поступил\w*)|никто|ничего|тишина|нет ничего|ни слуху)"
        r"|\bтак и не\s+(?:\w+\s+){0,2}?(?:перезвон\w*|позвон\w*|прислал\w*|пришл\w*|приш[её]л\w*|привез\w*|приехал\w*|сделал\w*|отправил\w*|дождал\w*|получил\w*|связал\w*|набрал\w*|скинул\w*)"
        r"|\bникто\s+(?:\w+\s+){0,3}?не\s+(?:перезвон\w*|позвон\w*|связал\w*|приехал\w*|набрал\w*|ответил\w*|прислал\w*|привез\w*)"
        r"|\b(?:до сих пор|все еще)\b[^.!?]{0,40}?\b(?:нет|не\s+\w+|жду|ждем)\b|\bобещанн\w+[^.!?]{0,40}\bнет\b"
    ),
    Language.EN: re.compile(
        r"(?:promised|said|told|supposed|meant|were going|was going)\b[^.!?]{0,80}?\b(?:didn't|haven't|hasn't|never|nobody|no one|nothing|not)\b"
        r"|\b(?:nobody|no one|none of you)\s+(?:\w+\s+){0,2}?(?:called|rang|phoned|came|got back|sent|turned up|has called|ever called|has rung)\b"
        r"|\bnever\s+(?:called|rang|came|sent|arrived|turned up|got|heard|phoned|showed)\b|\bstill (?:haven't|hasn't|not|no|waiting)\b"
        r"|\b(?:hasn't|haven't|didn't)\s+(?:come|arrived|turned up|been sent|called|rung|got|had|heard|received)\b"
    ),
}
"""An earlier promise was not kept."""

ASKS = {
    Language.RU: re.compile(
        r"\b(?:где\s+(?:мо[йяеи]|наш\w*|же|счет|заказ|машин\w*|документ\w*|акт|договор|груз|курьер)|что там (?:с|по)|ну что там|что слышно|как (?:там )?(?:мо[йяи]|наш\w*)|"
        r"вы (?:мне )?обещали|ждал\w* (?:вашего|от вас)|жду (?:вашего|от вас)|когда (?:же|будет)|есть новости|узнали\b|вы хотели (?:перезвонить|узнать|прислать)|не дождал\w+)\b"
    ),
    Language.EN: re.compile(
        r"\b(?:where(?:'s| is| are)\s+(?:my|our|the)|what's (?:happening|going on) with|any news|you promised|you said you'd|you were going to|waiting (?:for|on) your|did you (?:find out|manage)|"
        r"i was (?:expecting|waiting)|have you (?:found out|sent|got))\b"
    ),
}
"""The client asks for what was promised."""

THANKS = {
    Language.RU: re.compile(
        r"\b(?:спасибо|благодар\w+)\b[^.!?]{0,50}?\b(?:за (?:звонок|счет|документ\w*|акт|доставку|помощь|оперативн\w+|возврат|договор|замену)|что (?:перезвонил\w*|позвонил\w*|прислал\w*|привез\w*|отправил\w*|разобрал\w*|набрал\w*)|получил\w*|пришел|пришл\w+|приш[её]л|привезли|все (?:пришло|получил\w*|приехало))"
        r"|\b(?:счет|документы|акт|договор|груз|заказ|товар|деньги|возврат)\w*\s+(?:\w+\s+){0,2}?(?:получил\w*|приш[её]л|пришл[аио]|привезли|доставили|дошл[аио]|приехал\w*|поступил\w*|вернул\w*)\b"
        r"|\b(?:получил\w*|привезли|доставили)\b[^.!?]{0,40}\b(?:спасибо|благодар\w+)"
    ),
    Language.EN: re.compile(
        r"\b(?:thanks|thank you|cheers)\b[^.!?]{0,40}?\b(?:for (?:calling|ringing|the (?:invoice|call|delivery|quote|document\w*|refund|email|contract)|sending|getting back|sorting|bringing|letting)|it (?:came|arrived)|they (?:came|arrived)|got it|received)\b"
        r"|\b(?:invoice|order|delivery|document\w*|contract|goods|parcel|refund|quote|credit note)\s+(?:\w+\s+){0,2}?(?:came|arrived|received|turned up|got here|came through)\b"
        r"|\b(?:i|we)(?:'ve| have)?\s+(?:got|received)\s+(?:the|your|it)\b[^.!?]{0,30}\b(?:thanks|thank you|cheers)\b"
    ),
}
"""The thing was done."""

LATE = {
    Language.RU: re.compile(
        r"\b(?:с опозданием|опоздал\w*|поздно|хоть и поздно|позже|задержал\w*|с задержкой|на день позже)\b"
    ),
    Language.EN: re.compile(r"\b(?:late|later than|a day after|eventually|delayed|in the end|finally)\b"),
}
"""Beside thanks: done, but after its time."""

CANCELS = {
    Language.RU: re.compile(
        r"\b(?:(?:уже\s+)?не надо|не нужн\w+|отмените|отменяем|отменить|отбой|передумал\w*|снимите заявку)\b[^.!?]{0,40}"
    ),
    Language.EN: re.compile(
        r"\b(?:cancel (?:it|that|the)|no need (?:to|for|any ?more)|don't (?:bother|need it|send|come|ring|call)|we don't need|changed (?:my|our) mind|forget (?:it|about))\b"
    ),
}
"""What was promised is not wanted any more."""

DONE = {
    Language.RU: re.compile(
        r"\bя?\s*(?:вам\s+|уже\s+|вчера\s+|сегодня\s+)*(?:оплатил[аи]?|перев[её]л[аи]?|отправил[аи]?|прислал[аи]?|скинул[аи]?|выслал[аи]?|переслал[аи]?|подписал[аи]?)\b"
    ),
    Language.EN: re.compile(
        r"\b(?:i|we)(?:'ve| have)?\s+(?:already\s+|just\s+)?(?:paid|sent|emailed|forwarded|transferred|signed|posted)\b"
    ),
}
"""The client has done what the client promised."""

ABOUT: tuple[tuple[Action, re.Pattern[str]], ...] = (
    (
        Action.CALL,
        re.compile(
            r"звон|набер|набра|связа|отзвон|ответ|\b(?:call|rang|ring|rung|phone|getting? back|got back|hear|heard)"
        ),
    ),
    (
        Action.PAY,
        re.compile(r"деньг|возврат|вернул|вернут|оплат|перев[её]л|\b(?:refund|money|credit|paid|pay)"),
    ),
    (
        Action.SEND,
        re.compile(
            r"сч[её]т|документ|\bакт|договор|накладн|прислал|отправил|скин|высла|\b(?:invoice|document|contract|quote|email|sent|send|paper)"
        ),
    ),
    (
        Action.DELIVER,
        re.compile(
            r"привез|достав|машин|груз|заказ|товар|курьер|приеха|\b(?:deliver|order|goods|driver|van|lorry|came|arrive|turned up|parcel)"
        ),
    ),
    (Action.CHECK, re.compile(r"узна|выясн|разобра|провер|\b(?:found out|find out|check|look into|chase)")),
)
"""Of which kind of promise the client speaks; the first that fits."""
