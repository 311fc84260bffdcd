"""Texts and reports as a store keeps them: packed, each by itself, so that one is read alone.

A report's JSON repeats the same names of fields; so small a text packs well only against a sample
that both sides know. The sample is part of the store's schema: changing it makes a new one.
"""

from __future__ import annotations

import zlib

from kg.errors import KgError

_LEVEL = 6
_LARGEST = 1 << 30  # bytes; a store with more in one row is damaged
_SAMPLE = (
    '{"document":"","digest":"","version":"","issued":"2024-03-08","title":null,"source":null,'
    '"mentions":[{"start":32,"end":55,"kind":"place","target":"l1","rule":"rule:place",'
    '"confidence":1.0},{"start":132,"end":155,"kind":"meeting","target":"m1","rule":'
    '"rule:meeting-noun","confidence":1.0},{"start":32,"end":55,"kind":"body","target":"b1","rule":'
    '"rule:body","confidence":1.0},{"start":132,"end":155,"kind":"post","target":"t1","rule":'
    '"rule:title","confidence":1.0},{"start":232,"end":255,"kind":"person","target":"p1","rule":'
    '"rule:title-behind-name","confidence":0.97},{"start":332,"end":355,"kind":"person","target":'
    '"p2","rule":"rule:title-before-name","confidence":0.97},{"start":332,"end":355,"kind":'
    '"participation","target":"p2","rule":"rule:subject-verb","confidence":0.97}],"people":[{"id":'
    '"p1","name":"Nguyễn Văn ","foreign":false},{"id":"p2","name":"Trần Thị ","foreign":false}],'
    '"bodies":[{"id":"b1","label":"Ủy ban nhân dân tỉnh ","kind":"committee","level":"province",'
    '"province":null,"placed":true,"parent":null,"place":null,"member":false},{"id":"b2","label":'
    '"Tỉnh ủy ","kind":"party","level":"central","province":"","placed":true,"parent":"b1","place":'
    'null,"member":false}],"posts":[{"id":"t1","label":"Phó Chủ tịch Ủy ban nhân dân tỉnh ",'
    '"title":"Phó Chủ tịch","body":"b1","placed":true},{"id":"t2","label":"Ủy viên Trung ương Đảng"'
    ',"title":"Bí thư","body":"b2","placed":true}],"places":[{"id":"l1","name":"","label":"",'
    '"level":"province","province":null}],"sites":[],"meetings":[{"id":"m1","label":"hội nghị ",'
    '"kind":"hội nghị","date":"2024-03-08","day_month":null,"end_date":null,"session":null,'
    '"provinces":[],"organisers":[],"sites":[],"planned":false,"mentions":[0]}],"memberships":['
    '{"person":"p1","post":"t1","status":"current","printed":["Phó Chủ tịch UBND tỉnh"],'
    '"mentions":[2,3],"confidence":0.97}],"participations":[{"meeting":"m1","participant":"p1",'
    '"role":"chair","site":null,"acting_as":"t1","on_behalf_of":null,"order":null,"mentions":[0,4],'
    '"confidence":0.97},{"meeting":"m1","participant":"p2","role":"attend","site":null,"acting_as":'
    '"t2","on_behalf_of":null,"order":1,"mentions":[0,5],"confidence":0.97},{"meeting":"m1",'
    '"participant":"p2","role":"speak","site":null,"acting_as":null,"on_behalf_of":null,"order":'
    'null,"mentions":[0,5],"confidence":0.97}],"tenure_events":[]}'
).encode()


def packed(content: bytes) -> bytes:
    """Return the content as a store keeps it."""
    pack = zlib.compressobj(_LEVEL, zdict=_SAMPLE)
    return pack.compress(content) + pack.flush()


def unpacked(kept: bytes) -> bytes:
    """Return the content of what `packed` gave.

    Raises:
        KgError: It is damaged, or larger than anything that is kept.
    """
    unpack = zlib.decompressobj(zdict=_SAMPLE)
    try:
        content = unpack.decompress(kept, _LARGEST)
    except zlib.error as e:
        raise KgError(f"the store is damaged: {e}") from e
    if not unpack.eof or unpack.unused_data:
        raise KgError("the store is damaged: a text that is not whole")
    return content


def packed_text(text: str) -> bytes:
    """Return a text as a store keeps it, lone surrogates with it."""
    return packed(text.encode("utf-8", "surrogatepass"))


def unpacked_text(kept: bytes) -> str:
    """Return the text of what `packed_text` gave."""
    return unpacked(kept).decode("utf-8", "surrogatepass")
