"""`run_bot.py figures`: renders what is stale, on every core, and writes the gallery."""

import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

import click

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
    """Render the exercise figures whose poses have changed."""
    specs, folder = files.read(programs / "exercises"), programs / "figures"
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


def _rendered(specs: dict[str, FigureSpec], folder: Path) -> Iterator[tuple[str, str]]:
    """Yields (name, hash) as each figure is done."""
    with ProcessPoolExecutor(max_workers=os.cpu_count()) as pool:
        jobs = {pool.submit(files.render, n, spec, folder): n for n, spec in specs.items()}
        for job in as_completed(jobs):
            yield jobs[job], job.result()
