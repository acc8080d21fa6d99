"""What the lead's pages say, in both languages."""

from collections.abc import Mapping

from pipeline.calls.text import Text

WORDS: Mapping[str, Text] = {
    "reports": Text(ru="Отчёты", en="Reports"),
    "note": Text(
        ru="Отчёты, которые пишет ночной запуск. В них предположения машины: сотруднику показывают оценки, "
        "которые прослушал человек, а кадрам только подтверждённое.",
        en="The reports that the nightly run writes. They hold machine suggestions: employees are shown "
        "evaluations a person has listened to, and HR only what was confirmed.",
    ),
    "none": Text(
        ru="Отчётов пока нет: их пишет ночной запуск (callaudit nightly).",
        en="There are no reports yet: the nightly run writes them (callaudit nightly).",
    ),
    "all_days": Text(ru="Последние {n} дней", en="The last {n} days"),
    "day": Text(ru="За день {day}", en="Day {day}"),
    "week": Text(ru="За неделю {week}", en="Week {week}"),
    "team": Text(ru="Команда", en="Team"),
    "index": Text(ru="Сводка и все сотрудники", en="Overview and all employees"),
    "written": Text(ru="Составлены {at}", en="Written {at}"),
    "to_releases": Text(ru="Показать оценки сотрудникам", en="Release evaluations to employees"),
    # Releasing
    "releases": Text(ru="Показать сотрудникам", en="Release to employees"),
    "releases_note": Text(
        ru="Звонки, которые человек уже проверил, а сотрудник ещё не видел. После показа сотрудник может "
        "прочитать оценку, прослушать запись и в срок возразить.",
        en="Calls that a person has reviewed and the employee has not seen. After the release the employee "
        "can read the evaluation, listen to the recording, and dispute it in time.",
    ),
    "releases_none": Text(
        ru="Проверенных, но не показанных оценок нет.", en="No reviewed evaluation waits to be released."
    ),
    "deadline": Text(
        ru="Если показать сегодня, возразить можно будет до конца дня {day}.",
        en="If released today, it can be disputed until the end of {day}.",
    ),
    "call": Text(ru="Звонок", en="Call"),
    "undated": Text(ru="время неизвестно", en="time unknown"),
    "employee": Text(ru="Сотрудник", en="Employee"),
    "everybody": Text(ru="все", en="everybody"),
    "show": Text(ru="Выбрать", en="Choose"),
    "client": Text(ru="Клиент", en="Client"),
    "unknown": Text(ru="не указан", en="not named"),
    "reviewed": Text(ru="Проверен", en="Reviewed"),
    "choose": Text(ru="Показать: {who}, {when}", en="Release: {who}, {when}"),
    "mark": Text(ru="Показать", en="Release"),
    "release_do": Text(ru="Показать отмеченные", en="Release the marked ones"),
    "released": Text(ru="Показано оценок: {n}", en="Evaluations released: {n}"),
    "nothing": Text(
        ru="Ничего не отмечено: отметьте хотя бы одну.", en="Nothing is marked: mark one at least."
    ),
    "more": Text(
        ru="Показаны первые {n}, ждущие дольше всех.", en="The first {n} are shown, longest waiting first."
    ),
    # Assigning
    "assign": Text(ru="Поручить проверку", en="Assign reviews"),
    "assign_note": Text(
        ru="Звонки, которые ждут человека и никому не поручены, новые сверху.",
        en="Calls that wait for a person and are assigned to nobody, newest first.",
    ),
    "assign_none": Text(ru="Непорученных звонков нет.", en="No call is unassigned."),
    "to": Text(ru="Кому", en="To"),
    "assign_do": Text(ru="Поручить отмеченные", en="Assign the marked ones"),
    "assigned": Text(ru="Поручено звонков: {n}", en="Calls assigned: {n}"),
    "assign_mark": Text(ru="Поручить", en="Assign"),
    "assign_choose": Text(ru="Поручить: {who}, {when}", en="Assign: {who}, {when}"),
    "no_controllers": Text(
        ru="Поручить некому: нет ни одной учётной записи контролёра.",
        en="There is nobody to assign to: there is no controller’s account.",
    ),
    "bad_person": Text(
        ru="Ничего не поручено: выберите контролёра.", en="Nothing was assigned: choose a controller."
    ),
}
