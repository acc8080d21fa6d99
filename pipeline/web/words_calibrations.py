"""What the pages of calibrations say, in both languages."""

from collections.abc import Mapping

from pipeline.calls.text import Text

WORDS: Mapping[str, Text] = {
    "calibrations": Text(ru="Калибровки", en="Calibrations"),
    "note": Text(
        ru="Несколько контролёров оценивают один звонок, каждый сам и не видя чужих ответов. Потом ответы "
        "сравниваются, и видно, где люди понимают вопрос по-разному и где машина отвечает не как люди.",
        en="Several controllers rate one call, each alone and without seeing the others’ answers. Then the "
        "answers are compared, which shows where people read a question differently and where the machine "
        "does not answer as people do.",
    ),
    "none": Text(ru="Калибровок ещё не было.", en="There have been no calibrations yet."),
    "call": Text(ru="Звонок", en="Call"),
    "employee": Text(ru="Сотрудник", en="Employee"),
    "undated": Text(ru="время неизвестно", en="time unknown"),
    "set_up": Text(ru="Назначена", en="Set up"),
    "state": Text(ru="Состояние", en="State"),
    "is_open": Text(ru="идёт: ответили {done} из {all}", en="under way: {done} of {all} have answered"),
    "is_done": Text(ru="все ответили", en="all have answered"),
    "is_closed": Text(ru="закрыта {at}", en="closed {at}"),
    "yours": Text(ru="ждёт вашего ответа", en="waits for your answers"),
    "to_agreement": Text(ru="Согласие по всем вопросам", en="Agreement on every question"),
    # A new one
    "new": Text(ru="Назначить калибровку", en="Set up a calibration"),
    "which_call": Text(
        ru="Звонок: первые знаки его номера (есть в адресе страницы звонка)",
        en="Call: the first characters of its id (in the address of the call’s page)",
    ),
    "whom": Text(ru="Кого пригласить (не меньше двух)", en="Whom to invite (two at least)"),
    "new_do": Text(ru="Пригласить", en="Invite"),
    "new_note": Text(
        ru="Выбирайте и трудные звонки: на лёгких согласны все. Тот, кто этот звонок уже видел с ответами "
        "машины, вслепую не ответит.",
        en="Choose difficult calls, too: on easy ones everybody agrees. Whoever has seen this call with the "
        "machine’s answers cannot answer blind.",
    ),
    "no_people": Text(
        ru="Пригласить некого: нужны хотя бы две учётные записи контролёров.",
        en="There is nobody to invite: at least two controllers’ accounts are needed.",
    ),
    "refused": Text(ru="Калибровка не начата: {why}.", en="No calibration was set up: {why}."),
    "bad_call": Text(
        ru="Калибровка не назначена: такого звонка нет. Нужно не меньше шести знаков номера, 0–9 и a–f.",
        en="The calibration was not set up: there is no such call. At least six characters of its id are "
        "needed, 0–9 and a–f.",
    ),
    "bad_people": Text(
        ru="Калибровка не назначена: пригласите хотя бы двух контролёров.",
        en="The calibration was not set up: invite at least two controllers.",
    ),
    # One
    "back": Text(ru="Все калибровки", en="All calibrations"),
    "calibration": Text(ru="Калибровка", en="Calibration"),
    "set_up_by": Text(ru="назначено {at}, {by}", en="set up by {by}, {at}"),
    "rate": Text(ru="Оценить звонок", en="Rate the call"),
    "rate_note": Text(
        ru="Ответы машины и коллег закрыты, пока вы не ответите на все вопросы.",
        en="The machine’s and your colleagues’ answers are closed until you have answered every question.",
    ),
    "waiting": Text(
        ru="Сравнение откроется, когда ответят все приглашённые или калибровку закроют.",
        en="The comparison opens once everybody invited has answered, or the calibration is closed.",
    ),
    "missing": Text(ru="Ещё не ответили: {who}", en="Still to answer: {who}"),
    "answered": Text(ru="Ответили: {who}", en="Have answered: {who}"),
    "nobody": Text(ru="никто", en="nobody"),
    "close": Text(ru="Закрыть, не дожидаясь", en="Close without waiting"),
    "close_note": Text(
        ru="Ответы откроются всем; кто не ответил, вслепую уже не ответит.",
        en="The answers are shown to all; whoever has not answered can no longer answer blind.",
    ),
    "cannot_close": Text(
        ru="Закрыть калибровку может тот, кто её назначил, или руководитель.",
        en="Whoever set a calibration up, or a lead, can close it.",
    ),
    "sealed": Text(
        ru="По этому звонку у вас начата своя проверка вслепую. Сначала ответьте в ней: здесь видны ответы "
        "машины.",
        en="You have a blind review of this call under way. Answer there first: the machine’s answers are "
        "shown here.",
    ),
    "outside": Text(
        ru="Сравнение видят те, кого пригласили, и руководитель: в нём ответы машины, а этот звонок может "
        "ещё достаться вам вслепую.",
        en="The comparison is for those who were invited and for leads: the machine’s answers are in it, "
        "and you may yet get this call to review blind.",
    ),
    "to_call": Text(ru="Открыть звонок", en="Open the call"),
    "comparison": Text(ru="Сравнение", en="Comparison"),
    "question": Text(ru="Вопрос", en="Question"),
    "machine": Text(ru="Машина", en="Machine"),
    "no_answer": Text(ru="нет ответа", en="no answer"),
    "together": Text(ru="Люди", en="People"),
    "same": Text(ru="согласны", en="agree"),
    "differ": Text(ru="разошлись", en="differ"),
    "with_machine": Text(ru="как машина: {n} из {all}", en="as the machine: {n} of {all}"),
    "why": Text(ru="Почему так ответили", en="Why they answered so"),
    "discuss": Text(
        ru="Разошлись на {n} из {all}. Обсудите эти вопросы: чаще всего дело в формулировке вопроса.",
        en="People differ on {n} of {all}. Discuss these questions: mostly it is the wording of the "
        "question.",
    ),
    "all_same": Text(
        ru="Люди ответили одинаково на все вопросы.", en="People gave the same answer throughout."
    ),
    "of_this": Text(
        ru="По одному звонку о согласии судить нельзя; оно считается по всем звонкам вместе.",
        en="One call says nothing about agreement; it is reckoned over all calls together.",
    ),
    # Agreement
    "agreement": Text(ru="Согласие по вопросам", en="Agreement by question"),
    "agreement_note": Text(
        ru="Считается по ответам, которые люди дали вслепую (в проверках и калибровках): до того, как "
        "увидели ответы машины или друг друга.",
        en="Reckoned from the answers people gave blind (in reviews and calibrations): before they saw the "
        "machine’s answers or each other’s.",
    ),
    "agreement_none": Text(
        ru="Ответов вслепую ещё нет, поэтому все вопросы остаются подсказками.",
        en="There are no blind answers yet, so every question is advice only.",
    ),
    "people_people": Text(ru="Люди между собой", en="People with each other"),
    "machine_people": Text(ru="Машина с людьми", en="Machine with people"),
    "n": Text(ru="пар", en="pairs"),
    "percent": Text(ru="совпало", en="same"),
    "kappa": Text(ru="Каппа Коэна", en="Cohen’s κ"),
    "ac1": Text(ru="AC1 Гвета", en="Gwet’s AC1"),
    "interval": Text(ru="от {low} до {high}", en="{low} to {high}"),
    "nothing": Text(ru="–", en="–"),
    "status": Text(ru="Что из этого следует", en="What follows"),
    "is_advice": Text(ru="только подсказка", en="advice only"),
    "is_firm": Text(ru="можно подтверждать", en="may be confirmed"),
    "why_few": Text(
        ru="мало ответов вслепую: нужно хотя бы {n_min} пар каждого вида, есть {people} и {machine}",
        en="too few blind answers: at least {n_min} pairs of each kind are needed, there are {people} and "
        "{machine}",
    ),
    "why_low": Text(
        ru="не показано, что машина согласна с людьми так же, как люди между собой: нижняя граница {low}, а "
        "нужно не меньше {wanted}",
        en="it is not shown that the machine agrees with people as people do with each other: the lower "
        "bound is {low}, and at least {wanted} is needed",
    ),
    "why_firm": Text(
        ru="машина согласна с людьми не хуже, чем люди между собой (с допуском {margin})",
        en="the machine agrees with people no worse than people with each other (within {margin})",
    ),
    "how": Text(ru="Как это читать", en="How to read this"),
    "how_advice": Text(
        ru="«Только подсказка»: ответ машины на этот вопрос виден контролёру, но подтвердить его для кадров "
        "нельзя. Так остаётся, пока не показано обратное.",
        en="“Advice only”: controllers see the machine’s answer to this question, but it cannot be "
        "confirmed for HR. So it stays until shown otherwise.",
    ),
    "how_figures": Text(
        ru="«Совпало» — доля одинаковых ответов. Каппа и AC1 вычитают совпадения, которые дал бы случай: 1 — "
        "полное согласие, 0 — не лучше случая. Каппа рушится там, где почти все ответы одинаковы, AC1 нет, "
        "поэтому решает AC1. Мелко под числом — границы, между которыми оно лежит с вероятностью 95 %.",
        en="“Same” is the share of equal answers. κ and AC1 take away what chance alone would give: 1 is "
        "full agreement, 0 no better than chance. κ falls apart where nearly all answers are alike, AC1 does "
        "not, which is why AC1 decides. In small print: the bounds within which the figure lies with 95% "
        "confidence.",
    ),
}
