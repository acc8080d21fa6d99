"""Words of the shell: navigation, signing in, accounts, the audit log. Errors: `words_errors`."""

from collections.abc import Mapping

from pipeline.calls.text import Text
from pipeline.review.account import AccountRole
from pipeline.web.permissions import Permission

NAV: tuple[tuple[str, Text, Permission], ...] = (
    ("/queue", Text(ru="Очередь", en="Queue"), Permission.QUEUE),
    ("/search", Text(ru="Поиск", en="Search"), Permission.QUEUE),
    ("/disputes", Text(ru="Возражения", en="Disputes"), Permission.DISPUTES),
    ("/calibrations", Text(ru="Калибровки", en="Calibrations"), Permission.CALIBRATE),
    ("/releases", Text(ru="Показать сотрудникам", en="Releases"), Permission.RELEASE),
    ("/reports", Text(ru="Отчёты", en="Reports"), Permission.REPORTS),
    ("/rubrics", Text(ru="Карты оценки", en="Scorecards"), Permission.RUBRICS),
    ("/mine", Text(ru="Мои оценки", en="My evaluations"), Permission.OWN),
    ("/mine/rules", Text(ru="Правила оценки", en="Scoring rules"), Permission.OWN),
    ("/mine/listeners", Text(ru="Кто слушал", en="Who listened"), Permission.OWN),
    ("/acquaintance", Text(ru="Ознакомление", en="Acquaintance"), Permission.ACQUAINT),
    ("/hr", Text(ru="Подтверждённые выводы", en="Confirmed findings"), Permission.HR),
    ("/accounts", Text(ru="Учётные записи", en="Accounts"), Permission.ACCOUNTS),
    ("/audit", Text(ru="Журнал действий", en="Audit log"), Permission.AUDIT),
)
"""Where the navigation leads, for those who may go there."""

ROLES: Mapping[AccountRole, Text] = {
    AccountRole.CONTROLLER: Text(ru="контролёр", en="controller"),
    AccountRole.LEAD: Text(ru="руководитель", en="lead"),
    AccountRole.HR: Text(ru="отдел кадров", en="HR"),
    AccountRole.EMPLOYEE: Text(ru="сотрудник", en="employee"),
    AccountRole.ADMIN: Text(ru="администратор", en="administrator"),
}

WORDS: Mapping[str, Text] = {
    "this_language": Text(ru="Русский", en="English"),
    "brand": Text(ru="Контроль звонков", en="Call audit"),
    "skip": Text(ru="К содержанию", en="Skip to content"),
    "nav": Text(ru="Разделы", en="Sections"),
    "my_account": Text(ru="Моя учётная запись", en="My account"),
    "sign_out": Text(ru="Выйти", en="Sign out"),
    "sign_in": Text(ru="Вход", en="Sign in"),
    "do_sign_in": Text(ru="Войти", en="Sign in"),
    "language": Text(ru="Язык", en="Language"),
    "login_name": Text(ru="Имя для входа", en="Login name"),
    "password": Text(ru="Пароль", en="Password"),
    "new_password": Text(ru="Новый пароль", en="New password"),
    "password_again": Text(ru="Пароль ещё раз", en="Password again"),
    "old_password": Text(ru="Нынешний пароль", en="Present password"),
    "password_note": Text(
        ru="Не короче 12 знаков. Лучше всего несколько слов подряд.",
        en="At least 12 characters. A few words in a row are best.",
    ),
    "with_oidc": Text(ru="Войти через учётную запись компании", en="Sign in with the company account"),
    "forgotten": Text(
        ru="Забыли пароль? Администратор даст новую ссылку.",
        en="Forgot the password? An administrator gives you a new link.",
    ),
    "wrong": Text(
        ru="Имя или пароль не подошли. Проверьте раскладку и Caps Lock.",
        en="The name or the password does not fit. Check the keyboard layout and Caps Lock.",
    ),
    "wait": Text(
        ru="Слишком много попыток. Подождите {minutes} мин и попробуйте снова.",
        en="Too many tries. Wait {minutes} min and try again.",
    ),
    "expired": Text(
        ru="Сеанс закончился. Войдите снова: сохранённое не пропало.",
        en="The session has ended. Sign in again: what was saved is there.",
    ),
    "oidc_failed": Text(
        ru="Провайдер не подтвердил вход. Попробуйте ещё раз или войдите по паролю.",
        en="The provider did not confirm. Try again, or sign in with a password.",
    ),
    "oidc_unknown": Text(
        ru="Для вас здесь нет учётной записи. Попросите администратора её завести.",
        en="There is no account for you here. Ask an administrator to make one.",
    ),
    "no_accounts": Text(
        ru="Учётных записей ещё нет. Первого администратора заводит одноразовая ссылка, которую печатает "
        "callaudit serve.",
        en="There are no accounts yet. The first administrator is made with the one-time link that "
        "callaudit serve prints.",
    ),
    "welcome": Text(ru="Добро пожаловать", en="Welcome"),
    "welcome_admin": Text(
        ru="Эта ссылка заводит первого администратора. Он заводит остальных; звонков он не видит.",
        en="This link makes the first administrator, who makes the others and sees no calls.",
    ),
    "welcome_password": Text(
        ru="Задайте пароль для учётной записи {id}. Ссылка сработает один раз.",
        en="Set the password of the account {id}. The link works once.",
    ),
    "link_spent": Text(ru="Ссылка уже не действует", en="The link no longer works"),
    "link_spent_note": Text(
        ru="Она одноразовая и живёт недолго. Попросите администратора дать новую. Если его ещё нет, "
        "запустите callaudit serve снова: он напечатает новую.",
        en="It works once and not for long. Ask an administrator for a new one. If there is none yet, start "
        "callaudit serve again: it prints a new one.",
    ),
    "name": Text(ru="Имя", en="Name"),
    "name_note": Text(ru="Как его видят коллеги.", en="As colleagues see it."),
    "login_note": Text(
        ru="Латинские буквы a–z, цифры, точка, дефис, подчёркивание, @.",
        en="Letters a–z, digits, dot, hyphen, underscore, @.",
    ),
    "set_password": Text(ru="Сохранить пароль", en="Save the password"),
    "password_set": Text(
        ru="Пароль сохранён. Остальные браузеры должны войти заново.",
        en="The password is saved. Other browsers have to sign in again.",
    ),
    "wrong_old": Text(ru="Нынешний пароль не подошёл.", en="The present password does not fit."),
    "change_password": Text(ru="Сменить пароль", en="Change the password"),
    "save": Text(ru="Сохранить", en="Save"),
    "saved": Text(ru="Сохранено.", en="Saved."),
    "role": Text(ru="Роль", en="Role"),
    "employee_name": Text(ru="Имя в записях", en="Name in the recordings"),
    "employee_note": Text(
        ru="Только для роли «сотрудник»: точно так, как имя стоит в данных звонков.",
        en="Only for employees: exactly as the name stands in the data of the calls.",
    ),
    "accounts": Text(ru="Учётные записи", en="Accounts"),
    "accounts_note": Text(
        ru="Записи не удаляют: их действия остаются в журнале. Отключённая не может войти.",
        en="Accounts are not deleted: their acts stay in the log. One that is disabled cannot sign in.",
    ),
    "account_new": Text(ru="Новая учётная запись", en="New account"),
    "account_add": Text(ru="Завести", en="Add"),
    "account_state": Text(ru="Состояние", en="State"),
    "account_on": Text(ru="действует", en="active"),
    "account_off": Text(ru="отключена", en="disabled"),
    "account_change": Text(ru="Изменить", en="Change"),
    "account_disable": Text(ru="Отключить", en="Disable"),
    "account_enable": Text(ru="Включить", en="Enable"),
    "account_link": Text(ru="Новая ссылка для пароля", en="New password link"),
    "account_of": Text(ru="Учётная запись {id}", en="Account {id}"),
    "link_made": Text(
        ru="Одноразовая ссылка для {id}. Передайте её лично: она показана один раз, действует {days} и "
        "задаёт пароль.",
        en="One-time link for {id}. Hand it over in person: it is shown once, works for {days} and sets "
        "the password.",
    ),
    "back_accounts": Text(ru="Ко всем учётным записям", en="To all accounts"),
    "bad_id": Text(
        ru="Имя для входа: от 1 до 64 знаков a–z, 0–9, точка, дефис, подчёркивание, @; первой стоит буква "
        "или цифра.",
        en="A login name is 1 to 64 of a–z, 0–9, dot, hyphen, underscore, @; a letter or digit comes first.",
    ),
    "no_name": Text(ru="Укажите имя.", en="Give a name."),
    "no_employee": Text(
        ru="Для роли «сотрудник» нужно имя, под которым записаны его звонки.",
        en="An employee's account needs the name their calls are recorded under.",
    ),
    "audit": Text(ru="Журнал действий", en="Audit log"),
    "audit_note": Text(
        ru="Каждая запись сцеплена с предыдущей; команда callaudit verify назовёт изменённую. Содержания "
        "звонков здесь нет.",
        en="Each entry is chained to the one before; callaudit verify names an altered one. No call's "
        "content is here.",
    ),
    "audit_no": Text(ru="№", en="No."),
    "audit_at": Text(ru="Когда", en="When"),
    "audit_actor": Text(ru="Кто", en="Who"),
    "audit_action": Text(ru="Действие", en="Act"),
    "audit_any": Text(ru="любое", en="any"),
    "audit_thing": Text(ru="С чем", en="On what"),
    "show": Text(ru="Показать", en="Show"),
    "older": Text(ru="Раньше", en="Older"),
    "newest": Text(ru="К самым новым", en="To the newest"),
    "nothing_found": Text(ru="Ничего не нашлось.", en="Nothing was found."),
}
