"""What the queue and the search say, in both languages."""

from collections.abc import Mapping

from pipeline.calls.text import Text
from pipeline.review.queue import QueueKind, QueueOrder, QueueState

KINDS: Mapping[QueueKind, Text] = {
    QueueKind.ALL: Text(ru="Все", en="All"),
    QueueKind.MINE: Text(ru="Мои", en="Mine"),
    QueueKind.SPOT_CHECK: Text(ru="Выборочные", en="Spot checks"),
    QueueKind.RISK: Text(ru="По риску", en="Picked by risk"),
    QueueKind.UNSURE: Text(ru="Неясные", en="Unsure"),
    QueueKind.FATAL: Text(ru="Грубые нарушения?", en="Grave suggestions"),
    QueueKind.DISPUTE: Text(ru="Оспорены", en="Disputed"),
    QueueKind.CALIBRATION: Text(ru="Калибровка", en="Calibration"),
}

STATES: Mapping[QueueState, Text] = {
    QueueState.ANY: Text(ru="любые", en="any"),
    QueueState.OPEN: Text(ru="не проверены", en="not reviewed"),
    QueueState.REVIEWED: Text(ru="проверены", en="reviewed"),
}

ORDERS: Mapping[QueueOrder, Text] = {
    QueueOrder.NEWEST: Text(ru="сначала новые", en="newest first"),
    QueueOrder.OLDEST: Text(ru="сначала старые", en="oldest first"),
}

WORDS: Mapping[str, Text] = {
    "queue": Text(ru="Очередь", en="Queue"),
    "kinds": Text(ru="Что ждёт", en="What waits"),
    "filters": Text(ru="Отбор", en="Filters"),
    "kind": Text(ru="Почему ждёт", en="Why it waits"),
    "state": Text(ru="Состояние", en="State"),
    "employee": Text(ru="Сотрудник", en="Employee"),
    "client": Text(ru="Клиент", en="Client"),
    "sector": Text(ru="Сектор", en="Sector"),
    "direction": Text(ru="Направление", en="Direction"),
    "language": Text(ru="Язык звонка", en="Language of the call"),
    "since": Text(ru="С", en="From"),
    "until": Text(ru="По", en="To"),
    "criterion": Text(ru="Вопрос", en="Question"),
    "verdict": Text(ru="Ответ", en="Answer"),
    "assignee": Text(ru="Кому поручен", en="Assigned to"),
    "nobody": Text(ru="никому", en="nobody"),
    "text": Text(ru="Слова в разговоре", en="Words in the call"),
    "order": Text(ru="Порядок", en="Order"),
    "any": Text(ru="любой", en="any"),
    "apply": Text(ru="Показать", en="Show"),
    "reset": Text(ru="Сбросить", en="Reset"),
    "views": Text(ru="Сохранённые отборы", en="Saved views"),
    "view_name": Text(ru="Название отбора", en="Name of the view"),
    "view_save": Text(ru="Сохранить отбор", en="Save this view"),
    "view_drop": Text(ru="Удалить отбор «{name}»", en="Delete the view “{name}”"),
    "started": Text(ru="Начало", en="Started"),
    "length": Text(ru="Длина", en="Length"),
    "found": Text(ru="Машина нашла", en="The machine found"),
    "sealed": Text(ru="видно после проверки", en="shown after the review"),
    "act": Text(ru="Действие", en="Action"),
    "review": Text(ru="Проверить", en="Review"),
    "take": Text(ru="Взять", en="Take"),
    "read": Text(ru="Открыть звонок {call}", en="Open the call {call}"),
    "unknown": Text(ru="не указано", en="not named"),
    "unknown_start": Text(ru="неизвестно", en="not known"),
    "until_deadline": Text(ru="решить до {at}", en="decide by {at}"),
    "fatal_n": Text(ru="грубых: {n}", en="grave: {n}"),
    "not_met_n": Text(ru="не выполнено: {n}", en="not met: {n}"),
    "unsure_n": Text(ru="неясно: {n}", en="unsure: {n}"),
    "none": Text(ru="Здесь ничего не ждёт.", en="Nothing waits here."),
    "none_filtered": Text(
        ru="Под этот отбор не подходит ни один звонок. Сбросьте отбор или ослабьте его.",
        en="No call matches these filters. Reset or loosen them.",
    ),
    "next": Text(ru="Дальше", en="Next page"),
    "first_page": Text(ru="К началу", en="First page"),
    "keys": Text(ru="Клавиши", en="Keys"),
    "close": Text(ru="Закрыть", en="Close"),
    "bad_filter": Text(
        ru="Такого отбора нет: {what}. Показана вся очередь.",
        en="There is no such filter: {what}. The whole queue is shown.",
    ),
    "search": Text(ru="Поиск по разговорам", en="Search in what was said"),
    "search_words": Text(ru="Слова", en="Words"),
    "search_do": Text(ru="Искать", en="Search"),
    "search_hint": Text(
        ru="Слова ищутся в любой форме, все сразу: «доставка завтра» найдёт и «доставку на завтра».",
        en="Words are found in any form, all of them together: “deliver tomorrow” also finds “delivered "
        "tomorrow”.",
    ),
    "search_none": Text(
        ru="Этих слов вместе нет ни в одном звонке. Уберите одно из них.",
        en="No call holds all of these words. Leave one out.",
    ),
    "search_at": Text(ru="слово на {at}", en="said at {at}"),
}

HELP: Mapping[str, Text] = {
    "j / k": Text(ru="следующий, предыдущий звонок", en="next, previous call"),
    "Enter": Text(ru="проверить звонок", en="review the call"),
    "o": Text(ru="только открыть", en="only open it"),
    "a": Text(ru="взять себе", en="take it"),
    "/": Text(ru="слова в разговоре", en="words in the call"),
    "n": Text(ru="следующая страница", en="next page"),
    "?": Text(ru="эта справка", en="this help"),
}
