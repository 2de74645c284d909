"""From an outbox row to the message people see."""

from bot.chat.drawing import (
    alerts,
    cards,
    conditions,
    cover,
    daily,
    digest,
    emergency,
    enrolment,
    flag_card,
    flare,
    guided,
    joining,
    menus,
    progress,
    quality,
    review,
    rights,
    screening,
    settings,
    sore,
    staff,
    talk,
    tips,
)
from bot.chat.drawing.canvas import Button, Canvas, Drawn, Picture, draw, kinds

__all__ = ["Button", "Canvas", "Drawn", "Picture", "draw", "kinds"]

# Importing a module registers its kinds; naming them here keeps the list in one place.
MODULES = (
    alerts,
    cards,
    conditions,
    cover,
    daily,
    digest,
    emergency,
    enrolment,
    flag_card,
    flare,
    guided,
    joining,
    menus,
    progress,
    quality,
    review,
    rights,
    screening,
    settings,
    sore,
    staff,
    talk,
    tips,
)
