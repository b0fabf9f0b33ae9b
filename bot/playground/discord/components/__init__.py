"""Components: whether Discord would take them, how it completes them, and finding one again."""

from bot.playground.discord.components.checking import check_form, check_message, completed, find, references

__all__ = ["check_form", "check_message", "completed", "find", "references"]
