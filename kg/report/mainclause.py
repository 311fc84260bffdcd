"""Who goes on being the subject: "A hội đàm với B và dự lễ C", "A đến Lào để dự hội nghị C"."""

from __future__ import annotations

from kg.report.parties import backwards, last_before
from kg.report.scene import Scene
from kg.report.sentences import Item

_OPENING = 24  # tokens that may stand before the subject of a sentence
_LONGEST_VERB = 4  # tokens of the longest verb of meeting looked for before its object
_WITH = 30  # tokens behind a verb among which "cùng B" is looked for
_ADDRESS = 3  # tokens of a form of address: "các đồng chí"
_CLAUSE = frozenset({";", ":", '"', "rằng", "mà", "người", "khi", "nếu", "vì", "do", "bởi"})
# What a verb that goes on with the sentence's subject stands behind: "và dự", "để tham dự".
_GOES_ON = frozenset({",", "và", "để", "nhằm", "cũng", "sẽ", "cùng", "tới", "đến", "sang", "như"})
_GOES_TO = frozenset({"sang", "đến", "tới", "về", "ra", "vào", "lên", "thăm", "tại", "ở"})
# What the people stand behind that are no subject of the sentence.
_OF_OTHERS = frozenset(
    {"của", "với", "cho", "mời", "do", "bởi", "từ", "theo", "về", "cùng", "giữa"}
)


def is_object(person: Item, scene: Scene) -> bool:
    """Tell whether somebody is whom a verb of meeting is about: "tiếp B", "hội đàm với B"."""
    first = person
    for p in backwards(scene.people, person.i):
        if not scene.only_list_words(p.j, first.i):
            break
        first = p
    i = first.i
    if i > scene.view.i and scene.low[i - 1] == "với":
        return True
    for k in range(max(scene.view.i, i - _LONGEST_VERB), i):
        hit = scene.lexicon.meeting_verbs.longest(scene.low, k, i)
        if hit is not None and hit[0] == i:
            return k > scene.view.i
    return False


def main_subject(verb: Item, scene: Scene) -> list[Item]:
    """Return the subject of the sentence that a further verb goes on with, with those joined to
    it; empty where another clause or speaker stands between.
    """
    low, i = scene.low, scene.view.i
    own = (p for p in scene.people if p.i == i or low[p.i - 1] not in _OF_OTHERS)
    first = next(own, None)
    if first is None or first.j > verb.i or first.i - i > _OPENING:
        return []
    if not _further(verb, first, scene):
        return []
    group = [first]
    for p in scene.people:
        if p.i < first.j:
            continue
        if p.j > verb.i or not scene.only_list_words(group[-1].j, p.i):
            break
        group.append(p)
    if _CLAUSE & set(low[group[-1].j : verb.i]):
        return []
    for item in scene.view.items:
        if group[-1].j <= item.i < verb.i:
            spoken = item.kind == "verb" and item.value == "speak" and not scene.is_noun(item)
            other = item.kind == "person" and not (
                is_object(item, scene) or low[item.i - 1] in _OF_OTHERS
            )
            if spoken or other:
                return []
    return group


def _further(verb: Item, first: Item, scene: Scene) -> bool:
    """Tell whether a verb stands where one goes on with a subject: behind "và", "để", or where
    somebody goes ("sang Lào | dự").
    """
    k = verb.i - 1
    while k > first.j and scene.skip_adverbs(k, verb.i) == verb.i:
        k -= 1
    if scene.low[k] in _GOES_ON or scene.low[k + 1] in _GOES_ON:
        return True
    places = [*scene.view.of("place"), *scene.view.of("country")]
    return any(p.j == verb.i and scene.low[p.i - 1] in _GOES_TO for p in places)


def goes_on_with(verb: Item, scene: Scene) -> list[Item]:
    """Return the subject that goes on behind whom it meets: "A tiếp B và | dự lễ C"; empty where
    the person right before the verb is met by nobody.
    """
    last = last_before(scene.people, verb.i)
    if last is None or scene.low[last.j] not in (",", "và") or not is_object(last, scene):
        return []
    return main_subject(verb, scene)


def along(verb: Item, scene: Scene) -> list[Item]:
    """Return those along with whom somebody does something, named behind: "A chủ trì buổi họp báo
    | cùng B và C".
    """
    for k in range(verb.j, min(scene.view.j, verb.j + _WITH)):
        if scene.low[k] != "cùng":
            continue
        start = k + 1 + (scene.low[k + 1 : k + 2] == ["với"])
        if any(verb.j <= i.i < k and i.kind in ("verb", "person") for i in scene.view.items):
            return []
        if _CLAUSE & set(scene.low[verb.j : k]):
            return []
        group = scene.list_from(start)
        return group if group and group[0].i - start <= _ADDRESS else []
    return []
