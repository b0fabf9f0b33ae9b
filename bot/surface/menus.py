"""What somebody chose in a menu, read from what Discord sent: menus outlive the process that made them."""

import discord


def chosen_in(itx: discord.Interaction) -> str:
    """Empty where it is no choice; anybody can forge one."""
    values = dict(itx.data or {}).get("values")
    return str(values[0]) if isinstance(values, list) and values else ""
