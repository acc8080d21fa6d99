"""Words of the team's page and of spot checks."""

from collections.abc import Mapping

from pipeline.calls.recording import RejectedKind
from pipeline.calls.text import Text
from pipeline.review.sampling import Stream

REASONS: Mapping[RejectedKind, Text] = {
    RejectedKind.NOT_AUDIO: Text(ru="не звуковой файл", en="not audio"),
    RejectedKind.EMPTY: Text(ru="файл пуст", en="empty file"),
    RejectedKind.NO_AUDIO: Text(ru="звука нет", en="no audio in it"),
    RejectedKind.TRUNCATED: Text(ru="запись оборвана", en="cut short"),
    RejectedKind.SILENT: Text(ru="речи не слышно", en="no speech heard"),
    RejectedKind.TOO_LONG: Text(ru="слишком длинная", en="too long"),
    RejectedKind.TOO_SHORT: Text(ru="слишком короткая", en="too short"),
    RejectedKind.UNKNOWN_CODEC: Text(ru="формат не читается", en="unknown format"),
    RejectedKind.NO_NOTICE: Text(ru="нет уведомления о записи", en="no notice of the recording"),
    RejectedKind.BAD_METADATA: Text(ru="ошибка в данных о звонке", en="faulty metadata"),
    RejectedKind.UNSUPPORTED_LANGUAGE: Text(ru="другой язык", en="another language"),
    RejectedKind.UNINTELLIGIBLE: Text(ru="не разобрать", en="unintelligible"),
    RejectedKind.UNREADABLE: Text(ru="файл не читается", en="unreadable"),
}

STREAMS: Mapping[Stream, Text] = {
    Stream.RANDOM: Text(ru="случайная выборка", en="random sample"),
    Stream.RISK: Text(ru="отобраны по риску", en="picked for their risk"),
}

TEAM_WORDS: Mapping[str, Text] = {
    "team": Text(ru="Отчёт по команде", en="Team report"),
    "team_calls": Text(ru="вся команда вместе", en="the whole team together"),
    "spread": Text(ru="Разброс по сотрудникам", en="Spread between employees"),
    "spread_note": Text(
        ru="По алфавиту. Отрезок — интервал 95\u00a0%.",
        en="In alphabetical order. The bar’s whisker is the 95% interval.",
    ),
    "spread_none": Text(
        ru="Расставлять сотрудников по местам нельзя: разница между ними может быть случайной.",
        en="Nobody can be ranked: the differences between people may be chance.",
    ),
    "spread_some": Text(
        ru="Отличаются от остальной команды больше, чем случайно: {n} из {compared}. Места между собой "
        "это не "
        "даёт: у остальных интервалы перекрываются, и звонки у всех разные.",
        en="Further from the rest of the team than chance allows: {n} of {compared}. This gives no ranking: "
        "the others’ intervals overlap, and people take different calls.",
    ),
    "spread_few": Text(
        ru="Сравнивать с командой можно тех, у кого оценено не меньше {n} звонков: пока таких нет.",
        en="People are compared with the team from {n} scored calls each: so far there is nobody to compare.",
    ),
    "against_team": Text(ru="От остальной команды", en="From the rest of the team"),
    "within": Text(ru="в пределах случайного", en="within chance"),
    "above_team": Text(ru="▲ выше", en="▲ above"),
    "below_team": Text(ru="▼ ниже", en="▼ below"),
    "missed": Text(ru="Что команда упускает чаще всего", en="What the team misses most"),
    "missed_none": Text(ru="Потерянных баллов нет.", en="No points were lost."),
    "clients_at_risk": Text(ru="Клиенты и конкуренты", en="Clients and rivals"),
    "recorded": Text(ru="Всего записано", en="Recorded in all"),
    "team_assessed": Text(ru="Оценено", en="Scored"),
    "team_unscored": Text(ru="Без оценки", en="Without a score"),
    "streams": Text(ru="Прослушивание людьми", en="For human ears"),
    "streams_note": Text(
        ru="Случайная выборка представляет все звонки: каждый учтён с весом, обратным вероятности отбора. "
        "Отобранные по риску показывают только сами себя и ни в какое среднее не входят.",
        en="The random sample stands for all calls: each is weighted by one over its probability of "
        "selection. "
        "Calls picked for their risk stand for themselves and enter no mean.",
    ),
    "streams_none": Text(
        ru="За этот период выборок для прослушивания нет. Составить: callaudit spotcheck plan.",
        en="Nothing was drawn for listening in this period. To draw: callaudit spotcheck plan.",
    ),
    "stream": Text(ru="Как отобраны", en="How picked"),
    "picked": Text(ru="Отобрано", en="Picked"),
    "estimate": Text(ru="Оценка по всем звонкам", en="Estimate over all calls"),
    "no_mean": Text(ru="в среднее не входит", en="enters no mean"),
    "this_day": Text(ru="за день", en="the day"),
    "this_week": Text(ru="за неделю", en="the week"),
    "all_days": Text(ru="весь период", en="the whole period"),
    "periods": Text(ru="Другие периоды", en="Other periods"),
}
