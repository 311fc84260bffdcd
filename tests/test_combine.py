"""Rules and model together: whose names stand, and with which confidence."""

from __future__ import annotations

from collections.abc import Container
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.cli import cli
from kg.documents.document import Document
from kg.errors import KgError
from kg.lexicon.lexicon import load_lexicon
from kg.ner.combine import BOTH, RULES_ONLY, load_recogniser
from kg.ner.crf import ModelSpan
from kg.report.extract import extract
from kg.text.tokens import Tokens

X = load_lexicon()


class Told:
    """A recogniser that sees the names it is told, wherever they stand."""

    version = "told"

    def __init__(self, names: dict[str, float]) -> None:
        self._names = names

    def spans(self, tokens: Tokens, wanted: Container[int] | None = None) -> list[ModelSpan]:
        words = tokens.words
        return [
            ModelSpan(i, i + len(name.split()), "PER", probability)
            for i in range(len(words))
            for name, probability in self._names.items()
            if list(words[i : i + len(name.split())]) == name.split()
            and (wanted is None or tokens.sent[i] in wanted)
        ]


def names(text: str, recogniser: Told | None) -> dict[str, float]:
    report = extract(Document(id="d", text=text), X, recogniser)
    best: dict[str, float] = {}
    for mention in report.mentions:
        if mention.kind == "person":
            name = text[mention.start : mention.end]
            best[name] = max(best.get(name, 0.0), mention.confidence)
    return best


LED = "Sáng 5/3, Bí thư Tỉnh ủy Hà Nam Lê Văn Bình chủ trì hội nghị."

# (text, what the model sees with which probability, names with their confidence)
TOGETHER: list[tuple[str, dict[str, float], dict[str, float]]] = [
    (LED, {"Lê Văn Bình": 0.99}, {"Lê Văn Bình": BOTH}),
    (LED, {}, {"Lê Văn Bình": RULES_ONLY}),  # a title leads the name: it stands
    (LED, {"Văn Bình": 0.99}, {"Lê Văn Bình": RULES_ONLY}),  # the rules know where names begin
]


@pytest.mark.parametrize(("text", "seen", "expected"), TOGETHER)
def test_names_and_their_confidence(
    text: str, seen: dict[str, float], expected: dict[str, float]
) -> None:
    assert names(text, Told(seen)) == expected


# (a name without a surname of the lists, the model's probability, whether it is believed)
UNLISTED: list[tuple[str, float, bool]] = [
    ("Gung Văn Bơ", 0.99, True),
    ("Gung Văn Bơ", 0.3, False),
    ("Gung Bơ", 0.99, False),  # given names alone refer back, here to nobody
]


@pytest.mark.parametrize(("name", "probability", "believed"), UNLISTED)
def test_a_name_whose_surname_no_list_has(name: str, probability: float, believed: bool) -> None:
    text = f"Sáng 5/3, Bí thư Tỉnh ủy Hà Nam {name} chủ trì hội nghị."
    assert name not in names(text, None)
    assert names(text, Told({name: probability})) == ({name: BOTH} if believed else {})


def test_rules_alone_are_certain() -> None:
    assert names(LED, None) == {"Lê Văn Bình": 1.0}


def test_none_means_the_rules_alone() -> None:
    assert load_recogniser("none", X) is None
    assert load_recogniser(None, X) is not None


@pytest.mark.parametrize("content", [b"", b"not weights", b"lCRF" + bytes(40)])
def test_bad_weights_get_a_line(tmp_path: Path, content: bytes) -> None:
    bad = tmp_path / "bad.crf"
    bad.write_bytes(content)
    with pytest.raises(KgError, match=r"bad\.crf"):
        load_recogniser(bad, X)


def test_another_model_reads_all_reports_again(tmp_path: Path) -> None:
    (tmp_path / "r.txt").write_text(LED, encoding="utf-8")
    db = str(tmp_path / "o.db")

    def confidence(*model: str) -> str:
        build = ["build", str(tmp_path / "r.txt"), "-o", db, "-q", *model]
        assert CliRunner().invoke(cli, build).exit_code == 0
        return CliRunner().invoke(cli, ["explain", "le van binh", "--json", "--db", db]).output

    assert confidence() != confidence("--model", "none")
    assert confidence() == confidence()


def test_reliability_stands_below_the_measures(tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text(
        '{"id": "a", "published": "2024-03-05", "text": "' + LED + '", "people": '
        '{"Lê Văn Bình": ["Bí thư Tỉnh ủy Hà Nam"]}, "bodies": [], "provinces": ["Hà Nam"], '
        '"meetings": []}\n',
        encoding="utf-8",
    )
    done = CliRunner().invoke(cli, ["evaluate", str(gold), "--reliability", "--model", "none"])
    assert done.exit_code == 0, done.output
    assert done.output.splitlines()[-1].split() == ["1.00", "1", "1.000"]
