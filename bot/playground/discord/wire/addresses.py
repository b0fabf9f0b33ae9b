"""Addresses of files at the local CDN: on loopback, signed and expiring as Discord's are."""

import hashlib
import hmac
from typing import Final
from urllib.parse import quote

from bot.playground.discord.world.entities import Attachment
from bot.playground.discord.world.state import World

LIFETIME_SECONDS: Final = 86_400
_KEY: Final = b"a local CDN has nothing to hide"


def signature(path: str, issued: str, expires: str) -> str:
    return hmac.new(_KEY, f"{path}?{issued}&{expires}".encode(), hashlib.sha256).hexdigest()


def attachment_path(world: World, attachment: Attachment) -> str:
    if attachment.ephemeral:
        return f"/cdn/ephemeral-attachments/{world.application.id}/{attachment.id}/{quote(attachment.filename)}"
    return f"/cdn/attachments/{attachment.channel_id}/{attachment.id}/{quote(attachment.filename)}"


def attachment_url(world: World, attachment: Attachment) -> str:
    """A fresh address, good for a day by the playground's clock."""
    path = attachment_path(world, attachment)
    now = int(world.now())
    issued, expires = f"{now:x}", f"{now + LIFETIME_SECONDS:x}"
    return f"{world.base_url}{path}?ex={expires}&is={issued}&hm={signature(path, issued, expires)}&"
