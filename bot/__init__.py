"""Homestretch: a clinic's Telegram bot for home exercise."""
