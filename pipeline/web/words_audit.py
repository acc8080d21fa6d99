"""The acts of the audit log as an administrator reads them; the log itself holds the names on the left."""

from collections.abc import Mapping

from pipeline.calls.text import Text

ACTS: Mapping[str, Text] = {
    "page.viewed": Text(ru="открыта страница", en="page viewed"),
    "seconds.played": Text(ru="прослушано", en="seconds played"),
    "report.exported": Text(ru="выгружен отчёт", en="report exported"),
    "review.opened": Text(ru="начата проверка", en="review opened"),
    "review.revealed": Text(ru="показаны ответы машины", en="machine answers shown"),
    "review.finished": Text(ru="проверка закончена", en="review finished"),
    "answer.given": Text(ru="дан ответ", en="answer given"),
    "finding.confirmed": Text(ru="вывод подтверждён", en="finding confirmed"),
    "answer.disputed": Text(ru="заявлено возражение", en="answer disputed"),
    "dispute.decided": Text(ru="решено возражение", en="dispute decided"),
    "evaluation.released": Text(ru="оценка показана сотруднику", en="evaluation released"),
    "evaluation.acknowledged": Text(ru="сотрудник ознакомлен", en="evaluation acknowledged"),
    "note.written": Text(ru="записана заметка", en="note written"),
    "call.assigned": Text(ru="звонок поручен", en="call assigned"),
    "roles.corrected": Text(ru="исправлено, кто говорит", en="speakers corrected"),
    "calibration.opened": Text(ru="начата калибровка", en="calibration opened"),
    "calibration.closed": Text(ru="калибровка закрыта", en="calibration closed"),
    "account.kept": Text(ru="учётная запись изменена", en="account changed"),
    "account.signed_in": Text(ru="вход", en="signed in"),
    "account.signed_out": Text(ru="выход", en="signed out"),
    "account.refused": Text(ru="неудачная попытка входа", en="sign-in refused"),
    "link.made": Text(ru="выдана одноразовая ссылка", en="one-time link made"),
    "recording.registered": Text(ru="запись принята", en="recording registered"),
    "recording.amended": Text(ru="данные записи исправлены", en="recording amended"),
    "recording.failed": Text(ru="запись не обработана", en="recording failed"),
    "scorecard.seen": Text(ru="сохранена карта оценки", en="scorecard kept"),
    "transcript.kept": Text(ru="сохранён текст звонка", en="transcript kept"),
    "evaluation.kept": Text(ru="сохранена оценка", en="evaluation kept"),
    "spot_check.drawn": Text(ru="звонок выбран для проверки", en="spot check drawn"),
    "visit.read": Text(ru="прочитаны обещания звонка", en="promises read"),
    "event.imported": Text(ru="загружено событие", en="event imported"),
    "promise.settled": Text(ru="изменилась судьба обещания", en="promise settled"),
    "quarantine.entered": Text(ru="файл не принят", en="file quarantined"),
    "quarantine.left": Text(ru="файл принят после исправления", en="file left quarantine"),
    "run.started": Text(ru="начат прогон", en="run started"),
    "run.finished": Text(ru="прогон закончен", en="run finished"),
    "run.failed": Text(ru="прогон сорвался", en="run failed"),
    "run.interrupted": Text(ru="прогон прерван", en="run interrupted"),
}
"""By the name in the log; an act that is not here is shown by that name."""
