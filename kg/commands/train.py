"""``kg train``: weights of the statistical recogniser."""

from __future__ import annotations

from pathlib import Path

import click

from kg.commands.failures import Failures
from kg.commands.options import quiet_option, rules_option
from kg.errors import KgError


@click.command()
@click.argument(
    "corpus", metavar="CORPUS...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@click.option(
    "--output",
    "-o",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="The weights file to write.",
)
@click.option(
    "--gold",
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="Annotated reports (JSON Lines) to learn from too; texts may be left to CORPUS.",
)
@click.option(
    "--exclude",
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="Reports to take nothing from: JSON Lines with ids, or an id a line.",
)
@rules_option
@quiet_option
@click.pass_context
def command(
    ctx: click.Context,
    corpus: tuple[Path, ...],
    output: Path,
    gold: tuple[Path, ...],
    exclude: tuple[Path, ...],
    rules: Path | None,
    quiet: bool,
) -> None:
    """Train the statistical recogniser on a corpus.

    It learns names, titles, bodies, places and meetings. CORPUS is what build reads, or a .jsonl.gz
    file. The sentences that the rules read without a
    doubt are what the model learns from; how many, and how they are varied, stands in training.yaml
    of the rules. The same input gives the same bytes.

    \b
    Example:
      kg train press.jsonl.gz --exclude gold.jsonl -o weights.crf
      kg build seeds/ --model weights.crf
    """
    from kg.lexicon.lexicon import load_lexicon
    from kg.train import read_annotations, read_corpus, read_ids, train

    lexicon = load_lexicon(rules)
    failures = Failures()
    annotations = [a for path in gold for a in read_annotations(path)]
    left_out = {id for path in exclude for id in read_ids(path)}

    def tell(step: str) -> None:
        if not quiet:
            click.echo(f"{step} …", err=True)

    trained = train(
        read_corpus(corpus, failures),
        annotations,
        exclude=left_out,
        lexicon=lexicon,
        on_progress=tell,
    )
    try:
        output.write_bytes(trained.content)
    except OSError as e:
        raise KgError(f"{output}: cannot write weights: {e.strerror}") from e
    if not quiet:
        info = trained.info
        click.echo(
            f"{output}: {len(trained.content)} bytes, from {info.sentences} sentences of"
            f" {trained.documents} documents and {trained.annotated} annotated ones",
            err=True,
        )
    ctx.exit(1 if failures.count else 0)
