"""The pure floor: no I/O, no Telegram, no SQL; the present instant is always a parameter."""
