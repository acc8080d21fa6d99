"""Why intake leaves a file out, in both languages. Words only; the checks live beside their facts."""

from pipeline.calls.text import Text

EMPTY = Text(ru="файл пустой (0 байт)", en="the file is empty (0 bytes)")
NO_AUDIO = Text(
    ru="есть только заголовок WAV, звука нет: АТС создала файл, но ничего в него не записала",
    en="a WAV header only, no audio: the PBX made the file and wrote no sound into it",
)
UNREADABLE = Text(ru="файл нельзя прочитать: {why}", en="the file cannot be read: {why}")
GROWING = Text(ru="файл ещё записывается", en="the file is still being written")
LINK_OUT = Text(
    ru="это ссылка за пределы папки; положите сам файл или укажите папку, где он лежит",
    en="a link that leads out of the folder; put the file itself here, or name the folder it lies in",
)
NO_FILE = Text(ru="это не обычный файл", en="not a regular file")
NO_NOTICE = Text(
    ru="не сказано, как стороны предупреждены о записи (поле notice); без этого разговор не разбирается",
    en="nothing says how the parties were told of the recording (notice); without it a call is not processed",
)
DENIED_NOTICE = Text(
    ru="{place}: указано, что стороны не предупреждены о записи; такой разговор не разбирается",
    en="{place}: says that the parties were not told of the recording; such a call is not processed",
)
NOT_UTF8 = Text(ru="{place}: файл не в кодировке UTF-8", en="{place}: not UTF-8 text")
SIDECAR_TOO_BIG = Text(
    ru="{place}: больше {most} КБ, это не карточка звонка", en="{place}: over {most} kB, no sidecar"
)
JSON_SYNTAX = Text(
    ru="{place}:{line}:{column}: ошибка в JSON: {what}", en="{place}:{line}:{column}: broken JSON: {what}"
)
JSON_DEPTH = Text(
    ru="{place}: слишком глубокая вложенность JSON", en="{place}: the JSON is nested too deeply"
)
JSON_SHAPE = Text(
    ru='{place}: ожидается объект JSON, например {{"employee": "…"}}',
    en='{place}: must be a JSON object such as {{"employee": "…"}}',
)
DUPLICATE_KEY = Text(ru="{place}: поле {key} указано дважды", en="{place}: the key {key} stands twice")
MISSPELT_KEY = Text(
    ru="{place}: неизвестное поле {key}; возможно, имелось в виду {meant}",
    en="{place}: unknown key {key}; did you mean {meant}?",
)
NOT_A_STRING = Text(
    ru="{place}, {field}: нужна строка в кавычках, а не {value}",
    en="{place}, {field}: must be a string in quotes, not {value}",
)
NOT_A_LIST = Text(
    ru='{place}, {field}: нужен список, например ["agent", "client"], а не {value}',
    en='{place}, {field}: must be a list such as ["agent", "client"], not {value}',
)
NOT_ONE_OF = Text(
    ru="{place}, {field}: {value} не подходит; можно: {known}",
    en="{place}, {field}: {value} is none of {known}",
)
NOT_A_MOMENT = Text(
    ru="{place}, {field}: {value} не читается как дата и время; нужно, например, 2026-10-05T10:12:00+03:00",
    en="{place}, {field}: {value} is no date and time such as 2026-10-05T10:12:00+03:00",
)
NOT_A_DURATION = Text(
    ru="{place}, {field}: {value} не читается как число секунд",
    en="{place}, {field}: {value} is no number of seconds",
)
OTHER_LANGUAGE = Text(
    ru="{place}: язык {value}; разбираются только русский (ru) и английский (en)",
    en="{place}: the language is {value}; only Russian (ru) and English (en) are processed",
)
TWO_ROWS = Text(
    ru="{place}: к файлу подходят разные строки ({lines}); оставьте одну",
    en="{place}: different rows ({lines}) fit this file; leave one",
)
RAGGED_ROW = Text(
    ru="{place}: в строке больше ячеек, чем столбцов; возможно, в тексте не закрыты кавычки",
    en="{place}: more cells than columns; perhaps a text is not quoted",
)
