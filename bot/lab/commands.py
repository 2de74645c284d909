"""`run_bot.py replay` and `run_bot.py rules`: flags on old diaries, and rules side by side."""

from pathlib import Path

import click

from bot import program_files, texts
from bot.domain import diary
from bot.domain.diary import BadDiaryError, Entry
from bot.domain.flags import Thresholds
from bot.domain.replay import replay as flags_of
from bot.lab.printed import as_csv
from bot.lab.report import report

_PROGRAMS = Path(__file__).resolve().parents[2] / "programs"
_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


class Refused(click.ClickException):
    """Nothing is done: one line a reason, exit status 2."""

    exit_code = 2

    def show(self, file: object = None) -> None:  # noqa: ARG002 - always stderr
        click.echo(self.message, err=True)


@click.command()
@click.argument("path", metavar="DIARY.csv", type=_FILE)
@click.option("--plan", "plan_id", help="Take this plan's thresholds and expected course.")
@click.option(
    "--programs",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="PROGRAMS_DIR",
    default=_PROGRAMS,
    help="The folder that holds plans/.",
)
def replay(path: Path, plan_id: str | None, programs: Path) -> None:
    """Show what would have been flagged in an old diary.

    DIARY.csv has the columns patient, date (YYYY-MM-DD) and pain (0-10; empty = asked but not
    answered), and may have leg (none, back, buttock, thigh, calf, foot) and session (done, partly,
    none). A day without a row was not answered. Every flag is taken as seen on its own day.
    """
    thresholds = _thresholds(plan_id, programs) if plan_id else Thresholds()
    click.echo(as_csv(flags_of(_entries(path), thresholds), texts.load()), nl=False)


@click.command()
@click.option(
    "--patients",
    type=click.IntRange(20, 100_000),
    default=300,
    show_default=True,
    help="Made-up patients; more make narrower intervals.",
)
@click.option("--diary", "path", type=_FILE, help="Take this diary's days as the noise instead.")
@click.option(
    "--chart",
    "picture",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the chart to this PNG file.",
)
def rules(patients: int, path: Path | None, picture: Path | None) -> None:
    """Compare the engine with published rules on diaries whose truth is known."""
    entries = _entries(path) if path else None
    try:
        made = report(patients, entries, lambda name: click.echo(f"... {name}", err=True))
    except ValueError as error:
        raise Refused(f"{path}: {error}") from error
    click.echo(made.text, nl=False)
    if picture:
        picture.write_bytes(made.picture)
        click.echo(f"\n![Found within 10 days against false flags]({picture.name})")


def _entries(path: Path) -> list[Entry]:
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            return diary.read(lines)
    except UnicodeDecodeError as error:
        raise Refused(f"{path}: not UTF-8 text (byte {error.start})") from error
    except BadDiaryError as error:
        rows = (f"{path}:{mistake.line}: {mistake.text}" for mistake in error.mistakes)
        raise Refused("\n".join(rows)) from error


def _thresholds(plan_id: str, programs: Path) -> Thresholds:
    try:
        plans = program_files.load(programs).plans
    except program_files.ProgrammeErrors as error:
        raise Refused(str(error)) from error
    if plan_id not in plans:
        raise Refused(f"--plan {plan_id}: unknown; the plans are {', '.join(sorted(plans))}")
    return plans[plan_id].thresholds
