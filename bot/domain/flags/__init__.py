"""When a therapist should hear about a patient: from a window of days to flags, purely.

How the live service uses it, always with the same call::

    decisions = evaluate(days, open_flags, thresholds, today, day_over=False)

- `days`: every local date of the last `WINDOW_DAYS` days up to `today` that had a prompt or should
  have had one, in any order. Only ratings as they now stand: corrections have replaced their old
  value. `today` is the patient's local date of the prompt that was answered.
- `open_flags`: all flags of the patient that the engine has not closed, *also the acknowledged
  ones* (a therapist's list may show only the others). Red flags are raised by the services;
  pass them too.
- Call it in the transaction that writes a rating, a correction, a leg level, a session's answer;
  with a late answer to an earlier day, once for that day and once for each day after it, in order.
- Call it once a day for each patient when their local day has ended, with `day_over=True` and
  `today` = the day that ended: only then does an unanswered prompt of that day count, so silence
  is found here, as are repeats of flags nobody opened.
- Write what comes back: each `Raise` is a new flag and an alert (`again`: the open flag of that
  kind gets `raised = on`, `raises + 1`, `acknowledged = None`, and an alert); each update
  replaces the evidence and reason of the open flag; each close ends it; each kind in `repeats`
  has not been seen for a week: alert once more as it stands, with `raised = today`.
- Calling it twice with the same facts changes nothing the second time. A flag opened today by a
  rating that was corrected since comes back as a close with `corrected`.
- `decisions.ask`: the number alone cannot tell; ask the patient (once a week is enough) "worse
  than your usual? a flare or new?", store the answer as `Day.compared` and evaluate again: "new"
  halves the evidence that it takes. No answer ever suppresses a flag.

How it decides: `severe` is one very high rating far above the patient's own scatter; `worsening`
is found by a fast rule (`scan.pair`: two reports in a row at least 2 points and 3 spreads above
the usual) and a slow one (`scan.scan`: reports that add up to a rise since some day). What these
find, and how often in vain, is measured by the rule lab (bot/lab, docs/rules.md).

`baseline(days, before)` is the patient's usual, for charts and "your usual 4".
"""

from bot.domain.flags.baseline import Baseline, baseline
from bot.domain.flags.engine import WINDOW_DAYS, evaluate
from bot.domain.flags.model import (
    AfterExercise,
    Close,
    ComparedToUsual,
    Day,
    Decisions,
    Fact,
    Finding,
    Kind,
    Leg,
    OpenFlag,
    Priority,
    Raise,
    Reason,
)
from bot.domain.flags.thresholds import Course, Thresholds

__all__ = [
    "WINDOW_DAYS",
    "AfterExercise",
    "Baseline",
    "Close",
    "ComparedToUsual",
    "Course",
    "Day",
    "Decisions",
    "Fact",
    "Finding",
    "Kind",
    "Leg",
    "OpenFlag",
    "Priority",
    "Raise",
    "Reason",
    "Thresholds",
    "baseline",
    "evaluate",
]
