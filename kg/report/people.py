"""Who is who inside one document: full names, short names, titles that refer back."""

from __future__ import annotations

import bisect
from collections import Counter
from collections.abc import Iterable

from msgspec.structs import replace

from kg.ner.model import BodyRef, NameRef, TitleRef
from kg.report.chains import with_country
from kg.report.entries import Entry
from kg.report.nouns import BodiesByNoun
from kg.text.normalise import fold

# Posts of a state that there is one of in each country.
_NATIONAL = frozenset({
    "thủ tướng", "tổng thống", "ngoại trưởng", "quốc vương", "nhà vua", "đức vua", "nữ hoàng",
    "hoàng hậu", "toàn quyền", "chủ tịch quốc hội", "chủ tịch thượng viện", "chủ tịch hạ viện",
    "tổng tham mưu trưởng quân đội", "tổng tư lệnh quân đội",
})  # fmt: skip
# Posts of a body that one person holds at a time; how many of their holders are compared.
_SOLE = frozenset({
    "bộ trưởng", "trưởng ban", "bí thư", "chủ tịch", "giám đốc", "tổng giám đốc", "chánh án",
    "viện trưởng", "chủ nhiệm", "tổng thanh tra", "chánh văn phòng",
})  # fmt: skip
_MOST_HOLDERS, _FEWEST_SYLLABLES = 40, 3
_MEMBER = frozenset({"đại biểu", "đại biểu quốc hội"})
# Boards set up for one task, which reports call by their noun alone afterwards.
_BOARDS = (
    "ban chỉ đạo", "ban tổ chức", "tiểu ban", "tổ công tác", "tổ biên tập", "tổ tư vấn", "ủy ban",
    "hội",
)  # fmt: skip
_NO_BOARDS = ("ủy ban nhân dân", "ủy ban mặt trận", "hội đồng", "hội nghị")
_NEAR = 40  # tokens between a board and the title of who leads it, where several are named
# Who has no president, who no prime minister: a guest so called is of another country.
_WITHOUT = {
    "tổng thống": frozenset({
        "Trung Quốc", "Lào", "Cuba", "Triều Tiên", "Nhật Bản", "Anh", "Thái Lan", "Campuchia",
        "Malaysia", "Australia", "New Zealand", "Canada", "Brunei", "Hà Lan", "Bỉ", "Thụy Điển",
        "Na Uy", "Đan Mạch", "Tây Ban Nha",
    }),
    "thủ tướng": frozenset({"Mỹ", "Indonesia", "Philippines", "Brazil", "Mexico", "Argentina"}),
}  # fmt: skip
_NO_COUNTRIES = frozenset({
    None, "Việt Nam", "ASEAN", "APEC", "NATO", "Liên Hợp Quốc", "Liên minh châu Âu",
    "Liên minh châu Phi",
})  # fmt: skip


# What a "Chủ tịch" leads besides the government of a place: kinds of bodies, beginnings of names.
_CHAIRED = frozenset({"assembly", "front", "mass", "group"})
_SOCIETIES = (
    "Hội", "Hiệp hội", "Liên đoàn", "Liên minh", "Liên hiệp", "Ủy ban", "Công ty", "Tập đoàn",
    "Tổng công ty", "Ngân hàng",
)  # fmt: skip


class PersonDraft:
    """A person of the document while it is being read."""

    __slots__ = ("entries", "foreign", "id", "name", "spellings", "titles")

    def __init__(self, number: int, name: str, foreign: bool) -> None:
        self.id = f"p{number}"
        self.name = name
        self.foreign = foreign
        self.entries: list[Entry] = []
        self.titles: list[tuple[TitleRef, Entry]] = []
        self.spellings: Counter[str] = Counter()

    def settle_name(self) -> None:
        """Take the spelling printed most often, of those that differ by a misprint alone."""
        size = len(self.name.split())
        alike = {s: n for s, n in self.spellings.items() if len(s.split()) == size}
        if alike and not self.name.isupper():
            most = max(alike.values())
            if alike.get(self.name, 0) < most:
                self.name = next(s for s, n in alike.items() if n == most)


class Coreference:
    """Assigns entries to people: first all full names, then short names and titles alone.

    Two candidates for one reference leave it unresolved. Look-ups go through indices by syllable
    and by rank, and what one reference means is worked out once, so that time stays linear.
    """

    def __init__(self, entries: list[Entry]) -> None:
        self.people: list[PersonDraft] = []
        self._by_id: dict[str, PersonDraft] = {}
        self._by_key: dict[str, PersonDraft] = {}
        self._by_fold: dict[str, list[PersonDraft]] = {}
        self._by_syllable: dict[str, list[PersonDraft]] = {}
        self._holders: dict[str, dict[tuple[object, ...], tuple[TitleRef, PersonDraft]]] = {}
        self._meant: dict[tuple[object, ...], PersonDraft | None] = {}
        self._entries = entries
        parts = _foreign_parts(entries)
        for entry in entries:
            name = entry.name
            if name is None or name.short or len(name.text.split()) < 2 or name.text in parts:
                continue
            self._full(entry, name)
        for draft in self.people:
            draft.settle_name()
        for entry in entries:
            if entry.person is None and entry.name is not None:
                self._short(entry, entry.name)
        for entry in entries:
            if entry.name is None:
                self._title_only(entry)

    def place_deputies(self, bodies: Iterable[BodyRef] = ()) -> None:
        """Put ministers and their deputies whose ministry is left out at the only one there is.

        Deputies go to the one ministry the posts name; where the posts name none, both go to the
        only ministry among the `bodies` that the text names.
        """
        titles = [t for d in self.people for t, _ in d.titles]
        named = {
            t.body.base: t.body
            for t in titles
            if t.rank.implies == "Bộ" and t.body is not None and t.body.level == "central"
        }
        heads = not named
        if heads:
            named = {
                b.base: b
                for b in bodies
                if b.kind == "ministry" and b.country is None and b.base.startswith("Bộ ")
            }
        if len(named) != 1:
            return
        ministry = next(iter(named.values()))
        for draft in self.people:
            own = any(t.body is not None and t.rank.of_the_ministry for t, _ in draft.titles)
            if own or draft.foreign:
                continue
            elsewhere = any(t.body is not None for t, _ in draft.titles)  # "…, Chủ nhiệm VPCP"
            draft.titles = [
                (replace(t, body=ministry), e)
                if (
                    t.rank.of_the_ministry
                    or (heads and t.rank.rank == "bộ trưởng" and not elsewhere)
                )
                and t.body is None
                and t.country is None
                else (t, e)
                for t, e in draft.titles
            ]

    def place_heads(self, bodies: Iterable[BodyRef]) -> None:
        """Put "Trưởng ban", "Trưởng Tiểu ban" alone at the only board of that kind named.

        Of several it is the one named last, not far before: "Tiểu ban Nhân sự do A làm Trưởng Tiểu
        ban".
        """
        boards: dict[str, list[BodyRef]] = {}
        for body in bodies:
            base = body.base.casefold()
            noun = next((n for n in _BOARDS if base.startswith(n + " ")), None)
            if noun is not None and not base.startswith(_NO_BOARDS):
                boards.setdefault(noun, []).append(body)
        for draft in self.people:
            draft.titles = [(_at_board(t, boards), e) for t, e in draft.titles]

    def place_by_nouns(self, bodies: Iterable[BodyRef]) -> None:
        """Put "Giám đốc Sở" and its like at the body that the noun means."""
        led = (t.body for e in self._entries for t in e.titles if t.body is not None)
        known = BodiesByNoun(sorted([*bodies, *led], key=lambda b: b.i))
        for draft in self.people:
            held = {t.rank.rank for t, _ in draft.titles if t.body is not None}
            draft.titles = [
                (t if t.rank.rank in held else known.complete(t), e) for t, e in draft.titles
            ]

    def _governed(self, bodies: Iterable[BodyRef]) -> BodyRef | None:
        """Return the only government of a place that the text names if it names nothing else that a
        "Chủ tịch" leads."""
        found: dict[tuple[str, str] | None, BodyRef] = {}
        for body in bodies:
            if body.base == "Ủy ban nhân dân":
                found.setdefault(_where(body), body)
            elif body.kind in _CHAIRED or body.base.startswith(_SOCIETIES):
                return None
        found.pop(None, None)
        return next(iter(found.values())) if len(found) == 1 else None

    def place_under_heads(self, bodies: Iterable[BodyRef]) -> None:
        """Put bare deputies at the only body whose head the text names.

        "Chủ tịch UBND quận 9 A cùng Phó Chủ tịch B"; with two chairmen the deputy stays open.
        Where no chairman is named it is the only government among the `bodies`.
        """
        led: dict[str, dict[tuple[object, ...], BodyRef]] = {}
        for draft in self.people:
            for title, _ in draft.titles:
                if title.body is not None and not title.deputy:
                    key = (title.body.base.casefold(), _where(title.body))
                    words = title.rank.rank.split()  # "chủ tịch hội" is a "chủ tịch", too
                    for size in range(1, len(words) + 1):
                        led.setdefault(" ".join(words[:size]), {}).setdefault(key, title.body)
        governed = self._governed(bodies)
        if "chủ tịch" not in led and governed is not None:
            led["chủ tịch"] = {(): governed}
        for draft in self.people:
            known = {t.rank.rank for t, _ in draft.titles if t.body is not None}
            draft.titles = [
                (_under(t, led) if t.rank.rank not in known else t, e) for t, e in draft.titles
            ]

    def place_members(self, bodies: Iterable[BodyRef]) -> None:
        """Put "Đại biểu A" in the only assembly that the text names."""
        named: dict[tuple[str, str | None], BodyRef] = {}
        for body in bodies:
            council = body.base == "Hội đồng nhân dân" and body.territory is not None
            if council or (body.base == "Quốc hội" and body.country is None):
                place = body.territory.name if body.territory is not None else None
                named.setdefault((body.base, place), body)
        councils = [b for (base, place), b in named.items() if place is not None]
        known = councils or list(named.values())
        if len(known) != 1 or (councils and ("Quốc hội", None) in named):
            return
        for draft in self.people:
            if not any(t.body is not None and t.rank.rank in _MEMBER for t, _ in draft.titles):
                draft.titles = [(_member(t, known[0]), e) for t, e in draft.titles]

    def place_guests(self, named: Iterable[str]) -> None:
        """Put foreign guests whose posts leave the country out in the only one there is.

        It is the country of the same post held by nobody else ("Thủ tướng Ấn Độ" in a headline),
        where no second guest may be meant, that of all other posts abroad, or the only foreign one
        of the countries `named`.
        """
        by_post: dict[tuple[str, bool], set[str]] = {}
        held: set[str] = set()
        for entry in self._entries:
            for title in (*entry.shared, *entry.titles):
                country = _abroad(title)
                if country is not None:
                    held.add(country)
                    if entry.name is None and entry.person is None:
                        by_post.setdefault((title.rank.rank, title.deputy), set()).add(country)
        only = held | {c for c in named if c not in _NO_COUNTRIES}
        open_posts = Counter(
            post
            for draft in self.people
            if draft.foreign and not any(_abroad(t) for t, _ in draft.titles)
            for post in {(t.rank.rank, t.deputy) for t, _ in draft.titles}
        )
        by_post = {post: where for post, where in by_post.items() if open_posts[post] < 2}
        taken = self._posts_abroad()
        for draft in self.people:
            own = {c for t, _ in draft.titles if (c := _abroad(t)) is not None}
            if not draft.foreign:
                continue
            for n, (title, entry) in enumerate(draft.titles):
                rank = title.rank.rank
                told = by_post.get((rank, title.deputy), set())
                told = {c for c in told if not taken.get((rank, c), set()) - {draft.id}}
                where = own or told or _open_to(title, draft, only, taken)
                draft.titles[n] = (_of_guest(title, where), entry)

    def _posts_abroad(self) -> dict[tuple[str, str], set[str]]:
        """Return who holds the posts abroad that one person holds: by rank and country."""
        taken: dict[tuple[str, str], set[str]] = {}
        for draft in self.people:
            for title, _ in draft.titles:
                country = _abroad(title)
                if country is not None and not title.deputy and title.status != "former":
                    taken.setdefault((title.rank.rank, country), set()).add(draft.id)
        return taken

    def person(self, key: str) -> PersonDraft:
        """Return a person by local id."""
        return self._by_id[key]

    def _new(self, name: NameRef) -> PersonDraft:
        draft = PersonDraft(len(self.people) + 1, name.text, name.foreign)
        self.people.append(draft)
        self._by_id[draft.id] = draft
        self._by_fold.setdefault(fold(name.text), []).append(draft)
        syllables = name.text.casefold().split()
        for syllable in set(syllables if name.foreign else syllables[-1:]):
            self._by_syllable.setdefault(syllable, []).append(draft)
        return draft

    def _attach(self, entry: Entry, draft: PersonDraft) -> None:
        entry.person = draft.id
        draft.entries.append(entry)
        for title in (*entry.shared, *entry.titles):
            draft.titles.append((title, entry))
            held = self._holders.setdefault(title.rank.rank.split()[0], {})
            held.setdefault((*_title_key(title), draft.id), (title, draft))

    def _full(self, entry: Entry, name: NameRef) -> None:
        key = _spelt(name.text)
        draft = self._by_key.get(key)
        if draft is None:
            # a misprint of one accent in one document ("Trẩn" for "Trần") is the same person
            close = [
                d
                for d in self._by_fold.get(fold(name.text), ())
                if _differences(_spelt(d.name), key) == 1
            ]
            draft = close[0] if len(close) == 1 else None
        if draft is None and (entry.honour or entry.titles):
            whole = self._of_tail(name.text)
            draft = whole[0] if len(whole) == 1 else None
        if draft is None:
            draft = self._misprint(entry, name)
        if draft is None:
            draft = self._new(name)
        self._by_key.setdefault(key, draft)
        if draft.name.isupper() and not name.text.isupper():
            draft.name = name.text
        if not name.text.isupper():
            draft.spellings[name.text] += 1
        self._attach(entry, draft)

    def _misprint(self, entry: Entry, name: NameRef) -> PersonDraft | None:
        """Return the holder of the same post whose name differs in one syllable: a misprint.

        Only where the post, with its body, is one person's, the name of three syllables or more,
        and the other one not in the same sentence, which would name two.
        """
        words = name.text.casefold().split()
        if len(words) < _FEWEST_SYLLABLES:
            return None
        for title in entry.titles:
            if title.deputy or title.body is None or title.group or title.rank.rank not in _SOLE:
                continue
            held = self._holders.get(title.rank.rank.split()[0], {})
            for other, draft in list(held.values())[:_MOST_HOLDERS]:
                known = draft.name.casefold().split()
                same = _title_key(other) == _title_key(title) and len(known) == len(words)
                apart = sum(a != b for a, b in zip(known, words, strict=False))
                together = draft.entries[-1].sent == entry.sent
                if (
                    same
                    and not together
                    and apart == 1
                    and known[-1] == words[-1]
                    and known[0] == words[0]
                ):
                    return draft
        return None

    def _of_tail(self, short: str) -> list[PersonDraft]:
        """Return the people whose names end in a short name, or hold it if they are foreign."""
        short = _without_initials(short)
        known = self._by_syllable.get(short.casefold().split()[-1], ())
        return [
            d for d in known if _is_tail(short, d.name) or (d.foreign and _is_part(short, d.name))
        ]

    def _of_surname(self, short: str) -> list[PersonDraft]:
        """Return the foreign guests called by a surname that stands first: "ông Tập"."""
        return [
            d
            for d in self.people
            if d.name.casefold().split()[0] == short.casefold()
            and any(not _home(t) for t, _ in d.titles)
        ]

    def _short(self, entry: Entry, name: NameRef) -> None:
        found = self._of_tail(name.text)
        if len(found) > 1 and entry.titles:
            fitting = [
                d for d in found if any(_same_post(a, b) for a, _ in d.titles for b in entry.titles)
            ]
            found = fitting if len(fitting) == 1 else found
        if not found:  # "Tổng thống Putin" again, whose first name nothing tells
            found = [d for d in self._by_fold.get(fold(name.text), ()) if d.name == name.text]
        if not found and entry.honour and len(name.text.split()) == 1:
            found = self._of_surname(name.text)
        if len(found) == 1:
            self._attach(entry, found[0])
        elif not found and entry.titles and name.foreign:
            self._attach(entry, self._new(name))

    def _title_only(self, entry: Entry) -> None:
        title = entry.titles[0] if entry.titles else None
        if title is None or title.group or entry.plural:
            return
        key = _title_key(title)
        if key not in self._meant:
            self._meant[key] = self._holder(title)
        holder = self._meant[key]
        if holder is not None:
            entry.person = holder.id
            holder.entries.append(entry)

    def _holder(self, title: TitleRef) -> PersonDraft | None:
        """Return the one person who holds the post that a title alone names."""
        held = (
            [h for posts in self._holders.values() for h in posts.values()]
            if title.rank.head
            else list(self._holders.get(title.rank.rank.split()[0], {}).values())
        )
        fitting = [(t, d) for t, d in held if _same_post(t, title)]
        found = {d.id: d for _, d in fitting}
        if len(found) > 1:
            exact = {
                d.id: d
                for t, d in fitting
                if t.words.lower() == title.words.lower()
                and (t.body is None) == (title.body is None)
            }
            found = exact if len(exact) == 1 else found
        if len(found) > 1 and _home(title):
            # "Thủ tướng" in a report on a guest of that post: our own
            own = {
                d.id: d
                for t, d in fitting
                if _home(t) and not d.foreign and all(_home(x) for x, _ in d.titles)
            }
            found = own if len(own) == 1 else found
        return next(iter(found.values())) if len(found) == 1 else None


def _foreign_parts(entries: list[Entry]) -> set[str]:
    """Return the foreign names that are part of exactly one longer name of the text."""
    whole = {e.name.text for e in entries if e.name is not None and not e.name.short}
    by_syllable: dict[str, set[str]] = {}
    for text in whole:
        for syllable in text.casefold().split():
            by_syllable.setdefault(syllable, set()).add(text)
    bare = {text: _without_initials(text) for text in whole}
    foreign = {e.name.text for e in entries if e.name is not None and e.name.foreign}
    return {
        text
        for text in foreign
        if (len(text.split()) > 1 or bare.get(text) != text)
        and len(
            {
                bare[other].casefold()
                for other in by_syllable.get(bare[text].casefold().split()[-1], ())
                if bare[other] == other and _is_part(bare[text], other)
            }
        )
        == 1
    }


def _without_initials(name: str) -> str:
    """Return a name without the initials before it: "V. Putin", "V.Putin" -> "Putin"."""
    words = name.replace(".", ". ").split()
    first = next((n for n, w in enumerate(words) if not w.endswith(".")), 0)
    return " ".join(words[first:]) if first else name


def _spelt(name: str) -> str:
    """Return a name for comparing: "Kang Soo-jin" and "Kang Soo Jin" are one."""
    return " ".join(name.casefold().replace("-", " ").split())


def _title_key(title: TitleRef) -> tuple[object, ...]:
    """Return what tells one title from another when it refers to somebody."""
    body = title.body
    place = body.territory if body is not None else None
    return (
        title.words.lower(),
        title.rank.rank,
        title.status,
        title.deputy,
        title.country,
        body and (body.base.lower(), body.country),
        place and (place.unit, place.level, place.name),
    )


def _same_post(held: TitleRef, said: TitleRef) -> bool:
    """Tell whether a title alone may refer to the holder of a post."""
    if (held.status == "former") != (said.status == "former"):
        return False
    if said.rank.head:
        return _leads(held, said)
    if held.deputy != said.deputy:
        return False
    a, b = held.rank.rank, said.rank.rank
    if a != b and not (a.startswith(b + " ") or b.startswith(a + " ")):
        return False
    if "thường trực" in said.words.lower() and "thường trực" not in held.words.lower():
        return False
    if said.country is not None or held.country is not None:
        home = (None, "Việt Nam")
        return (
            said.country == held.country
            or said.country is None
            or (said.country in home and held.country in home)
        )
    x, y = held.body, said.body
    if x is None or y is None:
        return y is None
    home = (None, "Việt Nam")
    if x.country != y.country and not (x.country in home and y.country in home):
        return False
    if x.base.lower() != y.base.lower() and not _shorter(x.base, y.base):
        return False
    p, q = x.territory, y.territory
    if p is None or q is None or p.name is None or q.name is None:
        return (
            p is None
            or q is None
            or p.unit == q.unit
            or (p.name is None and p.level == q.level)
            or (q.name is None and p.level == q.level)
        )
    return p.name == q.name


def _home(title: TitleRef) -> bool:
    """Tell whether a title is of no foreign country."""
    countries = (title.country, title.body.country if title.body is not None else None)
    return all(c in (None, "Việt Nam") for c in countries)


def _member(title: TitleRef, assembly: BodyRef) -> TitleRef:
    """Return "Đại biểu" as a member of the assembly; any other title as it is."""
    if title.rank.rank != "đại biểu" or title.body is not None or title.group:
        return title
    if assembly.base == "Quốc hội":
        rank = replace(title.rank, rank="đại biểu quốc hội", reference=False, body="Quốc hội")
        return replace(title, words=f"{title.words} Quốc hội", rank=rank, body=assembly)
    return replace(title, rank=replace(title.rank, reference=False), body=assembly)


def _at_board(title: TitleRef, boards: dict[str, list[BodyRef]]) -> TitleRef:
    """Return the title of a board's head or deputy at the board that it may lead."""
    rank = title.rank
    if title.body is not None or title.group or not (rank.glue or rank.implies == "Tổ"):
        return title
    kind = " ".join(rank.rank.split()[-rank.glue :]) if rank.glue else "tổ"
    of_kind = [named for noun, named in boards.items() if noun.startswith(kind)]
    if len({b.base.casefold() for named in of_kind for b in named}) == 1:
        return replace(title, body=of_kind[0][0])
    before = [
        named[k - 1]
        for named in of_kind
        if (k := bisect.bisect_left(named, title.i, key=lambda b: b.i))
        and title.i - named[k - 1].j <= _NEAR
    ]
    nearest = max(before, key=lambda b: b.i, default=None)
    return title if nearest is None else replace(title, body=nearest)


def _where(body: BodyRef) -> tuple[str, str] | None:
    place = body.territory
    return None if place is None or place.name is None else (place.unit, place.name)


def _under(title: TitleRef, led: dict[str, dict[tuple[object, ...], BodyRef]]) -> TitleRef:
    """Return a bare deputy's title at the only body that a head of his rank leads."""
    bodies = led.get(title.rank.rank, {})
    own = title.rank.free and not (title.rank.implies or title.rank.glue)
    bare = title.body is None and title.country is None
    if not (own and bare and title.deputy) or len(bodies) != 1:
        return title
    body = next(iter(bodies.values()))
    return title if body.country is not None else replace(title, body=body)


def _abroad(title: TitleRef) -> str | None:
    """Return the foreign country that a title names."""
    country = title.country or (title.body.country if title.body is not None else None)
    return None if country in _NO_COUNTRIES else country


def _open_to(
    title: TitleRef,
    draft: PersonDraft,
    countries: set[str],
    taken: dict[tuple[str, str], set[str]],
) -> set[str]:
    """Return the only country if a guest may hold its post: not where there is no such post, nor
    where somebody else of the text holds it ("Tổng thống Obama" in a report on France's guest)."""
    rank = title.rank.rank
    country = next(iter(countries)) if len(countries) == 1 else None
    if country is None or country in _WITHOUT.get(rank, ()):
        return set()
    others = taken.get((rank, country), set()) - {draft.id}
    return countries if title.deputy or not others else set()


def _of_guest(title: TitleRef, countries: set[str]) -> TitleRef:
    """Return a guest's national post in the one country that it may be of."""
    rank = title.rank
    national = rank.rank in _NATIONAL or (
        title.body is not None and (rank.implies == "Bộ" or title.body.kind == "ministry")
    )
    if not national or title.group or len(countries) != 1 or title.country is not None:
        return title
    return with_country(title, next(iter(countries)))


def _leads(held: TitleRef, said: TitleRef) -> bool:
    """Tell whether a post is that of "người đứng đầu" a body: its secretary, chairman, minister."""
    if held.deputy or said.body is None:
        return False
    if held.body is None:
        return held.rank.rank == "thủ tướng" and said.body.base == "Chính phủ"
    if held.rank.rank.startswith(("ủy viên", "thành viên", "đại biểu", "trợ lý", "chuyên gia")):
        return False
    same_place = (
        held.body.territory is None
        or said.body.territory is None
        or None in (held.body.territory.name, said.body.territory.name)
        or held.body.territory.name == said.body.territory.name
    )
    return held.body.base.lower() == said.body.base.lower() and same_place


def _shorter(a: str, b: str) -> bool:
    x, y = set(a.lower().split()), set(b.lower().split())
    return len(x & y) >= 2 and (x <= y or y <= x)


def _is_tail(short: str, name: str) -> bool:
    x, y = short.casefold().split(), name.casefold().split()
    return len(x) < len(y) and y[-len(x) :] == x


def _is_part(short: str, name: str) -> bool:
    x, y = short.casefold().split(), name.casefold().split()
    return len(x) < len(y) and any(y[k : k + len(x)] == x for k in range(len(y)))


def _differences(a: str, b: str) -> int:
    return sum(x != y for x, y in zip(a, b, strict=False)) + abs(len(a) - len(b))
