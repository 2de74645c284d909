"""The practice clinic: a strict Bot API server and its web page.

Knows Telegram's protocol, nothing of the bot.
"""
