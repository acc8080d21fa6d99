"""What an error page says: what happened, and what to do."""

from collections.abc import Mapping

from pipeline.calls.text import Text

ERRORS: Mapping[int, tuple[Text, Text]] = {
    400: (
        Text(ru="Так не получится", en="That cannot be"),
        Text(ru="Вернитесь и исправьте введённое.", en="Go back and mend what was entered."),
    ),
    401: (
        Text(ru="Нужно войти", en="Sign in first"),
        Text(
            ru="Сеанс закончился или не начинался. Отправленное не сохранено: войдите и отправьте снова.",
            en="The session has ended or never began. What was sent is not saved: sign in and send it again.",
        ),
    ),
    403: (
        Text(ru="Эта страница не для вашей роли", en="This page is not for your role"),
        Text(
            ru="Если она нужна вам по работе, попросите администратора изменить роль.",
            en="If your work needs it, ask an administrator to change your role.",
        ),
    ),
    404: (
        Text(ru="Здесь ничего нет", en="There is nothing here"),
        Text(
            ru="Такой страницы нет, или она не для вас. Проверьте адрес или начните с начала.",
            en="There is no such page, or it is not for you. Check the address, or start from the beginning.",
        ),
    ),
    405: (
        Text(ru="Так эту страницу не открыть", en="The page does not open that way"),
        Text(
            ru="Вернитесь и воспользуйтесь кнопкой на странице.", en="Go back and use the button on the page."
        ),
    ),
    409: (
        Text(ru="Кто-то успел раньше", en="Somebody was quicker"),
        Text(
            ru="Обновите страницу и посмотрите, что изменилось.",
            en="Reload the page and see what changed.",
        ),
    ),
    413: (
        Text(ru="Слишком много за один раз", en="Too much at once"),
        Text(
            ru="Отправленное больше, чем принимает рабочее место. Сократите его и отправьте снова.",
            en="What was sent is larger than the workbench takes. Shorten it and send it again.",
        ),
    ),
    416: (
        Text(ru="Такого места в записи нет", en="The recording has no such stretch"),
        Text(ru="Обновите страницу и слушайте снова.", en="Reload the page and listen again."),
    ),
    422: (
        Text(ru="Не всё заполнено как нужно", en="Not everything is filled in as it must be"),
        Text(ru="Вернитесь и исправьте введённое.", en="Go back and mend what was entered."),
    ),
    429: (
        Text(ru="Слишком часто", en="Too often"),
        Text(ru="Подождите немного и попробуйте снова.", en="Wait a little and try again."),
    ),
    500: (
        Text(ru="Ошибка на нашей стороне", en="A fault of ours"),
        Text(
            ru="Сохранённое не пропало. Попробуйте ещё раз; если повторится, назовите администратору номер "
            "{n}.",
            en="What was saved is there. Try again; if it comes back, tell an administrator the number {n}.",
        ),
    ),
    503: (
        Text(ru="База данных сейчас занята или недоступна", en="The database is busy or out of reach"),
        Text(
            ru="Подождите минуту и попробуйте снова. Наполовину ничего не записано.",
            en="Wait a minute and try again. Nothing was half-written.",
        ),
    ),
}
"""By status: heading, and what to do."""

FOREIGN = Text(
    ru="Форма отправлена не с нашей страницы или устарела. Откройте страницу заново и отправьте снова.",
    en="The form was not sent from a page of ours, or is stale. Open the page again and send it once more.",
)

ERROR_WORDS: Mapping[str, Text] = {
    "to_start": Text(ru="К началу", en="To the beginning"),
    "to_login": Text(ru="Войти", en="Sign in"),
}
