"""A therapist's card of what forbids what: conditions, known signs, and asking for signs now."""

from bot.chat.router import Of, Who, press
from bot.chat.turn import Turn
from bot.domain.people import Patient
from bot.services import audit, conditions, rounds, screening, sessions_refit

KNOWN_REASONS = ("stenosis", "long_known")
_KINDS = {"c": conditions.CONTRAINDICATION, "f": conditions.CONFIRMATION}


@press("n", Who.STAFF, Of.PATIENT)
def button(turn: Turn, patient: Patient, rest: str) -> None:
    act, _, value = rest.partition(":")
    if act in _KINDS:
        if conditions.toggle(turn.clinic, patient, _KINDS[act], value, turn.member, turn.at):
            sessions_refit.refit(turn.clinic, patient, turn.at)
        _show(turn, patient)
    elif act == "ask":
        _ask(turn, patient)
    elif act == "known" and value in (*KNOWN_REASONS, "off"):
        screening.record_known(turn.clinic, patient, "both_legs", value, turn.member, turn.at)
        _show(turn, patient)
    else:
        audit.note(turn.clinic, turn.member, "view_conditions", patient, turn.at)
        _show(turn, patient)


def _show(turn: Turn, patient: Patient) -> None:
    if turn.entry is not None and turn.entry.kind == "conditions":
        turn.redraw()
    else:
        turn.say("conditions", about=patient.id, patient=patient.id)


def _ask(turn: Turn, patient: Patient) -> None:
    """Put the questions about warning signs to the patient now."""
    if not patient.is_current:
        turn.note("pop.no_chat", box=True, name=patient.name)
        return
    rounds.begin(turn.clinic, patient, "therapist", turn.at)
    turn.note("conditions.asked", name=patient.name)
