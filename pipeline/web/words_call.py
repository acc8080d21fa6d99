"""What the page of a call says, in both languages."""

from collections.abc import Mapping

from pipeline.calls.attribution import Basis
from pipeline.calls.text import Text
from pipeline.commitments.commitment import Status
from pipeline.review.answer import AnswerKind
from pipeline.review.standing import Stage
from pipeline.web.timeline import MarkKind

MARKS: Mapping[MarkKind, Text] = {
    MarkKind.SILENCE: Text(ru="тишина", en="silence"),
    MarkKind.ABSENCE: Text(ru="долгая тишина (удержание?)", en="long silence (a hold?)"),
    MarkKind.OVERLAP: Text(ru="говорят разом", en="both speak"),
    MarkKind.MUTED: Text(ru="заглушено", en="muted"),
}

STAGES: Mapping[Stage, Text] = {
    Stage.MACHINE: Text(ru="предположение машины", en="machine suggestion"),
    Stage.OVERRIDDEN: Text(ru="исправлено человеком", en="corrected by a person"),
    Stage.CONFIRMED: Text(ru="подтверждено", en="confirmed"),
    Stage.DISPUTED: Text(ru="оспорено", en="disputed"),
    Stage.DECIDED: Text(ru="решено по оспариванию", en="decided after a dispute"),
}

KINDS: Mapping[AnswerKind, Text] = {
    AnswerKind.BLIND: Text(ru="вслепую", en="blind"),
    AnswerKind.OVERRIDE: Text(ru="исправление", en="correction"),
    AnswerKind.CONFIRM: Text(ru="подтверждение", en="confirmation"),
    AnswerKind.DISPUTE: Text(ru="решение по оспариванию", en="decision on a dispute"),
    AnswerKind.CALIBRATION: Text(ru="калибровка", en="calibration"),
}

FATES: Mapping[Status, Text] = {
    Status.OPEN: Text(ru="срок ещё не вышел", en="not due yet"),
    Status.KEPT: Text(ru="исполнено", en="kept"),
    Status.LATE: Text(ru="исполнено с опозданием", en="kept late"),
    Status.BROKEN: Text(ru="не исполнено", en="broken"),
    Status.CANCELLED: Text(ru="отменено", en="cancelled"),
    Status.CANNOT_TELL: Text(ru="неизвестно", en="cannot tell"),
}

BASES: Mapping[Basis, Text] = {
    Basis.TOLD: Text(ru="Роли известны из данных о звонке.", en="The roles are known from the call’s data."),
    Basis.HEARD_CHANNELS: Text(
        ru="Роли по дорожкам определены по словам.", en="The roles of the channels were told from the words."
    ),
    Basis.HEARD_VOICES: Text(
        ru="Одна дорожка: собеседники разделены по голосу, роли определены по словам.",
        en="One channel: the parties were told apart by voice, their roles from the words.",
    ),
    Basis.SWAPPED: Text(
        ru="Слова на дорожках противоречат данным о звонке: роли не назначены.",
        en="What the channels say contradicts the call’s data: nobody was given a role.",
    ),
    Basis.CORRECTED: Text(ru="Роли исправлены человеком.", en="A person put the roles right."),
    Basis.NONE: Text(ru="Роли определить не удалось.", en="The roles could not be told."),
}

DONE: Mapping[str, Text] = {
    "saved": Text(ru="Ответ записан.", en="The answer is recorded."),
    "confirmed": Text(ru="Подтверждено.", en="Confirmed."),
    "process": Text(
        ru="Записано: от сотрудника это не зависело. В кадры ничего не ушло, баллов это больше не отнимает; "
        "ваше объяснение увидит руководитель.",
        en="Recorded: it did not depend on the employee. Nothing went to HR, and it costs no points any "
        "more; the lead will see your explanation.",
    ),
    "noted": Text(ru="Заметка записана.", en="The note is recorded."),
    "released": Text(ru="Сотрудник теперь видит оценку.", en="The employee can now see the evaluation."),
    "assigned": Text(ru="Поручено.", en="Assigned."),
    "rescored": Text(
        ru="Роли исправлены, звонок оценён заново.", en="Roles put right, the call was scored anew."
    ),
}
"""What is said after something was done, by the word in the address."""

WORDS: Mapping[str, Text] = {
    # The call
    "call": Text(ru="Звонок", en="Call"),
    "with": Text(ru="с клиентом", en="with"),
    "unknown": Text(ru="не указано", en="not named"),
    "unknown_start": Text(ru="время начала неизвестно", en="start not known"),
    "file": Text(ru="файл {name}", en="file {name}"),
    "cut": Text(ru="запись обрезана", en="the recording is cut"),
    "score": Text(ru="Оценка", en="Score"),
    "score_of": Text(ru="{earned} из {possible} баллов", en="{earned} of {possible} points"),
    "not_scored": Text(ru="не оценено", en="not scored"),
    "assessed": Text(
        ru="уверенно отвечено на {percent} того, что относится к звонку",
        en="{percent} of what applies was answered with certainty",
    ),
    "failed": Text(ru="звонок провален (подтверждено человеком)", en="failed call (confirmed by a person)"),
    "doubts": Text(ru="Слышно плохо", en="Hard to hear"),
    "roles_doubt": Text(ru="Кто есть кто", en="Who is who"),
    # The player
    "player": Text(ru="Запись", en="Recording"),
    "no_sound": Text(
        ru="Копии для прослушивания нет: звонок ещё не обработан, или файл убран. Без прослушивания "
        "подтвердить ничего нельзя.",
        en="There is no copy to listen to: the call has not been worked through, or the file is gone. "
        "Nothing can be confirmed unheard.",
    ),
    "wave": Text(ru="Волна записи, дорожка на каждого", en="Waveform, a lane for each party"),
    "play": Text(ru="Слушать", en="Play"),
    "speed": Text(ru="Скорость", en="Speed"),
    "marks": Text(ru="На что взглянуть: {n}", en="Worth a look: {n}"),
    "marks_note": Text(
        ru="Отмерено по часам; само по себе это не нарушение. Тишина от 15 с, от 20 с похоже на удержание; "
        "говорят разом от 1 с.",
        en="Measured by the clock; no fault by itself. Silence from 15 s, from 20 s likely a hold; both "
        "speaking from 1 s.",
    ),
    "rest": Text(ru="прочие звуки", en="other sound"),
    "keys": Text(ru="Клавиши", en="Keys"),
    "close": Text(ru="Закрыть", en="Close"),
    "closer": Text(ru="волна крупнее", en="closer view of the waveform"),
    "wider": Text(ru="волна мельче", en="wider view of the waveform"),
    # The transcript
    "transcript": Text(ru="Разговор", en="Transcript"),
    "no_words": Text(ru="Слов не распознано.", en="No words were recognised."),
    "doubtful": Text(
        ru="Подчёркнутые слова машина расслышала неуверенно. Щёлкните слово, чтобы услышать его.",
        en="The machine was unsure of underlined words. Click a word to hear it.",
    ),
    "play_turn": Text(ru="слушать с {at}", en="play from {at}"),
    # The questions
    "criteria": Text(ru="Вопросы", en="Questions"),
    "begin_title": Text(ru="Ответы машины пока закрыты", en="The machine’s answers are closed for now"),
    "begin_note": Text(
        ru="Часть проверок идёт вслепую: по жребию, и всегда, если что-либо может дойти до кадров. Тогда "
        "сначала отвечаете вы, потом видно, что решила машина. Идёт ли так эта проверка, станет ясно, когда "
        "вы её начнёте.",
        en="Some reviews are blind: by lot, and always where anything may come to HR. Then you answer first, "
        "and the machine’s answers are shown after. Whether this one is becomes known once you begin.",
    ),
    "begin": Text(ru="Начать проверку", en="Begin the review"),
    "blind_title": Text(ru="Проверка вслепую", en="Blind review"),
    "blind_note": Text(
        ru="Ответьте на все вопросы: клавиши 1–4. Ответы сохраняются сразу. Потом откроются ответы машины. "
        "«Не выполнено» сможет подтвердить для кадров только тот, кто ответил так, без подсказки.",
        en="Answer every question: keys 1–4. Answers are saved at once. Then the machine’s are shown. Only "
        "who has answered like this, without a hint, can confirm a “not met” for HR.",
    ),
    "blind_left": Text(ru="Осталось вопросов: {n}", en="Questions left: {n}"),
    "save_answers": Text(ru="Сохранить ответы", en="Save the answers"),
    "reveal": Text(ru="Показать ответы машины", en="Show the machine’s answers"),
    "compared": Text(
        ru="Вслепую вы ответили как машина на {same} из {all}.",
        en="Answering blind, you agreed with the machine on {same} of {all}.",
    ),
    "you": Text(ru="вы вслепую", en="you, blind"),
    "machine": Text(ru="машина", en="machine"),
    "differs": Text(ru="разошлись", en="differs"),
    "same": Text(ru="совпало", en="same"),
    "second": Text(ru="Секунда, мин:с", en="Second, m:ss"),
    "reason": Text(ru="Почему", en="Why"),
    "reason_hint": Text(ru="нужно, если «не выполнено» или «неясно»", en="needed for not met and unsure"),
    "saved": Text(ru="сохранено", en="saved"),
    "not_saved": Text(ru="не сохранено", en="not saved"),
    "verdict_legend": Text(ru="Ответ на вопрос «{title}»", en="Answer to “{title}”"),
    "sought": Text(ru="искали: {what}", en="sought: {what}"),
    "heard": Text(ru="прослушано вами", en="played by you"),
    "twice": Text(ru="Два прослушивания машиной", en="Heard twice by the machine"),
    "first": Text(ru="первый раз", en="first"),
    "again": Text(ru="второй раз", en="again"),
    "nothing": Text(ru="(ничего)", en="(nothing)"),
    "twice_agreed": Text(ru="второе прослушивание подтвердило", en="the second hearing bears it out"),
    "twice_differs": Text(
        ru="второе прослушивание не подтвердило: решает человек",
        en="the second hearing does not bear it out: for a person to decide",
    ),
    "twice_once": Text(ru="второй раз не слушали", en="not heard a second time"),
    "judge": Text(ru="Языковая модель", en="Language model"),
    "judge_says": Text(
        ru="{model}: {verdict} (подсказка, не ответ)", en="{model}: {verdict} (advice, no answer)"
    ),
    "judge_none": Text(ru="{model}: своего ответа не дала", en="{model}: gave no usable answer"),
    "more": Text(ru="подробнее", en="more"),
    "history": Text(ru="Ответы людей", en="People’s answers"),
    "override": Text(ru="Изменить ответ", en="Change the answer"),
    "override_do": Text(ru="Сохранить ответ", en="Save the answer"),
    "override_why": Text(ru="Почему (обязательно)", en="Why (required)"),
    "confirm": Text(ru="Подтвердить", en="Confirm"),
    "confirm_title": Text(ru="Подтвердить для кадров", en="Confirm for HR"),
    "confirm_why": Text(ru="Что вы услышали (обязательно)", en="What you heard (required)"),
    "theirs": Text(ru="Зависело ли это от сотрудника?", en="Did it depend on the employee?"),
    "theirs_yes": Text(ru="да, зависело", en="yes, it did"),
    "theirs_no": Text(ru="нет, не зависело", en="no, it did not"),
    "theirs_note": Text(
        ru="Не зависело, если виной очередь, сбой в системе, нехватка полномочий или сам сценарий разговора. "
        "Тогда в кадры ничего не уйдёт, а ответом станет «не относится».",
        en="It did not where the queue, a system outage, missing authority or the script itself was to "
        "blame. Then nothing goes to HR, and the answer becomes “does not apply”.",
    ),
    "not_theirs": Text(ru="От сотрудника не зависело: {why}", en="It did not depend on the employee: {why}"),
    "confirmed_by": Text(ru="Подтверждение: {by}, {at}", en="Confirmed by {by}, {at}"),
    "is_disputed": Text(
        ru="Сотрудник оспорил ответ; решение до {deadline}.",
        en="The employee disputes the answer; to be decided by {deadline}.",
    ),
    "unacquainted": Text(
        ru="Подтвердить для кадров по этому звонку ничего нельзя: {why}.",
        en="Nothing of this call can be confirmed for HR: {why}.",
    ),
    "finish": Text(ru="Проверено, возражений нет", en="Reviewed, nothing to change"),
    "finish_note": Text(ru="Звонок уйдёт из вашей очереди.", en="The call leaves your queue."),
    "calibration_title": Text(ru="Калибровка", en="Calibration"),
    "calibration_note": Text(
        ru="Каждый отвечает сам. Ответы остальных и машины откроются, когда ответят все.",
        en="Everybody answers alone. The others’ answers and the machine’s are shown when all have answered.",
    ),
    "calibration_go": Text(ru="К калибровке", en="To the calibration"),
    # Afterwards
    "work": Text(ru="Работа со звонком", en="Handling of the call"),
    "release": Text(ru="Показать сотруднику", en="Release to the employee"),
    "release_note": Text(
        ru="Сотрудник увидит оценку, слова и запись и сможет возразить.",
        en="The employee will see the evaluation, the words and the recording, and may dispute it.",
    ),
    "released": Text(ru="Показано сотруднику {at}, {by}", en="Released to the employee {at}, {by}"),
    "acknowledged": Text(ru="Сотрудник ознакомился {at}", en="Acknowledged by the employee {at}"),
    "assign": Text(ru="Кому поручен", en="Assigned to"),
    "assign_me": Text(ru="Взять себе", en="Take it"),
    "assign_do": Text(ru="Поручить", en="Assign"),
    "assigned": Text(ru="поручен: {to}", en="assigned to {to}"),
    "nobody": Text(ru="никому", en="nobody"),
    "notes": Text(ru="Заметки", en="Notes"),
    "note": Text(ru="Заметка для коллег", en="A note for colleagues"),
    "note_do": Text(ru="Записать", en="Write it down"),
    "notes_hidden": Text(
        ru="Чужие заметки откроются после ваших ответов.",
        en="Other people’s notes are shown after your answers.",
    ),
    "promises": Text(ru="Обещания в этом звонке", en="Promises of this call"),
    "promises_none": Text(ru="Обещаний не найдено.", en="No promises were found."),
    "promise_due": Text(ru="срок: {due}", en="due {due}"),
    "promise_undated": Text(ru="без срока", en="no time was said"),
    "promise_proof": Text(ru="видно из звонка", en="shown by a call"),
    "others": Text(ru="Другие звонки клиента", en="The client’s other calls"),
    "others_none": Text(
        ru="Других звонков этого клиента нет.", en="There are no other calls of this client."
    ),
    "made_by": Text(ru="Чем сделано", en="What made it"),
    "engine": Text(ru="Распознавание", en="Recognition"),
    "by_hand": Text(ru="расшифровка вручную", en="transcribed by hand"),
    "second_engine": Text(ru="Второе прослушивание", en="Second hearing"),
    "scorecard": Text(ru="Карта оценки", en="Scorecard"),
    "version": Text(ru="версия {n}", en="version {n}"),
    "language_model": Text(ru="Языковая модель", en="Language model"),
    "evaluations": Text(ru="Оценки машины", en="Machine evaluations"),
    "newest": Text(ru="эта", en="this one"),
    "redacted": Text(ru="Скрыто при распознавании", en="Redacted"),
    "roles": Text(ru="Кто на какой дорожке", en="Who is on which channel"),
    "roles_note": Text(
        ru="Если роли перепутаны, исправьте: звонок будет оценён заново, прежняя оценка останется.",
        en="If the roles are the wrong way round, put them right: the call is scored anew, the old "
        "evaluation stays.",
    ),
    "roles_channel": Text(ru="Дорожка {n}", en="Channel {n}"),
    "roles_swap": Text(ru="Поменять сотрудника и клиента местами", en="Swap employee and client"),
    "roles_do": Text(ru="Исправить и оценить заново", en="Put right and score anew"),
    "listeners": Text(ru="Кто слушал", en="Who has listened"),
    "listener": Text(ru="{by}: {length}", en="{by}: {length}"),
    "listeners_none": Text(ru="Пока никто.", en="Nobody yet."),
    # What went wrong
    "overtaken": Text(
        ru="Пока вы писали, по звонку появился другой ответ: {by}, {at}. Ваш ответ не записан, но текст "
        "сохранён ниже: посмотрите, что изменилось, и сохраните ещё раз.",
        en="While you were writing, {by} answered on this call ({at}). Your answer was not recorded, but "
        "your text is kept below: see what changed, then save again.",
    ),
    "overtaken_machine": Text(
        ru="Пока вы писали, звонок оценён заново ({at}). Ваш ответ не записан, но текст сохранён ниже: "
        "посмотрите новую оценку и сохраните ещё раз.",
        en="While you were writing, the call was scored anew ({at}). Your answer was not recorded, but your "
        "text is kept below: look at the new evaluation, then save again.",
    ),
    "bad_verdict": Text(
        ru="{title}: выберите один из четырёх ответов", en="{title}: choose one of the four answers"
    ),
    "bad_reason": Text(
        ru="{title}: напишите, почему (хотя бы три буквы)", en="{title}: say why (at least three letters)"
    ),
    "bad_second": Text(
        ru="{title}: время пишется мин:с, например 1:05, и лежит внутри записи",
        en="{title}: write the time as m:ss, e.g. 1:05, within the recording",
    ),
    "bad_page": Text(
        ru="Страница устарела или запрос неполон: откройте звонок заново",
        en="The page is out of date or the request is incomplete: open the call again",
    ),
    "nothing_said": Text(ru="Выберите хотя бы один ответ", en="Choose at least one answer"),
    "answers_missing": Text(
        ru="Сначала ответьте на все вопросы; осталось: {n}", en="First answer every question; left: {n}"
    ),
}

HELP: Mapping[str, Text] = {
    "j / k": Text(ru="следующий, предыдущий вопрос", en="next, previous question"),
    "Enter": Text(ru="слушать, на чём держится ответ", en="play what the answer rests on"),
    "Space": Text(ru="слушать, пауза", en="play, pause"),
    "← / →": Text(ru="на 5 секунд назад, вперёд", en="5 seconds back, on"),
    "[ / ]": Text(ru="медленнее, быстрее", en="slower, faster"),
    "1": Text(ru="выполнено", en="met"),
    "2": Text(ru="не выполнено", en="not met"),
    "3": Text(ru="не относится", en="does not apply"),
    "4": Text(ru="неясно", en="unsure"),
    "t": Text(ru="вписать услышанную секунду", en="fill in the second just heard"),
    "f": Text(ru="проверено, возражений нет", en="reviewed, nothing to change"),
    "c": Text(ru="подтвердить", en="confirm"),
    "n": Text(ru="заметка", en="note"),
    "Ctrl+Enter": Text(ru="сохранить написанное", en="save what is written"),
    "Esc": Text(ru="выйти из поля", en="leave a field"),
    "q": Text(ru="очередь", en="queue"),
    "?": Text(ru="эта справка", en="this help"),
}
