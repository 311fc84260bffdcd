"""What somebody writes: orders in a document, a letter or a decision are said at no meeting."""

from __future__ import annotations

from kg.report.parties import last_before
from kg.report.scene import Scene
from kg.report.sentences import Item

_IN = frozenset({"trong", "tại"})
# "Theo | công văn, A yêu cầu": but a communiqué may tell of a meeting ("Theo thông cáo, A nói …").
_ORDERS = frozenset({"văn", "công", "chỉ", "tờ"})
_REACH = 4  # tokens from "ký" to what is signed: "ký ban hành ngay | công điện"
_FAR = 12  # tokens from who writes to the verb of writing: "A, Bí thư Tỉnh ủy B, đã | ký"
_NUMBERS = 2  # tokens of a date or a numeral before the noun: "trong (các) văn bản"


class Writing:
    """What a sentence tells of a document: from token `start` on it says what stands there.

    `writers` are those whose words these are; `opens` says that the sentence begins with it.
    """

    __slots__ = ("opens", "start", "writers")

    def __init__(self, start: int, writers: list[Item], opens: bool) -> None:
        self.start = start
        self.writers = writers
        self.opens = opens

    def has(self, verb: Item, subject: list[Item], scene: Scene) -> bool:
        """Tell whether a verb of speech with this subject says what stands in the document; not
        where somebody else tells of it behind: "Sở A đã có văn bản, ông B nói".
        """
        if verb.value != "speak" or verb.i <= self.start:
            return False
        behind = bool(subject) and subject[0].i > self.start
        return self.opens or not behind or scene.low[subject[0].i - 1] == "của"


def written(scene: Scene) -> Writing | None:
    """Return what a sentence tells of a document.

    "Chủ tịch A đã ký | văn bản yêu cầu …", "Văn phòng B có | văn bản truyền đạt ý kiến của A";
    "| Trong công văn gửi Sở B, ông A đề nghị …".
    """
    low, i = scene.low, scene.view.i
    opens = _paper_at(i + 1, i + 1 + _NUMBERS, scene)
    if opens is not None and (low[i] in _IN or (low[i] == "theo" and low[opens] in _ORDERS)):
        return Writing(i, scene.people, True)
    for k, end, _ in scene.hits(scene.lexicon.paper_verbs):
        if scene.quoted[k] or _paper_at(end, end + _REACH, scene) is None:
            continue
        writer = last_before(scene.people, k)
        if writer is not None and k - writer.j <= _FAR and not _spoken(writer.j, k, scene):
            return Writing(k, [writer, *_named_in_it(k, scene)], False)
        body = last_before(scene.bodies, k)
        if body is not None and k - body.j <= _FAR and not _spoken(i, k, scene):
            return Writing(k, _named_in_it(k, scene), False)
    return None


def _named_in_it(k: int, scene: Scene) -> list[Item]:
    """Return those whose words a document hands on: "có | công văn thông báo ý kiến của A"."""
    return [p for p in scene.people if p.i > k and scene.low[p.i - 1] == "của"]


def _spoken(start: int, k: int, scene: Scene) -> bool:
    """Tell whether the writing is what somebody speaks of: "A cho biết đã | ký quyết định"."""
    return any(start <= v.i < k and not scene.is_noun(v) for v in scene.view.of("verb"))


def _paper_at(start: int, end: int, scene: Scene) -> int | None:
    """Return the token at which a document's noun begins, from `start` up to `end`."""
    papers = scene.lexicon.papers
    for k in range(start, min(end, scene.view.j)):
        if papers.longest(scene.low, k, scene.view.j) is not None:
            return k
        if not scene.low[k].isalpha():
            return None
    return None


def handed_on(k: int, scene: Scene) -> bool:
    """Tell whether the words named at token `k` are handed on or carried out by others:
    "văn bản truyền đạt | ý kiến của A", "thực hiện | ý kiến chỉ đạo của A".
    """
    carried = scene.lexicon.carried
    for size in (4, 3, 2, 1):
        hit = carried.longest(scene.low, k - size, k) if k - size >= scene.view.i else None
        if hit is not None and hit[0] == k:
            return True
    return False
