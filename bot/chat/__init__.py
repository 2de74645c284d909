"""The only floor that speaks Telegram: poller, handlers, rendering, sender."""
