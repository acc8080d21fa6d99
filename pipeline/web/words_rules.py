"""What is said about the rules people are judged by, and who was told them; in both languages."""

from collections.abc import Mapping

from pipeline.calls.text import Text

WORDS: Mapping[str, Text] = {
    # What is shown, acknowledged and kept
    "sheet_title": Text(
        ru="Карта оценки «{title}», версия {version}", en="Scorecard “{title}”, version {version}"
    ),
    "sheet_points": Text(
        ru="По этой карте оценивают телефонные разговоры с клиентами. За всё вместе можно получить {points}.",
        en="Calls with clients are evaluated by this scorecard. Everything together is worth {points}.",
    ),
    "sheet_people": Text(
        ru="Ответы предлагает машина: по словам разговора и по времени, а не по голосу. Если слышно плохо, "
        "ответ «неясно», и баллов он не отнимает. С каждым ответом, который вам показали, можно не "
        "согласиться: решит другой человек, и хуже не станет.",
        en="The machine suggests the answers: from the words of the call and their timing, not from the "
        "voice. Where it is hard to hear the answer is “unsure” and costs no points. You may dispute any "
        "answer you are shown: somebody else decides, and it cannot get worse.",
    ),
    "sheet_hr": Text(
        ru="До отдела кадров вывод доходит, только если названный по имени человек прослушал эти секунды и "
        "подтвердил вывод и если с этой версией карты вы были ознакомлены до разговора. «Не выполнено» "
        "подтверждает только тот, кто ответил на вопрос сам, не зная ответа машины, и только то, что "
        "зависело от вас.",
        en="A finding reaches HR only if a named person has listened to the seconds and confirmed it, and if "
        "you were acquainted with this version of the scorecard before the call. “Not met” is confirmed only "
        "by a person who answered the question before knowing the machine’s answer, and only what depended "
        "on you.",
    ),
    "sheet_foot": Text(ru="Отпечаток карты: {digest}", en="Digest of the scorecard: {digest}"),
    "means": Text(ru="«{verdict}»: {reason}", en="“{verdict}”: {reason}"),
    "otherwise": Text(
        ru="Если ничего определённого не слышно: {verdict}.", en="If nothing definite is heard: {verdict}."
    ),
    "weighed": Text(
        ru="Если отдельные слова ничего не решают, ответ {verdicts} может дать разговор в целом; {never} он "
        "не даёт никогда.",
        en="Where no single words decide, the call as a whole may give the answer {verdicts}; it never gives "
        "{never}.",
    ),
    "quoted": Text(ru="«{verdict}»", en="“{verdict}”"),
    "or": Text(ru="или", en="or"),
    # The employee's pages
    "rules": Text(ru="Правила оценки", en="Scoring rules"),
    "rules_note": Text(
        ru="По этим картам оценивают ваши звонки. Прочитайте каждую и отметьте, что ознакомлены. Отметка не "
        "означает согласия.",
        en="Your calls are evaluated by these scorecards. Read each of them and acknowledge that you have. "
        "That does not say that you agree.",
    ),
    "rules_none": Text(ru="Карт оценки сейчас нет.", en="There are no scorecards at present."),
    "card": Text(ru="Карта оценки", en="Scorecard"),
    "version": Text(ru="версия {n}", en="version {n}"),
    "state": Text(ru="Ознакомление", en="Acquaintance"),
    "to_read": Text(ru="прочитать и отметить", en="read and acknowledge"),
    "by_page": Text(ru="вы отметили {at}", en="you acknowledged it {at}"),
    "by_paper": Text(ru="на бумаге, {day}: {document}", en="on paper, {day}: {document}"),
    "other_sector": Text(
        ru="для других секторов: ваши звонки по ней пока не оценивали",
        en="for other sectors: no call of yours was evaluated by it yet",
    ),
    "earlier": Text(ru="С чем вы ознакомлены", en="What you are acquainted with"),
    "earlier_text": Text(ru="текст, который вам показали", en="the text you were shown"),
    "annulled": Text(ru="запись отменена {at}: {why}", en="annulled {at}: {why}"),
    "back": Text(ru="Все правила", en="All rules"),
    "acknowledge": Text(ru="Отметить ознакомление", en="Acknowledge that I have read it"),
    "acknowledge_note": Text(
        ru="Записывается навсегда: ваше имя, время и отпечаток текста ({digest}). Отметка значит, что вы "
        "прочитали, а не что согласны.",
        en="Recorded for good: your name, the time, and the digest of the text ({digest}). It says that you "
        "have read it, not that you agree.",
    ),
    "noted": Text(ru="Записано: вы ознакомлены с этой картой.", en="Recorded: you are acquainted with it."),
    "changed": Text(
        ru="Ничего не записано: карта изменилась, пока страница была открыта. Прочитайте новый текст.",
        en="Nothing was recorded: the scorecard changed while the page was open. Read the new text.",
    ),
    "todo": Text(
        ru="Есть правила, с которыми вы ещё не ознакомлены.",
        en="There are scoring rules that you have not acknowledged yet.",
    ),
    # The leads' and administrators' page
    "acquaintance": Text(ru="Ознакомление с правилами", en="Acquaintance with the rules"),
    "acquaintance_note": Text(
        ru="Вывод по карте оценки доходит до кадров, только если сотрудник был ознакомлен с этой её версией "
        "до звонка. Сотрудник отмечает это сам на странице «Правила оценки», или вы вносите подписанную "
        "бумагу.",
        en="A finding by a scorecard reaches HR only if the employee was acquainted with that version of it "
        "before the call. Employees acknowledge it on their page “Scoring rules”, or you record a signed "
        "paper.",
    ),
    "employee": Text(ru="Сотрудник", en="Employee"),
    "nobody": Text(ru="Сотрудников пока нет.", en="There are no employees yet."),
    "missing": Text(ru="отметки нет", en="not yet"),
    "not_due": Text(ru="звонков по ней нет", en="no calls judged by it"),
    "missing_count": Text(ru="Не ознакомлены: {n} из {all}", en="Not acquainted: {n} of {all}"),
    "self_at": Text(ru="на своей странице, {at}", en="on their page, {at}"),
    "paper_at": Text(ru="бумага, {day}", en="paper, {day}"),
    "sheet": Text(ru="Лист ознакомления", en="Sheet to sign"),
    "sheet_language": Text(ru="Язык текста", en="Language of the text"),
    "sheet_print": Text(ru="Напечатать: Ctrl+P (на Mac ⌘P).", en="To print: Ctrl+P (⌘P on a Mac)."),
    "sheet_signed": Text(
        ru="Подписью подтверждаю: с картой оценки, напечатанной выше, меня ознакомили до того, как по ней "
        "начали оценивать мои звонки.",
        en="I was acquainted with the scorecard printed above before my calls were evaluated by it:",
    ),
    "sheet_name": Text(ru="Фамилия, имя, отчество", en="Name"),
    "sheet_date": Text(ru="Дата", en="Date"),
    "sheet_sign": Text(ru="Подпись", en="Signature"),
    "text_digest": Text(ru="Отпечаток этого текста: {digest}", en="Digest of this text: {digest}"),
    "record": Text(ru="Внести подписанную бумагу", en="Record a signed paper"),
    "record_note": Text(
        ru="Бумага действует со дня, следующего за датой подписи: в какой час её подписали, на ней не "
        "указано. Кто и когда внёс запись, видят кадры.",
        en="A paper counts from the day after it was signed, as it bears no hour. HR sees who recorded it, "
        "and when.",
    ),
    "day": Text(ru="Дата подписи", en="Signed on"),
    "document": Text(ru="Документ, номер", en="Document, number"),
    "document_hint": Text(ru="лист ознакомления № 12", en="acquaintance sheet No. 12"),
    "record_do": Text(ru="Внести", en="Record"),
    "recorded": Text(ru="Бумага внесена.", en="The paper is recorded."),
    "papers": Text(ru="Внесённые бумаги", en="Papers on record"),
    "paper_of": Text(
        ru="{day}, {document}; внесено {at}, {by}", en="{day}, {document}; recorded by {by} {at}"
    ),
    "annul": Text(ru="Отменить запись", en="Annul the record"),
    "annul_why": Text(ru="Почему она ошибочна", en="Why it is wrong"),
    "annul_note": Text(
        ru="Запись останется в журнале как отменённая. Выводы, которые держались на ней, уйдут из кадров.",
        en="The record stays in the log as annulled. Findings that rested on it leave HR.",
    ),
    "annul_do": Text(ru="Отменить", en="Annul"),
    "annulled_done": Text(ru="Запись отменена.", en="The record is annulled."),
    "annulled_by": Text(ru="отменено {at}, {by}: {why}", en="annulled {at} by {by}: {why}"),
    # What went wrong
    "bad_person": Text(ru="Выберите сотрудника из списка.", en="Choose an employee from the list."),
    "bad_card": Text(ru="Выберите карту оценки из списка.", en="Choose a scorecard from the list."),
    "bad_day": Text(
        ru="Дата пишется год-месяц-день, например 2026-11-26.",
        en="Write a date as year-month-day, e.g. 2026-11-26.",
    ),
    "bad_document": Text(
        ru="Назовите документ: от 3 до 200 знаков.", en="Name the document: 3 to 200 characters."
    ),
    "no_reason": Text(
        ru="Не отменено: напишите, почему (хотя бы три буквы).",
        en="Not annulled: say why (at least three letters).",
    ),
    "long_reason": Text(ru="Не отменено: объяснение слишком длинное.", en="Not annulled: too long a reason."),
}
