"""English dictionary forms by rule: irregular words, then the spelling rules of the regular endings.

No word list decides here, so an odd word may keep its ending or lose a letter; what matters is that
pattern and speech pass through the same function. Words that only look inflected are listed.
"""

from functools import cache, lru_cache

_IRREGULAR = """
be am is are was were been being 'm 're; have has had having 've; do does did done doing; go goes
went gone; will 'll wo; can ca; not n't; say said; tell told; get got gotten; make made; take took
taken; give gave given; come came; know knew known; think thought; see saw seen; find found; leave
left; feel felt; bring brought; begin began begun; keep kept; hold held; write wrote written; stand
stood; hear heard; mean meant; meet met; pay paid; run ran; send sent; sit sat; speak spoke spoken;
spend spent; lose lost; understand understood; buy bought; sell sold; break broke broken; build
built; catch caught; choose chose chosen; drive drove driven; eat ate eaten; fall fell fallen; fly
flew flown; forget forgot forgotten; grow grew grown; lead led; lend lent; lie lay lain lying; ring
rang rung; rise rose risen; show shown; sleep slept; steal stole stolen; swear swore sworn; teach
taught; throw threw thrown; wake woke woken; wear wore worn; win won; deal dealt; draw drew drawn;
drink drank drunk; fight fought; forgive forgave forgiven; freeze froze frozen; hide hid hidden;
ride rode ridden; shake shook shaken; shoot shot; sing sang sung; stick stuck; sweep swept; swim
swam swum; die dying; tie tying; undertake undertook undertaken; withdraw withdrew withdrawn; man
men; woman women; child children; person people; foot feet; tooth teeth; lorry lorries; i me my
mine; good better best; bad worse worst
"""
_UNINFLECTED = """
this his its us yes plus bus gas always perhaps thus minus bonus status chorus campus virus focus
canvas atlas address business process access success loss less unless miss pass across press discuss
express guess mess class glass boss gross dress stress series news means besides towards afterwards
sometimes thing something nothing anything everything morning evening during king ring bring spring
string wing sing ceiling need feed seed speed indeed bed red hundred bleed breed shed sled exceed
proceed succeed embed naked wicked sacred as ours yours hers theirs themselves ourselves yourselves
dos various obvious previous serious furious precious anxious generous dangerous curious nervous
enormous famous jealous ridiculous
"""
_SHORTEST = 3
"""Nothing is taken from a word of three letters."""
_VOWELS = frozenset("aeiou")
_LONG_E = (
    "v",
    "c",
    "u",
    "iz",
    "yz",
    "at",
    "ir",
    "ur",
    "ut",
    "id",
    "in",
    "bl",
    "tl",
    "dl",
    "gl",
    "pl",
    "kl",
    "fl",
    "rg",
    "dg",
)
_LONG_E_EXTRA = (
    "ang",
    "lleng",
    "pos",
    "ais",
    "eas",
    "los",
    "chas",
    "mis",
    "vis",
    "ris",
    "us",
    "ens",
    "ers",
    "ul",
    "uc",
)
_NO_E = ("eat", "oat", "ait", "ein", "ain", "oid", "oin", "out", "eit", "uit", "aid", "our", "focus")


@cache
def _irregular() -> dict[str, str]:
    groups = (group.split() for group in _IRREGULAR.split(";"))
    return {form: group[0] for group in groups for form in group} | {w: w for w in _UNINFLECTED.split()}


@lru_cache(maxsize=50_000)
def lemma_en(word: str) -> str:
    """The dictionary form of a lower-case English word.

    >>> [lemma_en(w) for w in ("apologizing", "deliveries", "stopped", "making", "was", "thing")]
    ['apologize', 'delivery', 'stop', 'make', 'be', 'thing']
    """
    if word in _irregular():
        return _irregular()[word]
    if len(word) <= _SHORTEST:
        return word
    if word.endswith(("ies", "ied")):
        return word[:-3] + "y" if len(word) > _SHORTEST + 1 else word[:-1]  # ties, lied
    if word.endswith("s"):
        return _singular(word)
    for ending in ("ing", "ed"):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 1 and any(c in "aeiouy" for c in stem):
            return _base(stem)
    return word


def _singular(word: str) -> str:
    """A word in -s without it, unless the s is its own."""
    if word.endswith(("ches", "shes", "sses", "xes", "zzes")):
        return word[:-2]
    return word if word.endswith(("ss", "us", "is")) else word[:-1]


def _base(stem: str) -> str:
    """The verb behind a stem without its -ing or -ed."""
    if len(stem) >= _SHORTEST and stem[-1] == stem[-2] and stem[-1] not in "lszeo":
        return stem[:-1]
    if stem.endswith(_NO_E) or stem in ("hang", "bang"):
        return stem
    if stem.endswith(_LONG_E + _LONG_E_EXTRA):
        return stem + "e"
    one_syllable = sum(c in _VOWELS for c in stem) == 1
    short = (
        one_syllable
        and len(stem) > 1
        and stem[-2] in _VOWELS
        and stem[-1] not in "wxy"
        and stem[-1] not in _VOWELS
    )
    # A short stem that did not double its last letter had an e: mak-, hop-, clos-.
    return stem + "e" if short else stem
