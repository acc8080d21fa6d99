"""Which first names are one name (Юлия and Юля, Steve and Stephen): a list, for names are habits."""

from functools import cache
from typing import Final

GROUPS: Final = """
александр саша сашенька саня санек шура шурик алекс | александра саша сашенька шура шурочка |
алексей леша лешенька леха алеша алеха | алена аленка аленушка елена лена леночка ленка ленуся |
анастасия настя настенька настюша ася | анна аня анечка анюта нюра | андрей андрюша андрюха |
антон антоша тоха | артем тема темыч артемий | борис боря боренька | вадим вадик | валентина валя валюша |
валентин валя | валерий валера валерик | валерия лера лерочка | василий вася васенька васек |
вера верочка веруня | виктор витя витек | виктория вика викуля викуся | виталий виталик витя |
владимир вова володя вовчик вован | владислав влад владик | вячеслав слава славик | галина галя галочка |
георгий гоша жора егор гога | григорий гриша | дарья даша дашенька дашуля | денис дениска ден |
дмитрий дима димочка димон митя | евгений женя женечка жека | евгения женя женечка | егор егорка |
екатерина катя катенька катюша катерина | иван ваня ванечка | игорь игорек гарик | илья илюша |
инна инночка | ирина ира ирочка ириша | кирилл кирюша кира | константин костя костик |
кристина кристи кристиночка | ксения ксюша ксения ксенечка оксана | лариса лара лариска |
леонид леня ленечка | лидия лида лидочка | любовь люба любочка любаша | людмила люда люся людочка мила |
максим макс максимка | маргарита рита риточка марго | марина мариночка маришка |
мария маша машенька маруся | михаил миша мишенька мишаня | надежда надя наденька |
наталья наташа наташенька ната наталия | николай коля коленька колян | никита никитка | нина ниночка |
оксана ксюша оксаночка | олег олежка олежек | ольга оля оленька олечка | павел паша пашенька павлик |
петр петя петенька | полина поля полинка | роман рома ромка | руслан русик |
светлана света светочка светик | сергей сережа серега сереженька | софия софья соня сонечка |
станислав стас стасик | степан степа | татьяна таня танечка танюша | тимофей тима тимоша | тимур тимурчик |
юлия юля юлечка юленька | юрий юра юрик юрочка | яна яночка | ярослав ярик слава | федор федя |
эдуард эдик | эльвира эля эльвирочка | раиса рая раечка | robert rob robbie bob bobby bert |
richard rich richie rick ricky dick | william will willy bill billy liam | james jim jimmy jamie |
john johnny jack jon jonathan | charles charlie chuck chas | edward ed eddie ted teddy ned |
thomas tom tommy | michael mike mick micky mickey | david dave davey | daniel dan danny | peter pete |
stephen steven steve stevie | andrew andy drew | anthony tony ant | christopher chris kit |
joseph joe joey | matthew matt matty | nicholas nick nicky | patrick pat paddy | philip phil |
samuel sam sammy | simon si | timothy tim timmy | kenneth ken kenny | kevin kev | lawrence larry laurie |
gregory greg | geoffrey geoff jeff jeffrey | gerald gerry jerry | benjamin ben benny |
alexander alex al sandy | albert al bert | alan al | frederick fred freddie | francis frank frankie |
harold harry | henry harry hank | leonard len lenny | raymond ray | ronald ron ronnie | donald don donnie |
douglas doug | terence terry | victor vic | walter wally walt | graham gray | duncan dunc |
elizabeth liz lizzie beth betty eliza libby | margaret maggie meg peggy madge |
katherine catherine kate katie cathy kathy kath | susan sue susie | patricia pat patty trish tricia |
jennifer jen jenny | jessica jess jessie | rebecca becky becca | deborah debbie deb |
christine chris chrissie tina | alexandra alex sandra sandy | samantha sam | victoria vicky tori |
jacqueline jackie | barbara babs barb | dorothy dot dottie | josephine jo josie | joanne jo | kimberly kim |
pamela pam | sandra sandy | theresa teresa terry tess | valerie val | wendy | yvonne | angela angie ange |
amanda mandy | abigail abby | eleanor ellie nell | frances fran | gillian gill | judith judy jude |
louise lou | nicola nicky | philippa pippa pip | rosemary rose rosie | stephanie steph | veronica ronnie |
harriet hattie harry
"""


@cache
def _groups() -> dict[str, frozenset[int]]:
    """Name → the groups it stands in; «Саша» stands in two."""
    found: dict[str, set[int]] = {}
    groups = (part.split() for part in GROUPS.split("|"))
    for number, group in enumerate(groups):
        for name in group:
            found.setdefault(name, set()).add(number)
    return {name: frozenset(numbers) for name, numbers in found.items()}


def groups_of(name: str) -> frozenset[int]:
    """The numbers of the groups of names that a first name stands in; none where it is not in the list."""
    return _groups().get(name, frozenset())


def one_name(first: str, second: str) -> bool | None:
    """Whether two first names (lower case, «е» for «ё», nominative) may be one person's.

    Returns:
        None where one of them is not in the list, so that nothing can be said.

    >>> one_name("юля", "юлия"), one_name("петр", "юлия"), one_name("имран", "юлия")
    (True, False, None)
    """
    groups = _groups()
    if first not in groups or second not in groups:
        return None
    return bool(groups[first] & groups[second])
