"""What strangers see of the bot: its description and a stranger's commands, in every language."""

from telegram import Bot, BotCommand, BotCommandScopeAllPrivateChats

from bot.chat.drawing.menus import STRANGER
from bot.services.clinic import Clinic
from bot.texts import Texts


async def publish(bot: Bot, clinic: Clinic, texts: Texts) -> None:
    """Set the texts for each language, and the default language for everybody else."""
    default = clinic.settings.default_language
    for code in (None, *texts.languages):
        language = code or default
        commands = [
            BotCommand(name, texts.plain(language, f"command.stranger.{name}")) for name in STRANGER
        ]
        await bot.set_my_commands(
            commands, scope=BotCommandScopeAllPrivateChats(), language_code=code
        )
        name = clinic.settings.clinic_name
        await bot.set_my_description(
            texts.plain(language, "profile.description", clinic=name), language_code=code
        )
        await bot.set_my_short_description(
            texts.plain(language, "profile.short", clinic=name)[:120], language_code=code
        )
