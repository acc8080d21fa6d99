"""Words of the sections that say how sure a figure is, what to practise, and what became of promises."""

from collections.abc import Mapping

from pipeline.calls.text import Text
from pipeline.reports.care import PromiseStatus

PROMISES: Mapping[PromiseStatus, Text] = {
    PromiseStatus.BROKEN: Text(ru="не выполнено", en="broken"),
    PromiseStatus.LATE: Text(ru="с опозданием", en="late"),
    PromiseStatus.OPEN: Text(ru="срок не вышел", en="open"),
    PromiseStatus.CANNOT_TELL: Text(ru="по записям не видно", en="cannot be told"),
    PromiseStatus.KEPT: Text(ru="выполнено", en="kept"),
    PromiseStatus.CANCELLED: Text(ru="отменено", en="cancelled"),
}

SECTION_WORDS: Mapping[str, Text] = {
    "interval": Text(ru="Интервал 95\u00a0%", en="95% interval"),
    "how_interval": Text(
        ru="Интервал показывает, где настоящее значение лежит в 95 случаях из 100: чем меньше звонков, "
        "тем он "
        "шире. Если интервалы двух цифр перекрываются, разница между ними может быть случайной.",
        en="The interval is where the true figure lies in 95 cases of 100: the fewer the calls, the "
        "wider it is. "
        "Where the intervals of two figures overlap, their difference may be chance.",
    ),
    "points_earned": Text(ru="Набрано", en="Earned"),
    "points_possible": Text(ru="Возможно", en="Possible"),
    "answer_word": Text(ru="Ответ", en="Answer"),
    "standing": Text(ru="Кто так считает", en="Who says so"),
    "people": Text(ru="Ответы людей", en="What people answered"),
    "people_note": Text(
        ru="Здесь отвечает человек, не машина. Эти ответы вошли в оценку вместо ответов машины.",
        en="Here a person answers, not the machine. The score counts these answers in the machine’s place.",
    ),
    "confirmed": Text(ru="Подтверждено человеком", en="Confirmed by a person"),
    "confirmed_note": Text(
        ru="Названный человек прослушал эти секунды и подтвердил ответ.",
        en="A named person listened to these seconds and bore the answer out.",
    ),
    "confirmed_short": Text(ru="подтверждено человеком: {n}", en="{n} confirmed by a person"),
    "answered": Text(ru="Исправлено человеком", en="Put right by a person"),
    "answered_note": Text(
        ru="Человек ответил вместо машины; для кадров этого никто не подтверждал, или сотрудник возражает.",
        en="A person answered in the machine’s place; nobody confirmed it for HR, or it is disputed.",
    ),
    "answered_short": Text(ru="исправлено: {n}", en="{n} put right"),
    "said_disputed": Text(
        ru="сотрудник возражает, решения ещё нет", en="the employee disputes this; not decided yet"
    ),
    "said_decided": Text(ru="решено по возражению сотрудника", en="decided on the employee’s dispute"),
    "who_answered": Text(ru="Кто ответил", en="Who answered"),
    "when_answered": Text(ru="Когда ответил", en="When answered"),
    "second": Text(ru="Секунда", en="Second"),
    "second_hearing": Text(ru="Второе прослушивание", en="Second hearing"),
    "first_day": Text(ru="Первый день", en="First day"),
    "last_day": Text(ru="Последний день", en="Last day"),
    "quote": Text(ru="Цитата", en="Quote"),
    "findings_sheet": Text(ru="Ответы", en="Findings"),
    "lost": Text(ru="Потеряно баллов", en="Points lost"),
    "criteria_order": Text(
        ru="Сверху то, что стоило больше всего баллов.",
        en="What cost most points stands first.",
    ),
    "own_past": Text(ru="По сравнению с собой", en="Against the own past"),
    "own_past_period": Text(
        ru="Раньше: {days}, звонков с оценкой: {calls}.",
        en="Before: {days}; calls with a score: {calls}.",
    ),
    "then": Text(ru="Раньше", en="Before"),
    "now": Text(ru="Сейчас", en="Now"),
    "difference": Text(ru="Разница", en="Difference"),
    "meaning": Text(ru="Что это значит", en="What it means"),
    "up": Text(ru="▲ выше", en="▲ higher"),
    "down": Text(ru="▼ ниже", en="▼ lower"),
    "same": Text(ru="разница может быть случайной", en="may be chance"),
    "few_to_compare": Text(ru="мало звонков для сравнения", en="too few calls to compare"),
    "other_questions": Text(
        ru="Прежние звонки, оценённые по другим вопросам, не сравниваются: {n}.",
        en="Earlier calls that were asked other questions are not compared: {n}.",
    ),
    "broken_since": Text(
        ru="С {day} оценка другая: было {before}, стало {after}. Это не похоже на случайность.",
        en="Since {day} the score is another one: {before} before, {after} after. This does not look "
        "like chance.",
    ),
    "practise": Text(ru="Что потренировать", en="What to practise next"),
    "practise_note": Text(
        ru="Вопросы, на которых потеряно больше всего баллов, и звонки, в которых это получилось. "
        "Послушайте их.",
        en="The questions that cost most points, and calls in which they went well. Listen to these.",
    ),
    "practise_cost": Text(
        ru="Потеряно: {points}; не выполнено: {n}\u00a0из\u00a0{answers}",
        en="Lost: {points}; not met: {n}\u00a0of\u00a0{answers}",
    ),
    "own_good": Text(ru="Получилось у вас", en="Where you did it well"),
    "team_good": Text(ru="Получилось у коллег", en="Where colleagues did it well"),
    "no_good": Text(
        ru="Удачных примеров за этот период нет.", en="There are no good examples in this period."
    ),
    "worst": Text(ru="Похоже, не получилось", en="Where it seems to have gone wrong"),
    "best": Text(ru="Получилось", en="Where it went well"),
    "treatment": Text(ru="Ко всем ли одинаково", en="Equal treatment"),
    "treatment_note": Text(
        ru="Доля выполненного в разговорах с VIP-клиентами и со всеми остальными. Звонков с VIP: {vip}, "
        "с другими: "
        "{others}.",
        en="Share met in calls with VIP clients and with all others. Calls with VIP clients: {vip}; with "
        "others: "
        "{others}.",
    ),
    "treatment_none": Text(
        ru="Сравнить не с чем: за период нет ответов и о VIP-клиентах, и об остальных.",
        en="Nothing to compare: the period has no answers for both VIP clients and others.",
    ),
    "treatment_few": Text(
        ru="Ответов пока мало: для сравнения нужно хотя бы {n_min} с каждой стороны.",
        en="So far there are too few answers: at least {n_min} on either side are needed to compare.",
    ),
    "vip": Text(ru="VIP", en="VIP"),
    "others": Text(ru="Остальные", en="Others"),
    "vip_better": Text(ru="▲ с VIP чаще", en="▲ more often with VIP"),
    "vip_worse": Text(ru="▼ с VIP реже", en="▼ less often with VIP"),
    "care": Text(ru="Обещания и клиенты", en="Promises and clients"),
    "care_unknown": Text(
        ru="Обещания и история клиентов пока не сведены: сказать о них нечего.",
        en="Promises and client histories have not been put together yet: there is nothing to say about "
        "them.",
    ),
    "cross_call": Text(ru="Вопросы по нескольким звонкам", en="Questions over several calls"),
    "cross_call_note": Text(
        ru="Ответ виден только по нескольким звонкам или по событиям из учётной системы, поэтому в оценку "
        "он не входит. "
        "«Не выполнено» — предположение машины: прослушайте оба звонка. Что клиент больше не звонил, "
        "ни одна запись не "
        "показывает, поэтому о повторных звонках считаются только сами повторы, и решает о них человек.",
        en="The answer takes several calls or events from your own records, so it is no part of the score. "
        "“Not met” is a machine suggestion: listen to both calls. That a client did not ring again is "
        "shown by no recording, so only the repeats themselves are counted, and a person decides about them.",
    ),
    "cross_call_answer": Text(
        ru="«{title}», ответ машины: {verdict}", en="“{title}”, the machine’s answer: {verdict}"
    ),
    "promises": Text(ru="Обещания", en="Promises"),
    "no_promises": Text(ru="Обещаний за период нет.", en="There are no promises in this period."),
    "due": Text(ru="срок: {due}", en="due: {due}"),
    "no_due": Text(ru="срок не назван", en="no time was said"),
    "overdue": Text(ru="Кому пора позвонить", en="Clients who are overdue"),
    "overdue_line": Text(
        ru="последний контакт {day}; обычно раз в {usual}, прошло на {late} больше",
        en="last contact {day}; usually every {usual}, now {late} over",
    ),
    "no_overdue": Text(ru="Просроченных контактов нет.", en="Nobody is overdue."),
    "rang_first": Text(
        ru="Позвонили первыми, хотя была наша очередь", en="Rang first although it was our turn"
    ),
    "rang_first_short": Text(ru="Позвонили первыми", en="Rang first"),
    "rang_first_due": Text(ru="наш звонок ожидался до {moment}", en="our call was due by {moment}"),
    "rang_first_by": Text(ru="Ожидался до", en="Due by"),
    "rang_first_promised": Text(ru="Что обещали", en="What we had promised"),
    "no_rang_first": Text(ru="Таких звонков нет.", en="There are no such calls."),
    "status_word": Text(ru="Что стало с обещанием", en="What became of it"),
    "action_word": Text(ru="О чём", en="About"),
    "due_word": Text(ru="Срок", en="Due"),
    "later_call": Text(ru="Следующий звонок", en="Later call"),
    "later_words": Text(ru="Слова из него", en="Words of that call"),
    "repeats": Text(ru="Спрашивали повторно", en="Asked again"),
    "no_repeats": Text(ru="Повторных обращений по тому же делу нет.", en="Nobody had to ask again."),
    "rivals": Text(ru="Предложения конкурентов", en="Rivals’ offers"),
    "no_rivals": Text(
        ru="О предложениях конкурентов клиенты не говорили.", en="No client told of a rival’s offer."
    ),
    "last_contact": Text(ru="Последний контакт", en="Last contact"),
    "usual_days": Text(ru="Обычно раз в, дней", en="Usually every, days"),
    "days_over": Text(ru="Прошло сверх того, дней", en="Over that, days"),
    "rival": Text(ru="Поставщик", en="Supplier"),
    "product": Text(ru="Товар", en="Product"),
    "price": Text(ru="Цена", en="Price"),
    "term": Text(ru="Условия", en="Terms"),
    "rival_not_named": Text(ru="поставщик не назван", en="supplier not named"),
}
