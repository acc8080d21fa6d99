"""What the pages of disputes say, in both languages."""

from collections.abc import Mapping

from pipeline.calls.text import Text

WORDS: Mapping[str, Text] = {
    "disputes": Text(ru="Возражения сотрудников", en="Employees’ disputes"),
    "disputes_note": Text(
        ru="Решает не тот, чей ответ оспаривают. Решение не может быть хуже оспоренного ответа.",
        en="Whoever gave the disputed answer does not decide. A decision cannot be worse than that answer.",
    ),
    "none": Text(ru="Нерешённых возражений нет.", en="No dispute waits to be decided."),
    "none_decided": Text(ru="Решённых возражений нет.", en="No dispute has been decided."),
    "open": Text(ru="Ждут решения", en="To be decided"),
    "decided_ones": Text(ru="Решённые", en="Decided"),
    "employee": Text(ru="Сотрудник", en="Employee"),
    "call": Text(ru="Звонок", en="Call"),
    "undated": Text(ru="время неизвестно", en="time unknown"),
    "question": Text(ru="Пункт", en="Item"),
    "opened": Text(ru="Подано", en="Received"),
    "deadline": Text(ru="Решить до", en="Decide by"),
    "state": Text(ru="Состояние", en="State"),
    "late": Text(ru="просрочено", en="overdue"),
    "yours": Text(ru="ваш ответ: решит другой", en="your answer: another decides"),
    "sealed": Text(
        ru="По этому звонку у вас начата проверка вслепую или калибровка. Сначала ответьте сами: иначе "
        "возражение подсказало бы вам ответ машины.",
        en="You have a blind review or a calibration of this call under way. Answer first: otherwise the "
        "dispute would tell you the machine’s answer.",
    ),
    "to_call": Text(ru="Открыть звонок", en="Open the call"),
    "back": Text(ru="Все возражения", en="All disputes"),
    "dispute": Text(ru="Возражение", en="Dispute"),
    "rule": Text(ru="Что требует карта оценки", en="What the scorecard asks"),
    "rule_version": Text(ru="карта {id}, версия {version}", en="scorecard {id}, version {version}"),
    "rule_reason": Text(ru="«{verdict}» по карте: {reason}", en="“{verdict}” by the scorecard: {reason}"),
    "side_employee": Text(ru="Что говорит сотрудник", en="What the employee says"),
    "side_answer": Text(ru="Что ответили", en="What was answered"),
    "machine": Text(ru="машина", en="machine"),
    "sought": Text(ru="Искали и не нашли: {what}", en="Sought and not found: {what}"),
    "second_agreed": Text(
        ru="второе прослушивание другим распознаванием подтвердило эти слова",
        en="a second recogniser bore these words out",
    ),
    "second_differs": Text(
        ru="второе прослушивание другим распознаванием их не подтвердило",
        en="a second recogniser did not bear them out",
    ),
    "second_once": Text(ru="второй раз не прослушивалось", en="not heard a second time"),
    "clip": Text(ru="Запись", en="Recording"),
    "no_sound": Text(ru="Записи для прослушивания нет.", en="There is no recording to listen to."),
    "play": Text(ru="слушать {at}", en="play {at}"),
    "around": Text(ru="Разговор вокруг этих слов", en="The call around these words"),
    "decide": Text(ru="Решение", en="Decision"),
    "verdict": Text(ru="Что теперь считается", en="What counts from now on"),
    "keeps": Text(ru="оставить: {verdict}", en="keep: {verdict}"),
    "changes": Text(ru="изменить на: {verdict}", en="change to: {verdict}"),
    "reason": Text(
        ru="Почему; это прочитает сотрудник (обязательно, до {most} знаков)",
        en="Why; the employee reads this (required, up to {most} characters)",
    ),
    "do": Text(ru="Записать решение", en="Record the decision"),
    "final": Text(
        ru="Решение записывается навсегда и по этому пункту одно.",
        en="A decision is recorded for good, and there is one for this item.",
    ),
    "refused": Text(ru="Решение не записано: {why}.", en="The decision was not recorded: {why}."),
    "to_hear": Text(ru="Ещё не прослушано вами: {spans}", en="Not played by you yet: {spans}"),
    "own_answer": Text(
        ru="Решить не можете вы: по этому пункту считается или считался ваш ответ. Передайте другому "
        "контролёру.",
        en="You cannot decide this: an answer of yours counts or counted on this item. Hand it to another "
        "controller.",
    ),
    "was_decided": Text(ru="Решено {at}, {by}", en="Decided {at} by {by}"),
    "recorded": Text(
        ru="Решение записано, сотрудник его увидит.", en="The decision is recorded; the employee sees it."
    ),
    "no_reason": Text(
        ru="Решение не записано: напишите, почему (хотя бы три буквы).",
        en="The decision was not recorded: say why (at least three letters).",
    ),
    "long_reason": Text(
        ru="Решение не записано: в объяснении {n} знаков, а можно до {most}. Сократите его; текст сохранён "
        "ниже.",
        en="The decision was not recorded: the reason has {n} characters, and up to {most} are possible. "
        "Shorten it; your text is kept below.",
    ),
    "no_verdict": Text(
        ru="Решение не записано: выберите, что теперь считается.",
        en="The decision was not recorded: choose what counts from now on.",
    ),
    "bad_second": Text(
        ru="Решение не записано: время пишется мин:с, например 1:05.",
        en="The decision was not recorded: write the time as m:ss, e.g. 1:05.",
    ),
    "at": Text(
        ru="Где слышно, мин:с (если ответ держится на других словах)",
        en="Where, m:ss (if the answer rests on other words)",
    ),
    "bad_page": Text(
        ru="Страница устарела: откройте возражение заново.",
        en="The page is out of date: open the dispute again.",
    ),
}
