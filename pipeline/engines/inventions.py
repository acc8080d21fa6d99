"""What Whisper says when nobody speaks: phrases of the subtitles it was trained on.

Words apart from logic. `NEVER_SAID` holds signatures no party of a call pronounces. `SELDOM_SAID`
could be said, and counts as an invention only where the sound gives reason to doubt it. Phrases
that belong to calls («спасибо», "thank you", "bye") stand in neither, though Whisper invents them
too: throwing away a real one could cost an employee a point.
The list is written from what users of Whisper commonly report; it is short and not complete.
All in lower case, ё as е, letters and digits only.
"""

NEVER_SAID = (
    r"(субтитры|титры)( и перевод)? (сделал|создавал|подогнал|делал|добавил|подготовил).*",
    r"(добавил|сделал|создал) субтитры.*",
    r"(сделал )?dimatorzok",
    r"редактор субтитров.*",
    r"корректор [а-я] [а-я]+",
    r"субтитры( и перевод)?( сообщества)? amara org",
    r"subtitles( were)?( made)? by( the)? (amara|dimatorzok).*",
    r"(subtitles|captions|transcribed|transcription|translated) by .*(amara|castingwords|otter).*",
    r"www [a-z0-9 ]+",
)

SELDOM_SAID = (
    r"продолжение следует",
    r"спасибо за просмотр",
    r"спасибо за внимание",
    r"(подписывайтесь|подпишись|подпишитесь)( на( мой| наш)? канал)?",
    r"(ставьте|ставь) лайки?( и подписывайтесь.*)?",
    r"до новых встреч",
    r"(спокойная |веселая |тревожная )?музыка",
    r"аплодисменты",
    r"(thank you|thanks)( so much| very much)? for watching.*",
    r"(please )?(like and )?subscribe( to (my|our|the) channel)?",
    r"see you (in the )?next (time|video)",
    r"(upbeat |soft )?music( playing)?",
    r"applause",
    r"beep",
    r"silence",
)
