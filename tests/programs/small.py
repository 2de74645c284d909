"""A small programme folder that is sound, for tests that break it in one place."""

from pathlib import Path

CONDITIONS = """
[contraindications]
knee_pain = { en = "Knee pain", es = "Dolor de rodilla" }
pregnancy = { en = "Pregnancy", es = "Embarazo" }
[confirmations]
shown = { en = "Shown in the clinic", es = "Mostrado en la clínica" }
"""

TILT = """
schema = 1
version = 1
reviewed_by = "Tess, physiotherapist, 2026-01-05"
kind = "strength"
body_part = "trunk"
harder = ["bridge"]

[name]
en = "Tilt"
es = "Báscula"

[how]
en = ["Lie down.", "Press your back down."]
es = ["Acuéstese.", "Presione la espalda."]

[feel]
en = "Your belly works."
es = "Trabaja el abdomen."

[stop_if]
en = "Stop if it hurts more."
es = "Pare si duele más."

[dose]
reps = 10
hold_seconds = 5
source = "A leaflet."

[most]
sets = 2
reps = 12
hold_seconds = 10
"""

BRIDGE = (
    TILT.replace("Tilt", "Bridge")
    .replace("Báscula", "Puente")
    .replace('harder = ["bridge"]', 'easier = ["tilt"]\nnot_for = ["knee_pain"]')
    .replace('reviewed_by = "Tess, physiotherapist, 2026-01-05"', 'reviewed_by = ""')
)

PLAN = """
schema = 1
version = 1
reviewed_by = "Tess, physiotherapist, 2026-01-05"
source = "Practice."

[name]
en = "Back"
es = "Espalda"

[about]
en = "For backs."
es = "Para espaldas."

[course]
en = "Weeks."
es = "Semanas."

[stop_rule]
en = "Stop if it hurts more."
es = "Pare si duele más."

[advance]
sessions = 2

[flags]
severe_at = 7

[[phase]]
id = "start"
name = { en = "Start", es = "Comienzo" }
goal = { en = "Begin.", es = "Empezar." }
weeks = 2
training_days = ["mon", "wed", "fri"]

[[phase.exercise]]
exercise = "tilt"
doses = [{ reps = 8 }, { reps = 12 }]

[[phase.exercise]]
exercise = "bridge"
turn = "b"

[[flare]]
exercise = "tilt"
doses = [{ reps = 5 }]
"""

ADVICE = """
schema = 1
version = 1
reviewed_by = "Tess, physiotherapist, 2026-01-05"
topic = "comfort"
order = 1
source = "A leaflet."
hidden_for = ["pregnancy"]
requires = ["shown"]

[title]
en = "Warmth"
es = "Calor"

[text]
en = "Warmth helps."
es = "El calor ayuda."

[tip]
en = "Try warmth."
es = "Pruebe el calor."
"""

FILES = {
    "contraindications.toml": CONDITIONS,
    "exercises/tilt.toml": TILT,
    "exercises/bridge.toml": BRIDGE,
    "plans/back.toml": PLAN,
    "advice/warmth.toml": ADVICE,
}


def write(folder: Path, **changes: str) -> Path:
    """The folder with `name="text"` files changed or added; "/" in a name is written "__"."""
    given = {name.replace("__", "/") + ".toml": text for name, text in changes.items()}
    for name, text in {**FILES, **given}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder
