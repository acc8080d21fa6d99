"""What Whisper says when nobody speaks: phrases of the subtitles it was trained on.

Words apart from logic. `NEVER_SAID` holds signatures no party of a call pronounces; they are cut out of
whatever they were glued to. `SELDOM_SAID` could be said, and counts as an invention only where it stands
alone, as a sentence, and the sound gives reason to doubt it. Phrases that belong to calls («спасибо»,
"thank you", "bye", "I'm sorry") stand in neither, though Whisper invents them too: throwing away a real
one could cost an employee a point. Those are left to the doubts of the sound (`utterances.py`).

Gathered from what Whisper base says to the sounds of `tests/engines/bank.py`, and from the lists users keep:
openai/whisper discussions 679, 928 and 2412; Vexa-ai/vexa issue 155; JSchmie/ScrAIbe; and other filters
published with Russian voice programs. Names in them are those of the subtitlers.
All in lower case, ё as е, letters and digits only; each pattern fits the whole of a credit or sentence.
"""

NEVER_SAID = (
    r"(субтитры|титры)( и перевод)? (с?дела|созда(ва)?|подогна|добави|подготови|прави)ла?( [a-zа-я]+){1,2}",
    r"субтитры (подготовлены|предоставлены|сделаны|созданы)( [a-zа-я]+){1,4}",
    r"(добавила?|сделала?|создала?) субтитры( [a-zа-я]+){1,2}",
    r"((субтитры|перевод) )?((с?делал|создавал) )?(dima ?tor(zo|zho)k|дима ?торжок)",
    r"редактор субтитров( [а-я])?( [а-я]+)?( корректор( [а-я])?( [а-я]+)?)?",
    r"корректор [а-я] [а-я]+",
    r"(субтитры|перевод)( и перевод)?( сообщества)? amara org",
    r"спасибо за субтитры( [а-я]+){0,2}",
    (
        r"(subtitles|captions|transcription|translation|subtitled|captioned|transcribed)( made| provided)?"
        r" by( the)? (amara|dimatorzok|casting ?words|otter|eso|esoteric|rev)( org| com| ai)?( community)?"
    ),
    r"untertitel(ung)?( \w+){0,5} (zdf|amara org|funk)( \w+){0,3}",
    r"sous titr(es|age)( \w+){0,8} (amara org|radio canada|st 501)",
)
"""Credits. None swallows more than its own words: what stands before and after one was said."""

SELDOM_SAID = (
    r"продолжение следует",
    r"(смотрите )?продолжение (следует )?(в|во) [а-я0-9]+ (части|серии|выпуске)( видео)?",
    r"(большое )?спасибо (вам )?за (просмотр|внимание)( и до новых встреч)?",
    r"благодар(ю|им) за (просмотр|внимание)",
    r"(не (забудьте|забывайте) )?(подписывайтесь|подпиш(ись|итесь)|подписаться)( на( мой| наш)? канал)?",
    r"(по)?ставьте? лайки?( и (подписывайтесь|подпишись|подпишитесь)( на( мой| наш)? канал)?)?",
    r"до новых встреч",
    r"до встречи в (следующем|новом) (видео|выпуске)",
    r"([а-я]+(ая|ые|ый) )?(музыка|мелодия|сирена|музыкальная заставка)",
    r"песня( [а-я]+)?",
    r"(бурные )?аплодисменты",
    r"смех|крик|крики|кашель|выстрелы?|взрывы?|перестрелка|тишина",
    r"(гудок|сигнал) (поезда|автомобиля)",
    r"шум( [а-я]+)?",
    r"звонок в дверь|стук в дверь|звонит телефон|телефонный звонок",
    r"лай собаки?|собака лает",
    r"рев мотора|плеск воды|по громкоговорителю",
    (
        r"(thank you|thanks)( so much| very much| everyone)? for (watching|listening|viewing)"
        r"( (this|the|my) (video|channel))?( and)?( (please )?(like and )?subscribe)?"
        r"( (i ll )?see you( \w+){0,4})?"
    ),
    r"(don t forget to |please |make sure to )?(like and )?subscribe( to (my|our|this) channel)?( for more)?",
    r"(hit|click|smash) the (like|bell|subscribe) (button|icon)",
    r"(i ll |we ll )?see you (all |guys )?(in the )?next (time|video|one|episode)",
    r"to be continued",
    r"the end",
    r"([a-z]+ )?music( playing)?",
    r"applause|laughter|beep|beeping|silence|static|ringing|inaudible|foreign|(bell|phone) (ringing|rings)",
    r"www [a-z0-9]+( [a-z0-9]+){1,2}",
)
"""Sign-offs of videos, and sounds put into words as subtitles for the deaf do."""
