"""Korean names as agencies print them: "Kang Kyung - wha", "Kim Jong Un"."""

from __future__ import annotations

from kg.lexicon.lexicon import Lexicon
from kg.text.tokens import Tokens


def korean_name(tokens: Tokens, lexicon: Lexicon, i: int) -> int | None:
    """Return the end of the Korean name that begins at token `i`; None if none does.

    Surname and both syllables have to be known as such: a hyphen behind a Vietnamese name begins a
    post or goes on with the sentence ("An Giang - cho biết", "Kim Liên - phó chủ tịch").
    """
    t = tokens
    end = i + 4
    if end > len(t) or t.sent[i] != t.sent[end - 1] or t.words[i + 2] not in "-–":
        return None
    if not (t.cap[i] and t.cap[i + 1] and t.words[i + 1].isalpha() and t.words[i + 1].isascii()):
        return None
    if t.low[i] not in lexicon.korean_surnames or t.low[i + 3] not in lexicon.korean_syllables:
        return None
    parts = (t.low[i + 1], t.low[i + 3])
    if all(part in lexicon.syllables for part in parts):
        return None  # "Kim Long - nam tỉnh …"
    return None if t.words[i + 3].isupper() else end


def korean_words(tokens: Tokens, lexicon: Lexicon, i: int) -> bool:
    """Tell whether the three words from token `i` are a Korean name printed without a hyphen.

    As names of Vietnam have as many words, one of them must have no Vietnamese form.
    """
    t = tokens
    surname, *given = t.low[i : i + 3]
    return (
        len(given) == 2
        and surname in lexicon.korean_surnames
        and all(word in lexicon.korean_syllables for word in given)
        and not all(word in lexicon.syllables for word in given)
        and all(t.cap[i : i + 3])
        and t.sent[i] == t.sent[i + 2]
    )
