"""What the rubric pages say, in both languages."""

from collections.abc import Mapping

from pipeline.calls.text import Text

WORDS: Mapping[str, Text] = {
    "rubrics": Text(ru="Карты оценки", en="Scorecards"),
    "note": Text(
        ru="По этим картам машина отвечает на вопросы о звонке. Сами карты лежат в файлах; здесь их можно "
        "прочитать, попробовать на вставленном звонке и сравнить с прежними. Изменить их отсюда нельзя.",
        en="The machine answers questions about a call by these scorecards. They live in files; here you "
        "can read them, try them on a pasted call and compare them with earlier ones. They cannot be "
        "changed from here.",
    ),
    "broken": Text(
        ru="Файлы карт сейчас читать нельзя, поэтому новые звонки не оцениваются. Что исправить:",
        en="The scorecards’ files cannot be read now, so new calls are not scored. What to mend:",
    ),
    "scorecard": Text(ru="Карта", en="Scorecard"),
    "version": Text(ru="версия {n}", en="version {n}"),
    "sector": Text(ru="Кого оценивает", en="For"),
    "size": Text(ru="Вопросов и баллов", en="Questions and points"),
    "try": Text(ru="Попробовать на звонке", en="Try it on a call"),
    "compare": Text(ru="Сравнить версии", en="Compare versions"),
    "backtest": Text(ru="Проверить черновик на архиве", en="Backtest a draft"),
    "earlier": Text(ru="Прежние карты", en="Earlier scorecards"),
    "earlier_note": Text(
        ru="Каждая карта хранится такой, какой была, когда по ней впервые оценили звонок или её показали "
        "сотруднику.",
        en="Every scorecard is kept as it was when it first scored a call or was shown to an employee.",
    ),
    "earlier_none": Text(ru="Ни один звонок ещё не оценён.", en="No call has been scored yet."),
    "since": Text(ru="с {at}", en="from {at}"),
    "digest": Text(ru="отпечаток {digest}", en="digest {digest}"),
    # Reading
    "back": Text(ru="Все карты", en="All scorecards"),
    "points": Text(ru="баллов: {n}", en="points: {n}"),
    "frozen": Text(
        ru="Это карта, какой она была с {at}. Примеры в ней не хранятся.",
        en="This is the scorecard as it was from {at}. Examples are not kept with it.",
    ),
    "otherwise": Text(ru="если ничего не найдено: {verdict}", en="if nothing is found: {verdict}"),
    "means": Text(ru="«{verdict}»: {reason}", en="“{verdict}”: {reason}"),
    "examples": Text(ru="Примеры ({n})", en="Examples ({n})"),
    "example": Text(ru="должно быть: {verdict}", en="must be: {verdict}"),
    "looks": Text(ru="Что именно ищется", en="What exactly is looked for"),
    "applies_when": Text(ru="относится, когда", en="applies when"),
    "met_when": Text(ru="выполнено, когда", en="met when"),
    "not_met_when": Text(ru="не выполнено, когда", en="not met when"),
    # Trying
    "try_note": Text(
        ru="Вставьте звонок: расшифровку в JSON (как её пишет callaudit transcribe --json) или простым "
        "текстом, реплика в строке. Ничего не сохраняется.",
        en="Paste a call: a transcript as JSON (as callaudit transcribe --json writes it) or as plain text, "
        "one utterance a line. Nothing is stored.",
    ),
    "try_example": Text(
        ru="direction: inbound\nagent 0:01 Торговый дом «Колосок», Ирина, добрый день.\n"
        "client 0:05 Здравствуйте, где мой заказ?\nagent 0:08 Минуту, сейчас посмотрю.",
        en="direction: inbound\nagent 0:01 Harlow Supplies, Kevin speaking, good morning.\n"
        "client 0:05 Hello, where is my order?\nagent 0:08 One moment, let me check.",
    ),
    "call": Text(ru="Звонок", en="Call"),
    "try_do": Text(ru="Оценить", en="Score it"),
    "result": Text(ru="Результат", en="Result"),
    "score": Text(
        ru="{earned} из {possible} баллов, {percent}", en="{earned} of {possible} points, {percent}"
    ),
    "no_score": Text(ru="баллов нет: оценивать было нечего", en="no points: there was nothing to score"),
    "not_kept": Text(ru="Не сохранено.", en="Not stored."),
    "sought": Text(
        ru="Искали и не нашли: {what} ({start}–{end})", en="Sought and not found: {what} ({start}–{end})"
    ),
    "play": Text(ru="{at}", en="{at}"),
    "empty": Text(ru="Вставьте звонок.", en="Paste a call."),
    "too_long": Text(
        ru="Звонок не оценён: в нём {n} знаков, а можно до {most}. Вставьте часть.",
        en="The call was not scored: it has {n} characters, and up to {most} are possible. Paste a part of "
        "it.",
    ),
    "no_call": Text(
        ru="Это не звонок, и вот почему (слова программы):", en="This is no call, and this is why:"
    ),
    # Comparing
    "compare_note": Text(
        ru="Что изменилось между двумя картами: вопросы, баллы, что ищется, списки фраз.",
        en="What changed between two scorecards: questions, points, what is looked for, lists of phrases.",
    ),
    "old": Text(ru="Было", en="Before"),
    "new": Text(ru="Стало", en="After"),
    "today": Text(ru="сейчас в файлах", en="in the files now"),
    "compare_do": Text(ru="Сравнить", en="Compare"),
    "compare_none": Text(
        ru="Сравнить не с чем: нужны две карты.", en="There is nothing to compare: it takes two."
    ),
    "no_such_card": Text(
        ru="Такой карты нет; выберите из списка.", en="There is no such scorecard; choose one."
    ),
    "identical": Text(ru="Карты одинаковы.", en="The scorecards are the same."),
    "added": Text(ru="добавлен вопрос", en="question added"),
    "removed": Text(ru="убран вопрос", en="question removed"),
    "field_title": Text(ru="название", en="title"),
    "field_question": Text(ru="вопрос", en="question"),
    "field_weight": Text(ru="баллы", en="points"),
    "field_severity": Text(ru="строгость", en="severity"),
    "field_otherwise": Text(ru="если ничего не найдено", en="if nothing is found"),
    "field_weighed": Text(ru="что решает разговор в целом", en="what the whole call may answer"),
    "field_reasons": Text(ru="пояснения к ответам", en="words for the answers"),
    "field_looks": Text(ru="что ищется", en="what is looked for"),
    "field_sought": Text(ru="что значит «не нашли»", en="what “not found” means"),
    "phrases": Text(ru="Списки фраз", en="Lists of phrases"),
    "phrases_added": Text(ru="добавлено", en="added"),
    "phrases_gone": Text(ru="убрано", en="removed"),
    "events": Text(ru="Изменился и определитель событий.", en="The event tagger changed, too."),
    # Backtest
    "back_note": Text(
        ru="Вставьте изменённый файл карты, раздела или фраз и укажите, какой файл он заменяет. Последние "
        "звонки из архива будут оценены заново по черновику, и вы увидите, какие ответы изменились бы. "
        "Ничего не сохраняется, и оценки остаются прежними.",
        en="Paste a changed file of a scorecard, a rubric or phrases and say which file it replaces. The "
        "newest calls of the archive are scored again by the draft, and you see which answers would change. "
        "Nothing is stored, and the evaluations stay as they are.",
    ),
    "file": Text(ru="Какой файл заменяет", en="Which file it replaces"),
    "file_open": Text(ru="Открыть файл для правки", en="Open the file to edit"),
    "file_do": Text(ru="Открыть", en="Open"),
    "another": Text(ru="никакой, это новый файл", en="none, it is a new file"),
    "draft": Text(ru="Черновик", en="Draft"),
    "count": Text(
        ru="Сколько последних звонков (до {most})", en="How many of the newest calls (up to {most})"
    ),
    "back_do": Text(ru="Проверить", en="Run it"),
    "problems": Text(
        ru="Черновик прочитать нельзя. Исправьте (файл:строка:столбец):",
        en="The draft cannot be used. Mend (file:line:column):",
    ),
    "bad_file": Text(ru="Выберите файл из списка.", en="Choose a file from the list."),
    "bad_count": Text(ru="Число звонков: от 1 до {most}.", en="Number of calls: 1 to {most}."),
    "busy": Text(
        ru="Сейчас идёт другая проверка черновика. Подождите минуту и повторите; текст сохранён ниже.",
        en="Another backtest is running. Wait a minute and try again; your text is kept below.",
    ),
    "draft_long": Text(
        ru="В черновике {n} знаков, а можно до {most}.",
        en="The draft has {n} characters, and up to {most} are possible.",
    ),
    "tried": Text(
        ru="Звонков: {n}. Ответы изменились бы в {changed}.",
        en="Calls: {n}. Answers would change in {changed}.",
    ),
    "cut": Text(
        ru="Время вышло, оценены не все: {n} из {all}. Для всего архива есть команда callaudit rescore "
        "--dry-run.",
        en="Time ran out before all were scored: {n} of {all}. For the whole archive there is callaudit "
        "rescore --dry-run.",
    ),
    "nothing_changes": Text(ru="Ни один ответ не изменился бы.", en="No answer would change."),
    "no_calls": Text(ru="В архиве ещё нет оценённых звонков.", en="The archive holds no scored calls yet."),
    "way": Text(ru="{before} → {after}: {n}", en="{before} → {after}: {n}"),
    "not_asked": Text(ru="не спрашивалось", en="not asked"),
    "no_longer": Text(ru="больше не спрашивается", en="no longer asked"),
    "was": Text(ru="было", en="before"),
    "now": Text(ru="стало", en="after"),
    "more_calls": Text(ru="и ещё звонков: {n}", en="and {n} more calls"),
    "undated": Text(ru="время неизвестно", en="time unknown"),
    "requoted": Text(ru="тот же ответ по другим словам: {n}", en="the same answer by other words: {n}"),
}
