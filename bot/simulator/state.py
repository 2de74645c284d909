"""The clinic as one JSON object, for a page that has just connected."""

from __future__ import annotations

from dataclasses import asdict

from bot.simulator.practice import Practice
from bot.simulator.values import Json


def snapshot(sim: Practice) -> Json:
    """All chats with their messages, the bot's liveness, faults, story and clock."""
    world = sim.world
    now = world.now()
    return {
        "event_id": f"{world.hub.epoch}-{world.hub.number}",
        "now": now.isoformat(),
        "zone": str(now.tzinfo),
        "bot": {
            "id": world.bot["id"],
            "name": world.bot["first_name"],
            "username": world.bot["username"],
            "description": world.profile.get("description:", ""),
        },
        "phones": world.phones(),
        "chats": [chat_state(sim, chat) for chat in world.people],
        "faults": [asdict(one) for one in sim.api.faults.all],
        "liveness": sim.liveness(),
        "can_move_clock": sim.clinic is not None,
        "story": sim.story.state() if sim.story else None,
    }


def chat_state(sim: Practice, chat: int) -> Json:
    """One chat: its person, messages, command menu, last pop-up and revision."""
    world = sim.world
    person = world.people[chat]
    return {
        "id": chat,
        "first_name": person.first_name,
        "username": person.username,
        "language_code": person.language_code,
        "label": person.label,
        "role": person.role,
        "started": person.standing == "started",
        "blocked": person.blocked,
        "deactivated": person.deactivated,
        "revision": world.revisions[chat],
        "commands": world.commands.shown(chat, person.language_code),
        "answer": world.answers.get(chat),
        "messages": [one.to_page() for one in world.messages[chat].values()],
    }
