"""What machines say on a line, in Russian and English, and what only a person says. Words, no logic.

The patterns run over lower-case text with «ё» as «е». Each was checked against every written call in
../shared/data (tagged_calls, labelled_calls): no employee's or client's utterance is taken for a machine's.
"""

import re

from pipeline.calls.text import Language

MACHINE = {
    Language.RU: re.compile(
        r"ваш звонок (?:очень )?важен|вы позвонили в|вас приветствует (?:компания|автоответчик|голосовой)"
        r"|(?:все|наши) (?:наши )?операторы (?:сейчас |в данный момент )?(?:заняты|разговаривают)"
        r"|дождитесь ответа|нажмите (?:\d|один|два|три|четыре|пять|ноль|решетку|звездочку|цифру)"
        r"|в тональном режиме|добавочный номер сотрудника"
        r"|(?:абонент|номер),? (?:временно |которому|на который|сейчас |не |в сети|находится)"
        r"|вне зоны действия|оставьте (?:ваше |свое )?сообщение|после (?:звукового )?сигнала|автоответчик"
        r"|голосов(?:ая|ой) (?:почта|ящик|помощник)|ваш номер в очереди|время ожидания (?:составляет|ответа)"
    ),
    Language.EN: re.compile(
        r"your call is (?:very )?important|(?:press|dial|select|enter) (?:\d|one|two|three|four|five|zero|star|hash|pound|the (?:hash|pound|star))\b"
        r"|all (?:of )?our (?:agents|operators|representatives|advisors|lines|colleagues) are"
        r"|next available (?:agent|operator|representative|advisor)|you (?:have|'ve) reached the"
        r"|leave (?:a|your|us a) (?:short )?message after|(?:after|at) the (?:tone|beep)\b|voice ?mail"
        r"|(?:person|number|party|customer) you (?:are|have|were) (?:calling|dialled|dialed|trying|called)"
        r"|is not available to take your call|your (?:position|place) in the queue|estimated wait"
    ),
}
"""What a recorded announcement, a menu, a queue or a voicemail says."""

NOTICE = {
    Language.RU: re.compile(
        r"(?:разговоры?|звон\w+|беседа) (?:\w+ ){0,2}записыва|запись разговора|(?:звонок|разговор) (?:может быть |будет )?записан"
        r"|(?:в целях|для) (?:повышения|улучшения|контроля|оценки) качества"
    ),
    Language.EN: re.compile(
        r"calls? (?:may|might|will|is|are|can) (?:be |being )?(?:\w+ )?(?:recorded|monitored)"
        r"|for (?:training|quality|monitoring)(?: (?:and|or) \w+)? purposes|line is (?:being )?recorded"
    ),
}
"""The recording notice: a machine's or a person's. By its words alone that cannot be told."""

PERSON = {
    Language.RU: re.compile(
        r"\b(?:меня зовут|я|мне|меня|мой|моя|мы|нам|у нас)\b|чем (?:я )?могу|слушаю|давайте|\bладно\b|\bага\b|\bугу\b"
    ),
    Language.EN: re.compile(
        r"\b(?:i|i'm|i'll|i've|i'd|me|my|mine|speaking)\b|how (?:can|may) i|\byeah\b|\bokay\b|can i help"
    ),
}
"""What a machine seldom says of itself: with it, an utterance stays a person's."""

TRANSFER = {
    Language.RU: re.compile(
        r"\b(?:соединяю|соединю|соединим|переключаю|переключу|переведу вас|перевожу вас|перевожу звонок|передаю трубку"
        r"|передам трубку|сейчас (?:его|ее|коллегу) позову)\b"
    ),
    Language.EN: re.compile(
        r"\b(?:put|putting|patch|patching) you (?:through|over)|\btransfer(?:ring)? (?:you|your call|the call)"
        r"|pass(?:ing)? you (?:over|on|to|across)|hand(?:ing)? you over|connect(?:ing)? you (?:to|with|now)"
    ),
}
"""Somebody is put through: from here on a channel may hold another person."""
