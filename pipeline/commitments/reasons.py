"""Why a promise stands as it does, for people, in both languages."""

from pipeline.calls.text import Text

NO_CLIENT = Text(
    ru="в данных звонка нет клиента (ни номера, ни имени): с другими звонками не сопоставить",
    en="the call's metadata name no client, by number or name: it cannot be matched with other calls",
)
NO_START = Text(
    ru="время начала звонка неизвестно: нельзя сказать, что было раньше, а что позже",
    en="the call's start is not known: nobody can tell what came before and what after",
)
DUE_IN_PAST = Text(
    ru="названный срок раньше самого звонка: проверьте дату звонка и слова",
    en="the time named lies before the call itself: check the call's date and the words",
)
OPEN_TIMED = Text(ru="срок ещё не наступил", en="its time has not come yet")
OPEN_UNTIMED = Text(
    ru="срок не назван; пока ничто не показывает исхода", en="no time was named; nothing shows either way yet"
)
NOTHING_SHOWS = Text(
    ru="срок прошёл; ни звонок, ни событие не показывает, сделано ли это",
    en="its time has passed; no call and no event shows whether it was done",
)
NOTHING_SHOWS_UNTIMED = Text(
    ru="срок не назван, с тех пор не меньше {days} дней; ни звонок, ни событие не показывает, сделано ли это",
    en="no time was named, {days} days ago or more; no call and no event shows whether it was done",
)
"""`days` is a limit, never a count: the ledger appends what reads otherwise than it last did."""
CALLED = Text(ru="перезвонили в срок", en="rang in time")
CALLED_LATE = Text(ru="перезвонили после срока", en="rang after its time")
CALLED_UNTIMED = Text(ru="перезвонили; срок назван не был", en="rang; no time had been named")
EVENT = Text(ru="сделано в срок: событие «{kind}» {reference}", en="done in time: event “{kind}” {reference}")
EVENT_LATE = Text(
    ru="сделано после срока: событие «{kind}» {reference}",
    en="done after its time: event “{kind}” {reference}",
)
THANKED = Text(ru="клиент подтверждает, что сделано", en="the client says that it was done")
THANKED_LATE = Text(
    ru="клиент подтверждает: сделано, но с опозданием", en="the client says that it was done, but late"
)
TOLD_BROKEN = Text(
    ru="срок прошёл, и клиент говорит, что не сделано",
    en="its time has passed, and the client says that it was not done",
)
TOLD_BROKEN_UNTIMED = Text(
    ru="срок не назван; клиент говорит, что не сделано",
    en="no time was named; the client says that it was not done",
)
NOT_SURE = Text(
    ru="похоже, обещанное не сделано, но неясно, было ли это обещанием: решает человек",
    en="it seems not to have been done, but it is not clear that it was a promise: for a person to decide",
)
CLIENT_ASKED = Text(
    ru="срок прошёл, и клиент звонит и спрашивает первым",
    en="its time has passed, and the client had to ring and ask",
)
CANCELLED = Text(ru="клиент отказался от обещанного до срока", en="the client no longer wanted it")
CLIENT_DID = Text(ru="клиент говорит, что сделал", en="the client says that it is done")
