"""A replay as CSV, with the reasons in plain English."""

import csv
import io
from collections.abc import Iterable

from bot.domain.flags import Reason
from bot.domain.replay import Raised
from bot.texts import Texts

COLUMNS = ("patient", "date", "kind", "priority", "reason")
LANGUAGE = "en"


def as_csv(raised: Iterable[Raised], texts: Texts) -> str:
    """One line per raise below a header."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in raised:
        found = row.what.finding
        reason = in_words(found.reason, texts)
        writer.writerow((row.patient, row.what.on, found.kind, found.priority, reason))
    return out.getvalue()


def in_words(reason: Reason, texts: Texts) -> str:
    """A reason as one sentence."""
    labels = {
        name: ", ".join(texts.plain(LANGUAGE, key) for key in keys)
        for name, keys in reason.labels.items()
    }
    return texts.plain(LANGUAGE, reason.key, **reason.params, **labels)
