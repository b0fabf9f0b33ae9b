"""What a playground was asked to be; one frozen value from the command line to every part."""

from dataclasses import dataclass
from pathlib import Path

DEFAULT_PORT = 8099
HOST = "127.0.0.1"


@dataclass(frozen=True, kw_only=True)
class Options:
    """`port` 0 lets the system choose; a running server's options hold the port it really has."""

    port: int = DEFAULT_PORT
    bot_token: str = "playground.bot.token"  # noqa: S105 - worth nothing anywhere else
    agent_key: str = "playground-agent-key"
    data: Path | None = None
    speed: float = 1.0
    bot: bool = True
    real_agent: bool = False

    @property
    def origin(self) -> str:
        return f"http://{HOST}:{self.port}"

    @property
    def gateway_url(self) -> str:
        return f"ws://{HOST}:{self.port}/gateway"

    @property
    def cdn_base(self) -> str:
        return f"{self.origin}/cdn"
