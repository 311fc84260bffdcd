"""``kg_officials`` in a spaCy pipeline, and spaCy pipelines in place of the weights."""

from __future__ import annotations

from importlib.metadata import entry_points
from pathlib import Path

import pytest

from kg.errors import KgError
from kg.lexicon.lexicon import load_lexicon
from kg.ner.combine import load_recogniser
from kg.ner.crf import WEIGHTS, CrfRecogniser
from kg.ner.external import SpacyRecogniser
from kg.ner.prepare import Prepared
from kg.text.normalise import normalise

spacy = pytest.importorskip("spacy")

X = load_lexicon()
TEXT = (
    "Ngày 17/1/2024, tại thành phố Đà Lạt, đồng chí Bùi Quốc Thạnh, Bí thư Tỉnh ủy Lâm Đồng, "
    "chủ trì hội nghị triển khai nhiệm vụ năm 2024."
)


def pipeline(**config: object):  # type: ignore[no-untyped-def]
    nlp = spacy.blank("xx")
    nlp.add_pipe("kg_officials", config=config)
    return nlp


def test_it_is_registered() -> None:
    assert "kg_officials" in entry_points(group="spacy_factories").names
    assert spacy.blank("xx").has_factory("kg_officials")


def test_spans() -> None:
    doc = pipeline()(TEXT)
    found = {(s.label_, s.text) for s in doc.spans["kg"]}
    assert ("OFFICIAL", "Bùi Quốc Thạnh") in found
    assert ("POST", "Bí thư Tỉnh ủy Lâm Đồng") in found
    assert ("ROLE", "chủ trì") in found
    assert {"OFFICIAL", "POST", "BODY", "PLACE", "MEETING", "ROLE"} >= {s for s, _ in found}
    assert any(label == "MEETING" and text.startswith("hội nghị") for label, text in found)
    ids = {s.id_ for s in doc.spans["kg"] if s.label_ == "OFFICIAL"}
    assert len(ids) == 1


def test_tokens_that_a_mention_cuts_are_taken_in_whole() -> None:
    nlp = spacy.blank("vi", config={"nlp": {"tokenizer": {"use_pyvi": False}}})
    nlp.add_pipe("kg_officials")
    doc = nlp(TEXT)  # this tokenizer leaves "Thạnh," one token
    assert "Bùi Quốc Thạnh," in {s.text for s in doc.spans["kg"]}


@pytest.mark.parametrize("text", ["", "  \n", "Xin chào.", "\u200b", "Hello world"])
def test_a_text_without_officials_has_no_spans(text: str) -> None:
    assert [s for s in pipeline()(text).spans["kg"] if s.label_ == "OFFICIAL"] == []


def test_another_key_and_other_rules() -> None:
    doc = pipeline(spans_key="officials", rules=str(X.folder))(TEXT)
    assert len(doc.spans["officials"]) > 3
    assert "kg" not in doc.spans


def test_a_pipeline_is_saved_and_loaded(tmp_path: Path) -> None:
    nlp = pipeline()
    nlp.to_disk(tmp_path / "p")
    doc, again = nlp(TEXT), spacy.load(tmp_path / "p")(TEXT)
    assert [s.text for s in again.spans["kg"]] == [s.text for s in doc.spans["kg"]] != []


def test_displacy_draws_it() -> None:
    from kg.ner.spacy_component import DISPLACY

    html = spacy.displacy.render(pipeline()(TEXT), style="span", options=DISPLACY, jupyter=False)
    for word in ("OFFICIAL", "POST", "MEETING", "Thạnh"):
        assert word in html


# -- a pipeline in place of the weights


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    nlp = spacy.blank("xx")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns(
        [
            {"label": "PERSON", "pattern": "Bùi Quốc Thạnh"},
            {"label": "GPE", "pattern": "Đà Lạt"},
            {"label": "ORG", "pattern": "Tỉnh ủy Lâm Đồng"},
            {"label": "DATE", "pattern": "Ngày"},
        ]
    )
    nlp.to_disk(tmp_path / "ruler")
    return tmp_path / "ruler"


def test_labels_of_others_are_ours(folder: Path) -> None:
    model = load_recogniser(folder, X)
    t = Prepared(normalise(TEXT + " Đà Lạt vắng.").text, X).tokens
    assert [(s.label, t.text(s.i, s.j)) for s in model.spans(t)] == [
        ("PLACE", "Đà Lạt"),
        ("PER", "Bùi Quốc Thạnh"),
        ("BODY", "Tỉnh ủy Lâm Đồng"),
        ("PLACE", "Đà Lạt"),
    ]
    assert all(0 < s.probability <= 1 for s in model.spans(t))


def test_the_version_follows_the_content(folder: Path, tmp_path: Path) -> None:
    other = spacy.blank("xx")
    other.add_pipe("entity_ruler").add_patterns([{"label": "PERSON", "pattern": "Lò Thị Mây"}])
    other.to_disk(tmp_path / "other")
    first = load_recogniser(folder, X).version
    assert first == load_recogniser(folder, X).version
    assert first != load_recogniser(tmp_path / "other", X).version


def test_weights_and_none_are_our_own_model() -> None:
    assert isinstance(load_recogniser(None, X), CrfRecogniser)
    assert isinstance(load_recogniser(WEIGHTS, X), CrfRecogniser)


@pytest.mark.parametrize("name", ["no_such_pipeline_here", "."])
def test_what_is_no_pipeline(name: str, tmp_path: Path) -> None:
    with pytest.raises(KgError, match="cannot load"):
        load_recogniser(tmp_path if name == "." else name, X)


def test_a_pipeline_without_labels_of_use(tmp_path: Path) -> None:
    spacy.blank("xx").to_disk(tmp_path / "blank")
    with pytest.raises(KgError, match="no label"):
        SpacyRecogniser(tmp_path / "blank")
