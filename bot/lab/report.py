"""The lab's report: every rule on the same diaries, the frontier, and for whom the engine works."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from bot.domain.diary import Entry
from bot.lab import frontier, groups, noise
from bot.lab.chart import Spot, chart
from bot.lab.contest import Contest, Result, engine, generated, of_rule, run
from bot.lab.generator import STEP, WEEK_RAMP
from bot.lab.published import RULES
from bot.lab.tables import TARGET_HEAD, WIDE_HEAD, table, target_row, wide_row

ENGINE = "Homestretch"
SEED = 20260301
"""Not one of the seeds that the engine was tuned on."""
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Report:
    """Markdown, and the chart as PNG."""

    text: str
    picture: bytes


def report(patients: int, entries: Iterable[Entry] | None, progress: Progress) -> Report:
    """Run everything; with diary entries, their windows are the noise instead of made-up patients.

    Raises ValueError where a diary is too short."""
    if entries is not None:
        return _of_diary(noise.of_diary(entries), progress)
    return _of_patients(generated(patients, SEED), progress)


def _results(contest: Contest, progress: Progress) -> dict[str, Result]:
    results = {}
    for name, rule in RULES.items():
        progress(name)
        results[name] = run(of_rule(rule), contest)
    progress(ENGINE)
    return {ENGINE: run(engine(), contest), **results}


def _of_diary(contest: Contest, progress: Progress) -> Report:
    results = _results(contest, progress)
    curve = frontier.engines(contest, results[ENGINE])
    head = (
        f"# Rules on a real diary\n\n{len(contest.still)} overlapping stretches of"
        f" {noise.WINDOW_DAYS} days as they are, and with a change put in. Overlapping stretches"
        " share their days: the true intervals are wider. Aimed at: at most 0.20 false flags per"
        " patient-month, 95 % of steps and 92 % of ramps, 2 days after a step."
    )
    parts = [
        head,
        _targets(results),
        _engines(curve),
    ]
    return Report("\n\n".join(parts) + "\n", _picture(results, curve, []))


def _of_patients(contest: Contest, progress: Progress) -> Report:
    results = _results(contest, progress)
    curve = frontier.engines(contest, results[ENGINE])
    progress("the ceiling")
    rates = [result.false_flags().per_month for _, result in curve]
    ceiling = list(frontier.oracles(contest, rates))
    head = (
        f"# Rules on {len(contest.people)} made-up patients\n\nMade by `python run_bot.py"
        f" rules --patients {len(contest.people)} --chart rules.png`. Seed {SEED}; how they are"
        " made and from which published figures: bot/lab/generator.py. 95 % intervals in brackets."
        " Counted is every flag but silence and not improving. Aimed at: at most 0.35 false flags"
        " per patient-month, 87 % of steps and 80 % of ramps."
    )
    parts = [
        head,
        _targets(results),
        "## Found within 14 days, and by chance\n\n"
        + table(WIDE_HEAD, [wide_row(name, result) for name, result in results.items()]),
        _engines(curve),
        _ceiling(ceiling),
        "## For whom it works\n\n" + table(groups.HEAD, groups.rows(results[ENGINE])),
    ]
    return Report("\n\n".join(parts) + "\n", _picture(results, curve, ceiling))


def _targets(results: dict[str, Result]) -> str:
    rows = [target_row(name, result) for name, result in results.items()]
    return "## Every rule\n\n" + table(TARGET_HEAD, rows)


def _engines(curve: list[tuple[float, Result]]) -> str:
    rows = [target_row(f"{scale:g} times the evidence", result) for scale, result in curve]
    return "## The engine at other limits\n\n" + table(TARGET_HEAD, rows)


def _ceiling(results: list[Result]) -> str:
    rows = [target_row("knows the truth", result) for result in results]
    text = (
        "## The ceiling\n\nA likelihood detector for a step that is told each patient's level,"
        " scatter, carry-over, recovery, flares and missing answers, at the same false flags."
    )
    return f"{text}\n\n" + table(TARGET_HEAD, rows)


def _spots(named: Iterable[tuple[str, Result]]) -> Iterator[Spot]:
    for name, result in named:
        found = (result.found(STEP.name).soon.value + result.found(WEEK_RAMP.name).soon.value) / 2
        yield Spot(name, result.false_flags().per_month, found)


def _picture(
    results: dict[str, Result], curve: list[tuple[float, Result]], ceiling: list[Result]
) -> bytes:
    rules = [(name, result) for name, result in results.items() if name != ENGINE]
    return chart(
        list(_spots(rules)),
        list(_spots((str(scale), result) for scale, result in curve)),
        list(_spots(("", result) for result in ceiling)),
        "+2 points found within 10 days (step and one-week ramp)",
    )
