"""`run_bot.py figures`: renders what is stale, on every core, and writes the gallery."""

import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path

import click

from bot.domain.figure.check import check
from bot.domain.figure.spec import FigureSpec
from bot.pictures.figure import files, gallery


@click.command()
@click.option(
    "--programs",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default="programs",
    envvar="PROGRAMS_DIR",
    help="The folder with exercises/ and figures/.",
)
@click.option("--all", "everything", is_flag=True, help="Render every figure, stale or not.")
def figures(programs: Path, *, everything: bool) -> None:
    """Render the exercise figures whose poses have changed; say what no body could do."""
    try:
        specs = files.read(programs / "exercises")
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    folder = programs / "figures"
    folder.mkdir(exist_ok=True)
    wanted = list(specs) if everything else files.stale(specs, folder)
    hashes = {name: h for name, h in files.index(folder).items() if name in specs}
    with click.progressbar(length=len(wanted), label="Figures", show_pos=True) as bar:
        for name, digest in _rendered({n: specs[n] for n in wanted}, folder):
            hashes[name] = digest
            files.write_index(folder, hashes)
            bar.update(1)
    files.write_index(folder, hashes)
    gallery.write(folder, list(specs))
    click.echo(f"{len(wanted)} rendered, {len(specs) - len(wanted)} up to date.")
    for name in wanted:
        for finding in check(name, specs[name]):
            click.echo(finding, err=True)


def _rendered(specs: dict[str, FigureSpec], folder: Path) -> Iterator[tuple[str, str]]:
    """Yields (name, hash) as each figure is done."""
    # Forking a process that already has threads may deadlock; a fresh one cannot.
    fresh = get_context("spawn")
    with ProcessPoolExecutor(os.cpu_count(), mp_context=fresh) as pool:
        jobs = {pool.submit(files.render, n, spec, folder): n for n, spec in specs.items()}
        for job in as_completed(jobs):
            yield jobs[job], job.result()
