"""Why a recording cannot be heard, in both languages. Words only; the checks live beside their facts."""

from pipeline.calls.text import Text

EMPTY = Text(ru="файл пустой (0 байт)", en="the file is empty (0 bytes)")
NO_FILE = Text(
    ru="файла нет по этому пути или его нельзя прочитать: {why}",
    en="there is no such file, or it cannot be read: {why}",
)
NOT_AUDIO = Text(
    ru="это не аудиозапись: содержимое файла не похоже ни на один известный аудиоформат",
    en="not audio: the content matches no audio format we know",
)
NO_AUDIO_TRACK = Text(ru="в файле нет звуковой дорожки", en="the file holds no audio track")
NOTHING_DECODES = Text(
    ru="не удалось декодировать звук: данные не соответствуют заявленному формату",
    en="the sound cannot be decoded: the data are not what the header says",
)
SEVERAL_TRACKS = Text(
    ru="в файле {tracks} отдельных звуковых дорожек; сохраните стороны разговора как каналы одной дорожки",
    en="the file holds {tracks} separate audio tracks; export the parties as channels of one track",
)
TOO_MANY_CHANNELS = Text(
    ru="в записи {channels} каналов; для разговора допустимо не больше {most}",
    en="the recording has {channels} channels; a call may have {most} at most",
)
UNKNOWN_CODEC = Text(
    ru="неизвестный кодек {codec}; сохраните запись в WAV, FLAC, Opus, MP3, m4a, GSM или AMR",
    en="unknown codec {codec}; export the recording as WAV, FLAC, Opus, MP3, m4a, GSM or AMR",
)
CHANNELS_CHANGE = Text(
    ru="число каналов меняется посреди записи (на {at}): стороны разговора нельзя развести",
    en="the number of channels changes within the recording (at {at}): the parties cannot be kept apart",
)
HEADER_ONLY = Text(
    ru="есть только заголовок, звука нет: АТС создала файл, но ничего в него не записала",
    en="header only, no audio: the PBX made the file and wrote no sound into it",
)
SHORTER_THAN_HEADER = Text(
    ru="запись обрывается: по заголовку {claimed}, в файле {present}",
    en="the recording is cut off: the header says {claimed}, the file holds {present}",
)
SHORTER_THAN_CDR = Text(
    ru="запись короче разговора: по журналу АТС {claimed}, в файле {present}",
    en="the recording is shorter than the call: {claimed} by the call-detail record, {present} in the file",
)
SHARE_OF_HEADER = Text(
    ru="запись обрывается: в файле только {share} % звука, о котором говорит заголовок",
    en="the recording is cut off: the file holds only {share} % of the sound its header promises",
)
STALE_HEADER = Text(
    ru="запись закрыта неправильно: в файле больше звука, чем сказано в заголовке ({share} % лишних данных)",
    en="the recording was not closed properly: the file holds {share} % more sound than its header says",
)
CUT_PAGE = Text(
    ru="запись обрывается: файл кончается посреди страницы Ogg",
    en="the recording is cut off: the file ends in the middle of an Ogg page",
)
NO_INDEX = Text(
    ru="запись обрывается: в файле MP4/m4a нет оглавления (moov), которое пишется в конце",
    en="the recording is cut off: the index (moov) that an MP4/m4a file ends with is missing",
)
DAMAGED = Text(
    ru="запись повреждена: не декодируется {lost} из {total}",
    en="the recording is damaged: {lost} of {total} cannot be decoded",
)
TOO_LONG = Text(
    ru="запись длиннее {most}: это больше предела из настроек (max_minutes)",
    en="the recording is longer than {most}, the limit in the settings (max_minutes)",
)
TOO_SHORT = Text(
    ru="запись длится {length} с: разговор в неё не поместится; проверьте, вся ли она выгружена из АТС",
    en="the recording lasts {length} s, too short for a conversation; check that the PBX exported all of it",
)
SILENT = Text(ru="в записи тишина: ни в одном канале нет звука", en="silence: no channel carries any sound")
NO_SPEECH = Text(
    ru="в записи нет речи: слышны только гудки, музыка или шум",
    en="no speech: only tones, music or noise are heard",
)
