"""What the employee's own pages say, in both languages."""

from collections.abc import Mapping

from pipeline.calls.text import Text

WORDS: Mapping[str, Text] = {
    # The list
    "mine": Text(ru="Мои оценки", en="My evaluations"),
    "mine_note": Text(
        ru="Здесь оценки ваших звонков, которые вам показали. С каждой можно ознакомиться, прослушать "
        "запись и возразить по любому пункту. Возражение не может ухудшить оценку, а решает по нему не тот, "
        "чей ответ вы оспариваете.",
        en="These are evaluations of your calls that were released to you. You can read each of them, "
        "listen to the recording and dispute any item. A dispute can never make an evaluation worse, and it "
        "is decided by somebody other than the person whose answer you dispute.",
    ),
    "mine_none": Text(
        ru="Вам пока не показали ни одной оценки.", en="No evaluation has been released to you yet."
    ),
    "call_of": Text(ru="Звонок {when}", en="Call of {when}"),
    "call_undated": Text(ru="Звонок, время которого неизвестно", en="A call of unknown time"),
    "when": Text(ru="Когда", en="When"),
    "client": Text(ru="Клиент", en="Client"),
    "unknown": Text(ru="не указан", en="not named"),
    "length": Text(ru="Длительность", en="Length"),
    "state": Text(ru="Что сделать", en="What to do"),
    "until": Text(ru="Возразить до", en="Dispute until"),
    "to_read": Text(ru="прочитать и отметить", en="read and acknowledge"),
    "read": Text(ru="вы ознакомились {at}", en="you acknowledged it {at}"),
    "open_disputes": Text(ru="на рассмотрении возражений: {n}", en="disputes being decided: {n}"),
    "over": Text(ru="срок вышел", en="over"),
    "listeners": Text(ru="Кто слушал мои звонки", en="Who has listened to my calls"),
    # One evaluation
    "back": Text(ru="Все мои оценки", en="All my evaluations"),
    "released": Text(ru="Показано вам {at}", en="Released to you {at}"),
    "deadline": Text(
        ru="Возразить можно до конца дня {day}. {left}",
        en="You can dispute until the end of {day}. {left}",
    ),
    "deadline_over": Text(
        ru="Срок, в который можно было возразить, вышел {day}. Если у вас была уважительная причина, "
        "обратитесь к руководителю.",
        en="The time to dispute ended on {day}. If you had good reason, speak to your manager.",
    ),
    "left_days": Text(ru="Остаётся {days}.", en="{days} left."),
    "left_today": Text(ru="Сегодня последний день.", en="Today is the last day."),
    "score": Text(ru="Оценка", en="Score"),
    "score_of": Text(ru="{earned} из {possible} баллов", en="{earned} of {possible} points"),
    "not_scored": Text(ru="баллов нет: оценивать было нечего", en="no points: there was nothing to score"),
    "acknowledge": Text(ru="Отметить ознакомление", en="Acknowledge that I have read it"),
    "acknowledge_note": Text(
        ru="Это значит, что вы прочитали, а не что согласны. Возразить можно и после этого.",
        en="It says that you have read it, not that you agree. You can still dispute afterwards.",
    ),
    "acknowledged": Text(ru="Вы ознакомились {at}", en="You acknowledged it {at}"),
    "recording": Text(ru="Запись", en="Recording"),
    "no_sound": Text(
        ru="Записи для прослушивания нет. Сообщите руководителю: без неё оценку нельзя проверить.",
        en="There is no recording to listen to. Tell your manager: without it the evaluation cannot be "
        "checked.",
    ),
    "muted_note": Text(
        ru="Личные данные в записи заглушены.", en="Personal data are muted in the recording."
    ),
    "heard_note": Text(
        ru="Прослушанные секунды записываются, как и у всех, кто слушает эту запись.",
        en="Played seconds are recorded, as they are for everybody who listens to this recording.",
    ),
    "transcript": Text(ru="Разговор словами", en="The call in words"),
    "play": Text(ru="слушать {at}", en="play {at}"),
    "look_at": Text(ru="Не выполнено или неясно:", en="Not met, or unsure:"),
    "items": Text(ru="По пунктам", en="Item by item"),
    "quote": Text(ru="Слова", en="The words"),
    "sought": Text(
        ru="Искали и не нашли: {what} ({start}–{end})", en="Sought and not found: {what} ({start}–{end})"
    ),
    "why": Text(ru="Почему", en="Why"),
    "by_machine": Text(
        ru="ответ машины, человек его не менял", en="the machine’s answer, unchanged by a person"
    ),
    "by_person": Text(ru="ответ человека: {by}", en="a person’s answer: {by}"),
    "by_confirmed": Text(ru="подтверждено человеком: {by}", en="confirmed by a person: {by}"),
    "by_decided": Text(ru="решено по вашему возражению: {by}", en="decided on your dispute: {by}"),
    "points": Text(ru="баллы: {earned} из {possible}", en="points: {earned} of {possible}"),
    "no_points": Text(ru="на баллы не влияет", en="does not affect the points"),
    "was": Text(ru="сначала машина ответила: {verdict}", en="the machine’s first answer: {verdict}"),
    # Disputing
    "dispute": Text(ru="Возразить", en="Dispute this"),
    "dispute_why": Text(
        ru="Почему вы не согласны (обязательно, до {most} знаков)",
        en="Why you disagree (required, up to {most} characters)",
    ),
    "dispute_do": Text(ru="Отправить возражение", en="Send the dispute"),
    "dispute_note": Text(
        ru="Решит другой человек, не тот, чей это ответ. Хуже оценка от этого не станет.",
        en="Somebody other than whoever gave this answer decides. Your evaluation cannot get worse by it.",
    ),
    "disputed": Text(ru="Вы возразили {at}", en="You disputed it {at}"),
    "to_decide": Text(ru="Решение должно быть до конца дня {day}.", en="To be decided by the end of {day}."),
    "late": Text(
        ru="Срок решения вышел {day}, а решения нет. Напомните руководителю.",
        en="A decision was due on {day} and there is none. Remind your manager.",
    ),
    "accepted": Text(ru="Ответ изменён: {verdict}", en="The answer was changed: {verdict}"),
    "kept": Text(ru="Ответ остался прежним: {verdict}", en="The answer stands: {verdict}"),
    "decided": Text(ru="Решение: {by}, {at}", en="Decided by {by}, {at}"),
    "sent": Text(ru="Возражение отправлено.", en="Your dispute was sent."),
    "noted": Text(ru="Отмечено, что вы ознакомились.", en="It is noted that you have read it."),
    # What went wrong
    "no_reason": Text(
        ru="Возражение не отправлено: напишите, почему вы не согласны (хотя бы три буквы).",
        en="The dispute was not sent: say why you disagree (at least three letters).",
    ),
    "long_reason": Text(
        ru="Возражение не отправлено: в нём {n} знаков, а можно до {most}. Сократите его; текст сохранён "
        "ниже.",
        en="The dispute was not sent: it has {n} characters, and up to {most} are possible. Shorten it; "
        "your text is kept below.",
    ),
    "too_late": Text(
        ru="Возражение не отправлено: срок вышел {day}.",
        en="The dispute was not sent: the time ended on {day}.",
    ),
    "not_disputable": Text(
        ru="По этому пункту возразить нельзя: он засчитан, или возражение уже есть.",
        en="This item cannot be disputed: it was met, or it has been disputed already.",
    ),
    # Who has listened
    "heard_by": Text(ru="Кто", en="Who"),
    "heard_when": Text(ru="Когда прослушано", en="When"),
    "heard_call": Text(ru="Какой звонок", en="Which call"),
    "heard_seconds": Text(ru="Какие секунды", en="Which seconds"),
    "heard_none": Text(ru="Ваши звонки пока никто не слушал.", en="Nobody has listened to your calls yet."),
    "heard_intro": Text(
        ru="Каждое прослушивание ваших звонков людьми: кто, когда и какие секунды. Список ведёт сама "
        "программа, изменить или убрать строку нельзя.",
        en="Every time somebody played your calls: who, when and which seconds. The program keeps this list "
        "by itself; nobody can change or remove a line.",
    ),
    "heard_more": Text(ru="Показаны последние {n}.", en="The newest {n} are shown."),
}
