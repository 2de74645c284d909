"""What people can do: each module declares its commands and buttons with who may use them."""

from bot.chat.handlers import (
    cards,
    cover,
    daily,
    digest,
    enrolment,
    flags,
    flare,
    guided,
    joining,
    progress,
    quality,
    rights,
    screening,
    settings,
    staff,
    start,
    talk,
    tips,
)

# Importing a module declares its routes; naming them here keeps the list in one place.
MODULES = (
    cards,
    cover,
    daily,
    digest,
    enrolment,
    flags,
    flare,
    guided,
    joining,
    progress,
    quality,
    rights,
    screening,
    settings,
    staff,
    start,
    talk,
    tips,
)
