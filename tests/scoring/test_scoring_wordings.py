"""Ways of saying it, in both languages: what is read right, and what is never held against an agent.

The sentences of `FAIR` were written before the lists were looked at; a third of them no list holds. They may
be read or not (then the answer is `unsure` or `not_applicable`), but nobody is blamed for them.
"""

import re

import pytest

from pipeline.calls.text import Language
from pipeline.calls.transcript import Transcript
from pipeline.rubrics.rubric import Scorecard
from pipeline.rubrics.verdict import Verdict
from pipeline.scoring.score import answer
from tests.notation import call, one_criterion, scorecards

READ = """
ownership met: My parcel's not turned up. | Leave it with me, I'll chase it up for you.
ownership met: The card machine keeps freezing on us. | Right, let me take care of that.
ownership met: The gate code doesn't work. | I'm on it, give me five minutes.
ownership met: There's a panel missing from the flat pack. | I'll get that out to you today.
ownership not_met: My order's gone missing. | You want to ring the courier, not us.
ownership not_met: The boards came warped. | You'd have to speak to the manufacturer about that.
ownership not_met: I've been charged twice. | That's not something we deal with here.
ownership not_met: The lift's stuck again. | You'll need to take that up with the landlord.
ownership met: Посылка до сих пор не пришла. | Я разберусь и вам перезвоню до вечера.
ownership met: Хлеба сегодня не привезли. | Сейчас свяжусь с водителем и всё вам скажу.
ownership met: Вы мне чужой счёт прислали. | Переделаю и вышлю правильный.
ownership met: В коробке не хватает двух полок. | Довезём завтра с утренней машиной.
ownership met: Мастер должен был утром быть. | Узнаю, где он, и наберу вам.
ownership met: Нам двух ящиков не доложили. | Положу их в завтрашнюю машину.
ownership not_met: Заказ пропал. | Вам к курьерам надо, не к нам.
ownership not_met: Доски пришли кривые. | Обращайтесь к производителю.
ownership not_met: С меня дважды списали. | Мы этим не занимаемся.
ownership not_met: Лифт опять встал. | Это вам в управляющую компанию.
dated_promise not_met: Can you let me know? | I'll drop you a line when I hear.
dated_promise not_met: So what happens now? | Someone'll be in touch.
dated_promise not_met: When will I hear? | We'll be in contact.
dated_promise not_met: Can you email it? | Yeah, I'll send it over at some point.
dated_promise met: Can you let me know? | I'll give you a bell before you close.
dated_promise met: So what happens now? | You'll have an email from me within the hour.
dated_promise met: And the samples? | They'll go out in tonight's post.
dated_promise met: Will you ask him? | I'll ask him at lunch and ring you at two.
dated_promise met: Will you look at it? | I'll look tonight and you'll have an answer first thing.
dated_promise met: When will I hear? | By close of play Friday. I'll phone you myself.
dated_promise not_met: Вы мне сообщите? | Да, дам знать.
dated_promise not_met: И что теперь? | С вами свяжутся.
dated_promise not_met: Спросите у него? | Спрошу, как увижу.
dated_promise not_met: Посмотрите? | Посмотрю и отпишусь.
dated_promise met: Вы мне сообщите? | Дам знать до закрытия.
dated_promise met: И что теперь? | В течение часа пришлю вам письмо.
dated_promise met: А образцы? | Уйдут сегодня вечерней почтой.
dated_promise met: Спросите у него? | В обед спрошу и в два наберу вас.
dated_promise met: Посмотрите? | Вечером посмотрю, утром будет ответ.
dated_promise met: Когда мне ждать? | До пятницы, я сам позвоню.
alternative_offered met: Have you got the oak? | We're clean out of oak, but the ash is very close.
alternative_offered met: Can you take it back? | Not without the receipt, no. What I can do is a credit note.
alternative_offered met: Could you come today? | There's nobody free today. First thing tomorrow any good?
alternative_offered met: Can you deliver to Wick? | We don't go that far up, but I know a carrier who does.
alternative_offered not_met: Can you do Saturday? | No. We don't work weekends.
alternative_offered not_met: Have you got the oak? | No, sorry, we've sold out.
alternative_offered not_met: I need twenty by noon. | Can't be done.
alternative_offered not_met: Can you take it back? | No, we won't take it back once it's been opened.
alternative_offered met: В субботу привезёте? | В субботу не работаем, а вот в пятницу вечером могу поставить.
alternative_offered met: Дуб есть? | Дуб весь ушёл, но ясень очень похож.
alternative_offered met: Вернуть можно? | Без чека не примем, но могу обменять.
alternative_offered met: Сегодня приедете? | Сегодня некому. Завтра с утра вам удобно?
alternative_offered met: В рассрочку можно? | Рассрочки нет, но есть отсрочка тридцать дней.
alternative_offered not_met: В субботу привезёте? | Нет, в субботу не возим.
alternative_offered not_met: Дуб есть? | Нет, закончился.
alternative_offered not_met: Мне двадцать к обеду. | Не получится.
alternative_offered not_met: Вернуть можно? | Вскрытое не принимаем.
next_order_asked met: Hello. | What are we sending you this week?
next_order_asked met: Hello. | Do you want the same as last week?
next_order_asked met: Hello. | How are you fixed for flour?
next_order_asked met: Hello. | Are you low on anything?
next_order_asked met: Hello. | When are you next due a delivery?
next_order_asked met: Hello. | What can I put on the van for you?
next_order_asked met: Алло. | Что вам в этот раз привезти?
next_order_asked met: Алло. | Как у вас с мукой, хватает?
next_order_asked met: Алло. | Повторяем прошлую заявку?
next_order_asked met: Алло. | Ничего не заканчивается?
next_order_asked met: Алло. | Когда вам следующую поставку планировать?
next_order_asked met: Алло. | Что кладём в машину на завтра?
range_offered met: Just the eggs. | We've got some lovely strawberries in if you fancy some?
range_offered met: Just the eggs. | Can I tempt you with the new chutney?
range_offered met: Just the eggs. | There's ten percent off butter this week.
range_offered met: Just the eggs. | A lot of people are taking the oat milk now, worth a try?
range_offered met: Just the eggs. | We do cartons as well, you know.
range_offered met: Just the eggs. | Do you use napkins? I could do you a good price.
range_offered met: Только яйца. | А клубнику не возьмёте, хорошая пришла?
range_offered met: Только яйца. | У нас новый соус, могу положить на пробу.
range_offered met: Только яйца. | На масло на этой неделе минус десять процентов.
range_offered met: Только яйца. | Сейчас многие овсяное молоко берут, не хотите попробовать?
range_offered met: Только яйца. | Мы ещё и упаковкой торгуем, если надо.
range_offered met: Только яйца. | Салфетки вам не нужны, по хорошей цене?
"""
FAIR = """
ownership: My parcel's not turned up. | Leave it with me, I'll chase it up for you.
ownership: The card machine keeps freezing on us. | Right, let me take care of that.
ownership: We've had no bread this morning. | I'll look into it and come straight back to you.
ownership: The gate code doesn't work. | I'm on it, give me five minutes.
ownership: There's a panel missing from the flat pack. | I'll get that out to you today.
ownership: I can't log in to the portal. | I'll get it reset for you.
ownership: We're two boxes light. | I'll make sure they're on tomorrow's van.
ownership: I need this order cancelling. | That's cancelled for you.
ownership: The price on here's wrong. | Let me speak to my manager and I'll ring you back this afternoon.
ownership: The fridge is leaking again. | I'll have someone out to you tomorrow morning.
ownership: Could you find out when it's coming? | I'll give the depot a ring and let you know.
ownership: The lights you sent are the wrong colour. | We'll swap them over, I'll get it arranged.
ownership: I still haven't had my refund. | I'll raise that with accounts and phone you before five.
ownership: The door's come scratched. | I'll see to it myself.
ownership: I want to change my slot. | I'll pop that in for Friday now.
ownership: We've run out of gloves, can you help? | I'll sort you out a case off the next van.
ownership: Посылка до сих пор не пришла. | Я разберусь и вам перезвоню до вечера.
ownership: У нас касса зависает. | Давайте я сейчас посмотрю, что можно сделать.
ownership: Хлеба сегодня не привезли. | Сейчас свяжусь с водителем и всё вам скажу.
ownership: Вы мне чужой счёт прислали. | Переделаю и вышлю правильный.
ownership: Код на калитке не подходит. | Я сброшу код, через пять минут попробуйте.
ownership: В коробке не хватает двух полок. | Довезём завтра с утренней машиной.
ownership: Не могу войти в личный кабинет. | Я передам техникам и сам проконтролирую.
ownership: Мастер должен был утром быть. | Узнаю, где он, и наберу вам.
ownership: Нам двух ящиков не доложили. | Положу их в завтрашнюю машину.
ownership: Мне нужно отменить заявку. | Отменила, всё.
ownership: Цена в счёте неправильная. | Я согласую с руководителем и сегодня же отвечу вам.
ownership: Холодильник опять течёт. | Отправлю к вам мастера завтра с утра.
ownership: Можете узнать, когда приедет? | Свяжусь со складом, сообщу вам.
ownership: Курьер снова к соседям отнёс. | Я с ним поговорю, больше такого не будет.
ownership: Лампы не того цвета. | Обменяем, я оформлю.
ownership: Возврат так и не пришёл. | Подниму этот вопрос с бухгалтерией, отзвонюсь до пяти.
ownership: Дверь пришла поцарапанная. | Займусь этим сама.
ownership: Хочу перенести доставку. | Ставлю вас на пятницу.
ownership: Мне по замеру никто не перезвонил. | Я лично прослежу, сегодня вам позвонят.
ownership: У нас перчатки кончились, выручайте. | Организуем, с ближайшей машиной придут.
dated_promise: Can you let me know? | I'll give you a bell before you close.
dated_promise: So what happens now? | You'll have an email from me within the hour.
dated_promise: And the samples? | They'll go out in tonight's post.
dated_promise: Will you ask him? | I'll ask him at lunch and ring you at two.
dated_promise: Will you look at it? | I'll look tonight and you'll have an answer first thing.
dated_promise: When will I hear? | By close of play Friday. I'll phone you myself.
dated_promise: Can you email it? | You'll have it this afternoon.
dated_promise: What about my credit? | It'll be on your account by the end of the week.
dated_promise: Will you call me? | I'll call you the minute they open at eight.
dated_promise: And the missing one? | It'll follow on Tuesday.
dated_promise: How much is it? | Twelve pounds a box.
dated_promise: Is it in stock? | Yes, we've got plenty.
dated_promise: Can you add one? | I've added it, all done.
dated_promise: What size is it? | It's two metres by one.
dated_promise: Can you change my number? | I've changed it for you there.
dated_promise: Вы мне сообщите? | Дам знать до закрытия.
dated_promise: И что теперь? | В течение часа пришлю вам письмо.
dated_promise: А образцы? | Уйдут сегодня вечерней почтой.
dated_promise: Спросите у него? | В обед спрошу и в два наберу вас.
dated_promise: Посмотрите? | Вечером посмотрю, утром будет ответ.
dated_promise: Когда мне ждать? | До пятницы, я сам позвоню.
dated_promise: Скинете на почту? | После обеда будет у вас.
dated_promise: А что с возвратом? | Деньги вернём до конца недели.
dated_promise: Перезвоните мне? | Наберу ровно в восемь, как откроемся.
dated_promise: А недостача? | Довезём во вторник.
dated_promise: Сколько стоит? | Двенадцать рублей.
dated_promise: Есть в наличии? | Да, полно.
dated_promise: Добавьте одну. | Добавила, всё.
dated_promise: Какой размер? | Два на метр.
dated_promise: Поменяйте мне телефон в карточке. | Поменял уже.
alternative_offered: Can you do Saturday? | No, we don't work weekends. I can do you Friday evening though.
alternative_offered: Have you got the oak? | We're clean out of oak, but the ash is very close.
alternative_offered: Can you take it back? | Not without the receipt, no. What I can do is a credit note.
alternative_offered: Could you come today? | There's nobody free today. First thing tomorrow any good?
alternative_offered: Can you deliver to Wick? | We don't go that far up, but I know a carrier who does.
alternative_offered: Can I pay monthly? | We can't do monthly, I'm afraid, but we do thirty days.
alternative_offered: Can you knock ten percent off? | I can't go to ten. I'd meet you halfway at five.
alternative_offered: Can you do the red? | Red's finished. Would burgundy be any use to you?
alternative_offered: В субботу привезёте? | В субботу не работаем, а вот в пятницу вечером могу поставить.
alternative_offered: Дуб есть? | Дуб весь ушёл, но ясень очень похож.
alternative_offered: Вернуть можно? | Без чека не примем, но могу обменять.
alternative_offered: Сегодня приедете? | Сегодня некому. Завтра с утра вам удобно?
alternative_offered: До Тихвина довезёте? | Мы туда не ездим, дам вам контакт перевозчика.
alternative_offered: В рассрочку можно? | Рассрочки нет, но есть отсрочка тридцать дней.
alternative_offered: Распилите? | У нас пилы нет, на Южной базе распилят.
alternative_offered: Десять процентов скинете? | Десять не могу, пять дам.
alternative_offered: Красный есть? | Красного не осталось. Бордовый не посмотрите?
next_order_asked: Hello. | What are we sending you this week?
next_order_asked: Hello. | Do you want the same as last week?
next_order_asked: Hello. | How are you fixed for flour?
next_order_asked: Hello. | Are you low on anything?
next_order_asked: Hello. | When are you next due a delivery?
next_order_asked: Hello. | What can I put on the van for you?
next_order_asked: Hello. | Shall we say the usual for Thursday?
next_order_asked: Hello. | Will you be needing more before Christmas?
next_order_asked: Hello. | How are stocks looking your end?
next_order_asked: Hello. | You'll be ready for another pallet I should think?
next_order_asked: Алло. | Что вам в этот раз привезти?
next_order_asked: Алло. | Как у вас с мукой, хватает?
next_order_asked: Алло. | Повторяем прошлую заявку?
next_order_asked: Алло. | Ничего не заканчивается?
next_order_asked: Алло. | Когда вам следующую поставку планировать?
next_order_asked: Алло. | Что кладём в машину на завтра?
next_order_asked: Алло. | На четверг вас ставить как всегда?
next_order_asked: Алло. | До праздников ещё будете брать?
next_order_asked: Алло. | Что у вас по остаткам?
next_order_asked: Алло. | Пора, наверное, новую партию заказывать?
range_offered: Just the eggs. | We've got some lovely strawberries in if you fancy some?
range_offered: Just the eggs. | Can I tempt you with the new chutney?
range_offered: Just the eggs. | There's ten percent off butter this week.
range_offered: Just the eggs. | A lot of people are taking the oat milk now, worth a try?
range_offered: Just the eggs. | We do cartons as well, you know.
range_offered: Just the eggs. | Do you use napkins? I could do you a good price.
range_offered: Just the eggs. | I'll pop a sample of the new cheese in for you.
range_offered: Just the eggs. | Have you seen our Easter range?
range_offered: Just the eggs. | If you take two cases there's a third one free.
range_offered: Just the eggs. | Would you be interested in a service contract for it?
range_offered: Только яйца. | А клубнику не возьмёте, хорошая пришла?
range_offered: Только яйца. | У нас новый соус, могу положить на пробу.
range_offered: Только яйца. | На масло на этой неделе минус десять процентов.
range_offered: Только яйца. | Сейчас многие овсяное молоко берут, не хотите попробовать?
range_offered: Только яйца. | Мы ещё и упаковкой торгуем, если надо.
range_offered: Только яйца. | Салфетки вам не нужны, по хорошей цене?
range_offered: Только яйца. | Положу вам образец нового сыра.
range_offered: Только яйца. | Видели нашу пасхальную линейку?
range_offered: Только яйца. | Возьмёте два ящика, третий бесплатно.
range_offered: Только яйца. | А сервисный договор на неё не рассматриваете?
ownership: The shutters won't come down. | I'll get onto the installers right now.
ownership: We ordered ten and nine turned up. | Sorry about that, I'll have the tenth sent over.
ownership: I need a copy of my statement. | I'm emailing it to you as we speak.
ownership: Your fitter left the job half done. | I'll ring him this minute and get him back to you.
ownership: The website won't take my card. | Tell you what, I'll take the order here and process it myself.
ownership: There's a charge I don't recognise. | Let me dig into that and come back to you before lunch.
ownership: My boiler keeps losing pressure. | I'll book you in for Thursday.
ownership: The sample never arrived. | I'll resend it tonight.
ownership: Ставни не опускаются. | Прямо сейчас свяжусь с монтажниками.
ownership: Заказывали десять, пришло девять. | Простите, десятую дошлём.
ownership: Мне нужна копия акта сверки. | Уже отправляю вам на почту.
ownership: Ваш мастер бросил работу на полпути. | Сейчас ему позвоню и верну его к вам.
ownership: Сайт карту не принимает. | Давайте я здесь оформлю и сама проведу оплату.
ownership: У меня непонятное списание. | Выясню и до обеда вам сообщу.
ownership: Котёл давление теряет. | Записываю вас на четверг.
ownership: Образец так и не дошёл. | Сегодня вечером отправлю повторно.
dated_promise: And when it's found? | I'll message you by six tonight.
dated_promise: Can somebody ring me? | Carl will ring you Wednesday morning.
dated_promise: So you'll check? | I'll check and be back to you inside the hour.
dated_promise: What about the certificate? | You'll have it by the twentieth.
dated_promise: Any news on the repair? | It'll be ready for you on Saturday.
dated_promise: And the credit? | I'll put it through before we shut tonight.
dated_promise: А когда найдёте? | До шести вечера напишу вам.
dated_promise: Мне кто-нибудь позвонит? | Сергей наберёт вас в среду утром.
dated_promise: Проверите? | Проверю и в течение часа отзвонюсь.
dated_promise: А сертификат? | К двадцатому числу он у вас будет.
dated_promise: По ремонту есть новости? | В субботу будет готово, позвоню.
dated_promise: А зачёт? | Проведу сегодня до закрытия.
alternative_offered: Can I have it in green? | No green left, sorry. I've blue or grey if that helps.
alternative_offered: Any chance of next day? | Next day's full up, but I can squeeze you in on Wednesday.
alternative_offered: Will you match that price? | I can't match it, but I can throw in the delivery.
alternative_offered: А зелёный есть? | Зелёного нет, есть синий или серый.
alternative_offered: Завтра привезёте? | На завтра мест нет, могу втиснуть вас на среду.
alternative_offered: Такую же цену дадите? | Такую не дам, но доставку подарю.
alternative_offered: А установите? | Мы не устанавливаем, но дам телефон хорошего мастера.
alternative_offered: Невскрытое примете? | После тридцати дней нет. Можно обменять на товар той же цены.
alternative_offered: До июня придержите? | Так долго не смогу, до конца мая придержу.
next_order_asked: Hello. | Is there anything you're short of?
next_order_asked: Hello. | What'll it be this time round?
next_order_asked: Hello. | I've got you down for Tuesday, is that still good?
next_order_asked: Hello. | When do you reckon you'll want topping up?
next_order_asked: Hello. | Got a list for me?
next_order_asked: Hello. | Do you want to go again on the pallets?
next_order_asked: Алло. | Чего у вас не хватает?
next_order_asked: Алло. | Что будем брать в этот раз?
next_order_asked: Алло. | Я вас на вторник записал, всё в силе?
next_order_asked: Алло. | Когда вам пополнить запасы?
next_order_asked: Алло. | Список для меня готов?
next_order_asked: Алло. | По поддонам повторим?
range_offered: Just the eggs. | Our honey's cracking this year, want a jar?
range_offered: Just the eggs. | Bacon's down to three pounds this week, shall I stick some on?
range_offered: Just the eggs. | Did you know we do bread now?
range_offered: Just the eggs. | You might like the smoked version too.
range_offered: Just the eggs. | Shall I put a brochure in with it? There's a new gift line.
range_offered: Just the eggs. | We could set you up with a regular box, works out cheaper.
range_offered: Только яйца. | Мёд в этом году отличный, баночку положить?
range_offered: Только яйца. | Бекон на этой неделе по триста, добавим?
range_offered: Только яйца. | Знаете, что у нас теперь и хлеб есть?
range_offered: Только яйца. | Вам и копчёная версия может понравиться.
range_offered: Только яйца. | Каталог вложить? Там подарочная серия появилась.
range_offered: Только яйца. | Можем оформить вам регулярный набор, выгоднее выходит.
"""


@pytest.fixture(scope="module")
def card() -> Scorecard:
    return scorecards()["active_sales"]


def said(asks: str, answers: str) -> Transcript:
    language = Language.RU if re.search("[а-я]", asks) else Language.EN
    last = "Ясно." if language is Language.RU else "Right."
    return call(f"client 0:01 {asks}\nagent 0:04 {answers}\nclient 0:08 {last}", language=language)


@pytest.mark.parametrize("line", READ.strip().splitlines())
def test_a_common_way_of_saying_it_is_read_as_people_read_it(line: str, card: Scorecard) -> None:
    head, _, words = line.partition(": ")
    criterion, verdict = head.split()
    assert answer(card, said(*words.split(" | ")), criterion).verdict == verdict


@pytest.mark.parametrize("line", FAIR.strip().splitlines())
def test_nobody_is_blamed_for_saying_it_in_words_of_their_own(line: str, card: Scorecard) -> None:
    criterion, _, words = line.partition(": ")
    assert answer(card, said(*words.split(" | ")), criterion).verdict is not Verdict.NOT_MET


def test_every_turn_that_is_left_out_is_left_out_not_only_the_five_that_are_quoted() -> None:
    card = one_criterion(
        "met_when: {phrase: checks, by: agent, apart_from: {phrase: later, by: agent}}\notherwise: not_met",
        "checks: {ru: [проверю], en: [i'll check]}\nlater: {ru: [потом], en: [some time]}",
    )
    turns = "\n".join(
        f"agent 0:{n:02} I'll check some time\nclient 0:{n + 1:02} When" for n in range(1, 15, 2)
    )
    assert answer(card, call(turns, language=Language.EN), "asked").verdict is Verdict.NOT_MET
