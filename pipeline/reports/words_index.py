"""Words of the index: who has a report, what was not taken, how the last run went."""

from collections.abc import Mapping

from pipeline.calls.text import Text

INDEX_WORDS: Mapping[str, Text] = {
    "index": Text(ru="Отчёты по звонкам", en="Call reports"),
    "employees": Text(ru="Сотрудники", en="Employees"),
    "employees_note": Text(
        ru="По алфавиту. Это не рейтинг: у сотрудников разные звонки, и сравнивать цифры между собой нельзя.",
        en="In alphabetical order. This is no ranking: people take different calls, and the figures "
        "do not compare.",
    ),
    "employee": Text(ru="Сотрудник", en="Employee"),
    "no_employees": Text(ru="Отчётов пока нет.", en="There are no reports yet."),
    "quarantine": Text(ru="Карантин", en="Quarantine"),
    "quarantine_note": Text(
        ru="Эти файлы не приняты и никак не оценены. Исправьте причину и положите файл снова.",
        en="These files were not taken and not judged in any way. "
        "Put the cause right and drop the file again.",
    ),
    "no_quarantine": Text(ru="Все файлы приняты.", en="Every file was taken."),
    "file": Text(ru="Файл", en="File"),
    "why": Text(ru="Причина", en="Reason"),
    "account": Text(ru="Последний запуск", en="The last run"),
    "accepted": Text(ru="Принято", en="Taken"),
    "known": Text(ru="Уже были", en="Known already"),
    "growing": Text(ru="Ещё записываются", en="Still being written"),
    "quarantined": Text(ru="В карантине", en="In quarantine"),
    "failed": Text(ru="Не удалось обработать", en="Could not be processed"),
    "audio_length": Text(ru="Длительность записей", en="Length of the audio"),
    "taken": Text(ru="Заняло", en="Took"),
    "started": Text(ru="Начало", en="Began"),
    "engine": Text(ru="Распознавание", en="Recognition"),
}
