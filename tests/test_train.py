"""Training: silver labels, their variations, and weights that are the same to the byte."""

from __future__ import annotations

import gzip
import json
import random
import shutil
from pathlib import Path

import msgspec
import pytest

from kg.cli import run
from kg.documents import Document
from kg.errors import KgError
from kg.lexicon.lexicon import load_lexicon
from kg.lexicon.rules import rules_dir
from kg.ner.augment import Names, varied
from kg.ner.crf import CrfRecogniser, labelled_spans
from kg.ner.silver import THING, Evidence, Known, Sample, gather, silver
from kg.train import (
    Annotation,
    chosen,
    model_tags,
    read_ids,
    train,
    training_config,
    with_variations,
)

ROOT = Path(__file__).parent.parent
X = load_lexicon()
CONFIG = training_config(rules_dir())
SMALL = msgspec.structs.replace(
    CONFIG, model=msgspec.structs.replace(CONFIG.model, iterations=15, fewest=1)
)

POSTS = ["Bí thư Tỉnh ủy", "Chủ tịch UBND tỉnh", "Phó Bí thư Tỉnh ủy", "Giám đốc Sở Nội vụ"]
NAMES = ["Bùi Quốc Thạnh", "Lò Thị Mây", "Đặng Quốc Thắm", "Mai Xuân Lộc", "Đỗ Hữu Phác"]


def documents() -> list[Document]:
    return [
        Document(
            id=f"d{n}",
            text=f"{POSTS[n % 4]} Lâm Đồng {NAMES[n % 5]} chủ trì hội nghị ngày {n + 1} ở đó.\n"
            f"Đồng chí {NAMES[(n + 2) % 5]}, {POSTS[(n + 1) % 4]}, phát biểu tại cuộc họp số {n}.\n"
            f"Hội nghị bàn việc sửa đường Nguyễn Văn Trỗi lần {n} ở thành phố Đà Lạt.",
        )
        for n in range(12)
    ]


def read(text: str, known: Known | None = None, evidence: Evidence | None = None) -> list[Sample]:
    return list(silver(text, X, evidence or Evidence(), known))


def spans(sample: Sample) -> list[tuple[str, str]]:
    return [
        (label, " ".join(sample.words[i:j])) for i, j, label in labelled_spans(list(sample.tags))
    ]


# -- silver


def test_a_sure_sentence_and_its_labels() -> None:
    (sample,) = read("Sáng qua, Bí thư Tỉnh ủy Lâm Đồng Bùi Quốc Thạnh chủ trì hội nghị.")
    assert sample.telling
    assert ("PER", "Bùi Quốc Thạnh") in spans(sample)
    assert ("TITLE", "Bí thư Tỉnh ủy Lâm Đồng") in spans(sample)
    assert ("MEETING", "hội nghị") in spans(sample)


@pytest.mark.parametrize(
    "text",
    [
        "Ông dự họp.",  # too short
        "Hội nghị đã thành công tốt đẹp trong ngày hôm qua.",  # no capitals inside
        "Bí thư Tỉnh ủy dự lễ tại Grand Plaza Zuwendorf hôm qua.",  # capitals nobody can read
        "Bà Rafiz Mahmudin Kerwan Zuwen Trofil dự hội nghị hôm qua.",  # a name too long
    ],
)
def test_a_doubtful_sentence_is_left_out(text: str) -> None:
    assert read(text) == []


def test_what_things_are_called_is_marked_but_nothing_to_the_model() -> None:
    (sample,) = read("Hội nghị bàn việc sửa đường Nguyễn Văn Trỗi trong tháng này.")
    assert (THING, "Nguyễn Văn Trỗi") in spans(sample)
    assert not any(tag.endswith(("PER", THING)) for tag in model_tags(sample))


def test_an_annotation_overrules_the_rules() -> None:
    text = "Hôm qua, Zuwen Trofil cùng Bùi Quốc Thạnh dự hội nghị tại Lâm Đồng."
    assert read(text) == []
    (sample,) = read(text, Known(("Zuwen Trofil",), ("Bùi Quốc Thạnh",)))
    assert [s for s in spans(sample) if s[0] in ("PER", THING)] == [
        ("PER", "Zuwen Trofil"),
        (THING, "Bùi Quốc Thạnh"),
    ]


def test_evidence_from_other_documents() -> None:
    led = ["Tổng thống Zuwen Trofil dự hội nghị."] * 2
    plain = ["Hội nghị bàn về Krawon Belt."] * 4
    evidence = gather([*led, *plain], X)
    assert ("zuwen", "trofil") in evidence.names
    assert ("krawon", "belt") in evidence.plain
    (sample,) = read("Hôm qua tại hội nghị, Zuwen Trofil nói về Krawon Belt.", evidence=evidence)
    assert [s for s in spans(sample) if s[0] == "PER"] == [("PER", "Zuwen Trofil")]


# -- variations


def test_variations_keep_words_and_tags_together() -> None:
    names = Names(X, CONFIG.augmentation)
    (sample,) = read("Đồng chí Bùi Quốc Thạnh, Bí thư Tỉnh ủy Lâm Đồng, chủ trì hội nghị.")
    chance = random.Random(5)
    seen = set()
    for _ in range(300):
        copy = varied(sample, names, CONFIG.augmentation, chance)
        assert len(copy.words) == len(copy.tags)
        assert all(copy.words)
        labels = [label for label, _ in spans(copy)]
        assert labels == [label for label, _ in spans(sample)]
        seen.update(spans(copy))
    assert len({words for label, words in seen if label == "PER"}) > 100
    assert ("TITLE", "bí thư Tỉnh ủy Lâm Đồng") in seen


def test_variations_are_drawn_from_the_seed() -> None:
    samples = [s for d in documents() for s in read(d.text)]
    names = Names(X, CONFIG.augmentation)
    assert with_variations(samples, names, CONFIG) == with_variations(samples, names, CONFIG)


# -- choice


def test_sentences_are_chosen_once_and_not_too_many_from_one_document() -> None:
    one = msgspec.structs.replace(CONFIG.silver, per_document=1)
    found = chosen([*documents(), *documents()], X, Evidence(), one)
    assert len(found) == len({s.words for s in found})
    assert 0 < len(found) <= 24


def test_the_choice_does_not_depend_on_the_order_of_documents() -> None:
    few = msgspec.structs.replace(CONFIG.silver, named=5, things=2, unnamed=2)
    found = chosen(documents(), X, Evidence(), few)
    assert found == chosen(documents()[::-1], X, Evidence(), few)


# -- weights


def test_training_twice_gives_the_same_bytes() -> None:
    first = train(documents(), lexicon=X, config=SMALL)
    again = train(documents()[::-1], lexicon=X, config=SMALL)
    assert first.content == again.content
    assert first.info.sentences > 24
    other = msgspec.structs.replace(SMALL, silver=msgspec.structs.replace(SMALL.silver, seed=7))
    assert train(documents(), lexicon=X, config=other).content != first.content


def test_what_is_trained_finds_names(tmp_path: Path) -> None:
    path = tmp_path / "small.crf"
    path.write_bytes(train(documents(), lexicon=X, config=SMALL).content)
    (sample,) = read("Chủ tịch UBND tỉnh Lâm Đồng Vũ Đình Khoát chủ trì hội nghị hôm qua.")
    from kg.ner.silver import tokens_of

    t = tokens_of(sample.words)
    found = [t.text(s.i, s.j) for s in CrfRecogniser(path, X).spans(t) if s.label == "PER"]
    assert found == ["Vũ Đình Khoát"]


def test_nothing_is_taken_from_excluded_documents() -> None:
    ids = {d.id for d in documents()}
    with pytest.raises(KgError, match="nothing to train on"):
        train(documents(), exclude=ids, lexicon=X, config=SMALL)
    with pytest.raises(KgError, match="nothing to train on"):
        train(documents(), [Annotation(i) for i in ids], exclude=ids, lexicon=X, config=SMALL)


def test_annotated_documents_without_text_take_that_of_the_corpus() -> None:
    annotated = [Annotation("d1", people={NAMES[1]: [], f"{NAMES[3]}#2": []}), Annotation("x")]
    trained = train(documents(), annotated, lexicon=X, config=SMALL)
    assert trained.documents == 11
    assert trained.annotated == 2


# -- the command


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    folder = Path(shutil.copytree(rules_dir(), tmp_path / "rules"))
    path = folder / "training.yaml"
    text = path.read_text(encoding="utf-8").replace("iterations: 150", "iterations: 10")
    path.write_text(text, encoding="utf-8")
    return folder


def corpus(path: Path) -> Path:
    with gzip.open(path, "wt", encoding="utf-8") as f:
        for d in documents():
            f.write(json.dumps({"id": d.id, "text": d.text}, ensure_ascii=False) + "\n")
    return path


def test_the_command(tmp_path: Path, rules: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, out = corpus(tmp_path / "c.jsonl.gz"), tmp_path / "w.crf"
    ids = tmp_path / "ids.txt"
    ids.write_text("# held out\nd3\nd4\n", encoding="utf-8")
    args = ["train", str(source), "--exclude", str(ids), "--rules", str(rules), "-o", str(out)]
    assert run(args) == 0
    assert "10 documents" in capsys.readouterr().err
    assert out.read_bytes().startswith(b"kg-crf")


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["none.jsonl.gz"], "none.jsonl.gz: cannot read"),
        (["bad.jsonl.gz"], "bad.jsonl.gz: cannot read"),
        (["c.jsonl.gz", "--gold", "none.jsonl"], "none.jsonl: cannot read annotations"),
        (["c.jsonl.gz", "--gold", "bad.jsonl"], "bad.jsonl, line 2"),
        (["c.jsonl.gz", "--exclude", "none.txt"], "none.txt: cannot read ids"),
    ],
)
def test_bad_input_of_the_command(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    args: list[str],
    message: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    corpus(Path("c.jsonl.gz"))
    Path("bad.jsonl.gz").write_bytes(b"no gzip at all")
    Path("bad.jsonl").write_text('{"id": "a"}\n{"id": 3}\n', encoding="utf-8")
    assert run(["train", *args, "-o", "w.crf"]) == 1
    assert message in capsys.readouterr().err
    assert not Path("w.crf").exists()


def test_ids_from_json_lines_and_from_plain_lines(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_text('{"id": "a", "people": {}}\n\n{"id": "b"}\n', encoding="utf-8")
    assert read_ids(path) == {"a", "b"}
    path.write_text("a\n# no id\n\nb\n", encoding="utf-8")
    assert read_ids(path) == {"a", "b"}


@pytest.mark.parametrize(
    "change",
    [
        ("seed: 20240118", "seed: soon"),
        ("copies: 1", "copies: 1\n  clones: 2"),
        ("model:", "modle:"),
    ],
)
def test_a_bad_configuration_is_named(rules: Path, change: tuple[str, str]) -> None:
    path = rules / "training.yaml"
    text = path.read_text(encoding="utf-8")
    assert change[0] in text
    path.write_text(text.replace(*change), encoding="utf-8")
    with pytest.raises(KgError, match=r"training\.yaml"):
        training_config(rules)
