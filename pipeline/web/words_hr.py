"""What HR's pages say, in both languages."""

from collections.abc import Mapping

from pipeline.calls.text import Text

WORDS: Mapping[str, Text] = {
    "hr": Text(ru="Подтверждённые выводы", en="Confirmed findings"),
    "hr_note": Text(
        ru="Здесь только то, что прослушал и подтвердил названный по имени человек. Оценок и предположений "
        "машины здесь нет. Пока сотрудник оспаривает вывод, он отсюда убран. Взыскание решаете вы, по своей "
        "процедуре: программа его не предлагает и не оформляет.",
        en="Only what a named person listened to and confirmed is here. There are no scores and no machine "
        "suggestions. While an employee disputes a finding it is not shown. Any sanction is your decision, "
        "by your own procedure: the program neither proposes nor draws one up.",
    ),
    "none": Text(ru="Подтверждённых выводов нет.", en="There are no confirmed findings."),
    "none_such": Text(ru="Таких выводов нет.", en="There are none of these."),
    "employee": Text(ru="Сотрудник", en="Employee"),
    "everybody": Text(ru="все", en="everybody"),
    "since": Text(ru="Звонки с", en="Calls from"),
    "until": Text(ru="по", en="to"),
    "show": Text(ru="Показать", en="Show"),
    "bad_day": Text(
        ru="Дата пишется год-месяц-день, например 2026-11-26",
        en="Write a date as year-month-day, e.g. 2026-11-26",
    ),
    "call": Text(ru="Звонок", en="Call"),
    "undated": Text(ru="время неизвестно", en="time unknown"),
    "rule": Text(ru="Правило", en="Rule"),
    "finding": Text(ru="Вывод", en="Finding"),
    "confirmed": Text(ru="Кто подтвердил", en="Confirmed by"),
    "acquainted": Text(ru="Ознакомление с оценкой", en="Evaluation acknowledged"),
    "acquainted_at": Text(ru="отмечено сотрудником {at}", en="acknowledged {at}"),
    "told": Text(ru="Ознакомление с правилами до звонка", en="Acquainted with the rules before the call"),
    "told_page": Text(
        ru="{at}: сотрудник сам отметил это на своей странице",
        en="{at}: acknowledged by the employee on their own page",
    ),
    "told_paper": Text(ru="на бумаге, подписано {day}: {document}", en="on paper, signed {day}: {document}"),
    "told_recorded": Text(ru="Внесено в программу {at}, {by}.", en="Put on record by {by}, {at}."),
    "told_late": Text(
        ru="Внесено после звонка: сверьте с самой бумагой.",
        en="Put on record after the call: compare it with the paper itself.",
    ),
    "told_version": Text(ru="карта {id}, версия {version}", en="scorecard {id}, version {version}"),
    "told_digest": Text(ru="Отпечаток показанного текста", en="Digest of the text that was shown"),
    "told_text": Text(ru="показанный текст", en="the text that was shown"),
    "told_title": Text(ru="Правила, с которыми ознакомлен сотрудник", en="The rules the employee was told"),
    "more": Text(
        ru="Показаны последние {n}; остальные найдёте, выбрав сотрудника или дни.",
        en="The newest {n} are shown; choose an employee or days to find the others.",
    ),
    "clip_of": Text(ru="Прослушать: {at}", en="Listen: {at}"),
    "clip_absent": Text(ru="Прослушать отрезок, в котором этого нет", en="Listen to the stretch without it"),
    "shown_at": Text(
        ru="показано {at}, отметки об ознакомлении нет", en="released {at}, not acknowledged yet"
    ),
    "not_shown": Text(ru="сотруднику ещё не показано", en="not released to the employee yet"),
    "dispute": Text(ru="Возражение", en="Dispute"),
    "no_dispute": Text(ru="сотрудник не возражал", en="the employee did not dispute it"),
    "upheld": Text(
        ru="сотрудник возражал {at}; вывод оставлен в силе {decided}, решение: {by}",
        en="the employee disputed it {at}; it was upheld {decided} by {by}",
    ),
    "back": Text(ru="Все выводы", en="All findings"),
    "record": Text(ru="Лист для печати", en="Printable record"),
    "record_title": Text(
        ru="Сведения о подтверждённом выводе по телефонному разговору",
        en="Record of a confirmed finding about a telephone call",
    ),
    "to_finding": Text(ru="К выводу", en="Back to the finding"),
    "who_calls": Text(ru="Кто и когда", en="Who and when"),
    "direction": Text(ru="Вид звонка", en="Direction"),
    "notice": Text(ru="Как стороны предупреждены о записи", en="How the parties were told of the recording"),
    "notice_none": Text(ru="не указано", en="not stated"),
    "recording_id": Text(ru="Запись (SHA-256)", en="Recording (SHA-256)"),
    "what": Text(ru="Что установлено", en="What was found"),
    "question": Text(ru="Вопрос карты оценки", en="Question of the scorecard"),
    "rule_version": Text(ru="карта {id}, версия {version}", en="scorecard {id}, version {version}"),
    "rule_reason": Text(ru="Как карта понимает «{verdict}»", en="What the scorecard means by “{verdict}”"),
    "scorecard_digest": Text(ru="Отпечаток текста карты", en="Digest of the scorecard’s text"),
    "quote": Text(ru="Слова", en="The words"),
    "absent": Text(
        ru="Того, о чём спрашивает карта, в этом отрезке не прозвучало.",
        en="What the scorecard asks for was not said in this stretch.",
    ),
    "seconds": Text(ru="Секунды записи", en="Seconds of the recording"),
    "clip_note": Text(
        ru="Слышны только эти слова и по полсекунды вокруг, личные данные заглушены. Прослушивание "
        "записывается, сотрудник его видит.",
        en="Only these words are heard, with half a second around them and personal data muted. That you "
        "listened is recorded, and the employee sees it.",
    ),
    "no_sound": Text(ru="Копии записи нет.", en="There is no copy of the recording."),
    "who_confirmed": Text(ru="Подтверждение", en="Who confirmed it"),
    "confirmed_by": Text(ru="{by}, {at}", en="{by}, {at}"),
    "confirmed_why": Text(ru="Почему", en="Why"),
    "has_listened": Text(
        ru="Перед подтверждением эти секунды прослушаны (запись о прослушивании {play}).",
        en="Played these seconds before confirming (record of the play {play}).",
    ),
    "theirs": Text(ru="Зависело ли от сотрудника", en="Did it depend on the employee"),
    "theirs_yes": Text(ru="да, так отвечено при подтверждении", en="yes, as answered on confirming"),
    "theirs_unasked": Text(
        ru="тогда об этом не спрашивали: выясните сами", en="not asked then: find out yourself"
    ),
    "alone": Text(
        ru="Собственный ответ до того, как стали видны чужие", en="Own answer, before any others were shown"
    ),
    "alone_none": Text(ru="не давался: тогда этого не требовалось", en="none: it was not required then"),
    "known": Text(ru="С какого дня об этом известно", en="Since when it has been known"),
    "known_machine": Text(ru="Впервые отмечено машиной", en="First suggested by the machine"),
    "known_machine_not": Text(ru="машина этого не отмечала", en="the machine never did"),
    "known_lead": Text(ru="Впервые увидел руководитель", en="First seen by a lead"),
    "known_lead_not": Text(
        ru="ни звонка, ни отчёта с ним никто из руководителей не открывал",
        en="no lead has opened the call or a report with it",
    ),
    "known_confirmed": Text(ru="Подтверждено человеком", en="Confirmed by a person"),
    "known_from": Text(ru="Считать срок с", en="Count from"),
    "known_earliest": Text(
        ru="с запасом: с {at}, если днём обнаружения сочтут подсказку машины",
        en="to be safe from {at}, should the machine’s suggestion be taken for the discovery",
    ),
    "known_note": Text(
        ru="Месяц на взыскание идёт со дня, когда о проступке узнал руководитель сотрудника (ст. 193 ТК РФ). "
        "Увиденным считается и отчёт, в котором этот звонок мог быть назван; что читали не в этой программе, "
        "ей неизвестно.",
        en="In Russia the month for a sanction runs from the day the employee’s manager learned of the act "
        "(Labour Code, article 193). A report that may name the call counts as seen, too; what was read "
        "outside this program is not known to it.",
    ),
    "employee_side": Text(ru="Сторона сотрудника", en="The employee’s side"),
    "employee_said": Text(ru="Возражение сотрудника", en="What the employee said"),
    "decision_said": Text(ru="Решение по возражению", en="Decision on the dispute"),
    "trace": Text(ru="Как проверить", en="How to verify"),
    "trace_note": Text(
        ru="Вывод записан в журнал под номером {entry}; журнал нельзя изменить незаметно. Проверка: "
        "команда callaudit verify на сервере, где хранятся записи.",
        en="The finding is entry {entry} of the log, which cannot be changed unnoticed. To verify: run "
        "callaudit verify on the server that holds the recordings.",
    ),
    "entry_hash": Text(ru="Отпечаток записи журнала", en="Digest of the log entry"),
    "printed": Text(ru="Лист составлен {at}, {by}", en="Made {at} by {by}"),
    "signatures": Text(ru="Подписи", en="Signatures"),
    "sign_hr": Text(ru="Работник кадровой службы", en="For HR"),
    "sign_employee": Text(ru="Работник: лист прочитан", en="Employee: I have seen this record"),
    "sign_place": Text(ru="подпись, фамилия, дата", en="signature, name, date"),
    "not_sanction": Text(
        ru="Это не приказ и не взыскание. До взыскания работодатель обязан затребовать письменное объяснение "
        "(ст. 193 ТК РФ).",
        en="This is neither an order nor a sanction. Before any sanction the employer must ask for a written "
        "explanation (in Russia: Labour Code, article 193).",
    ),
    "print_hint": Text(ru="Напечатать: Ctrl+P (на Mac ⌘P).", en="To print: Ctrl+P (⌘P on a Mac)."),
}
