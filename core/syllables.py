"""What a Vietnamese syllable may look like; tells a text from one that is read in the wrong encoding.

Onsets, rhymes and the rule of the stops are those of the spelling of chữ Quốc ngữ (Hoàng Phê, «Từ điển
tiếng Việt»). Rare spellings of borrowed words are left out: they are few in a text.
"""

import re
import unicodedata

_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_STOP_TONES = frozenset("\u0301\u0323")
_ONSETS = "ngh|ng|nh|n|ch|c|kh|k|gh|gi|g|ph|p|th|tr|t|qu|b|d|đ|h|l|m|r|s|v|x|"
_WRITTEN_RHYMES = """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu
    i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong
    ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    u ua uân uâng uât uây uc ui um un ung uôc uôi uôm uôn uông uôt up ut uy uya uych uyn uynh uyt uyu
    uyên uyêt uê uêch uênh uơ ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu
    y ych yn ynh yt yêm yên yêng yêt yêu
"""
_RHYMES = frozenset(_WRITTEN_RHYMES.split())
_SYLLABLE = re.compile(f"({_ONSETS})([aăâeêioôơuưy]+(?:ch|ng|nh|[cmnpt])?)")
_STOPS = ("c", "ch", "p", "t")


def is_syllable(word: str) -> bool:
    """Tell whether a word, in any case and either normal form, is spelt as a Vietnamese syllable."""
    loose = unicodedata.normalize("NFD", word.lower())
    tones = _TONES.findall(loose)
    bare = unicodedata.normalize("NFC", _TONES.sub("", loose))
    if len(tones) > 1:
        return False
    # «gì» is g and i, «giêng» g and iêng: both ways of reading are tried.
    for onset in (None, "g", ""):
        rest = _rest(bare, onset)
        if rest in _RHYMES:
            return not rest.endswith(_STOPS) or bool(tones and tones[0] in _STOP_TONES)
    return False


def _rest(bare: str, onset: str | None) -> str | None:
    if onset is None:
        match = _SYLLABLE.fullmatch(bare)
        return match[2] if match and _agree(match[1], match[2]) else None
    return bare[len(onset) :] if bare.startswith(onset) else None


def _agree(onset: str, rhyme: str) -> bool:
    """Whether the sound of an onset is written so before this vowel: kẻ, cả; nghe, nga; ghe, ga."""
    is_front = rhyme[0] in "eêiy"
    return not (
        (onset in ("c", "ng") and is_front)
        or (onset == "g" and rhyme[0] in "eê")
        or (onset in ("k", "gh", "ngh") and not is_front)
    )
