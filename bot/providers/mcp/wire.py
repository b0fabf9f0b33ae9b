"""Shapes of the Model Context Protocol, in its own spelling; what is unknown is passed over."""

import json
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

LATEST = "2025-11-25"
"""The newest version that begins with a handshake, and the one that is asked for."""
HANDSHAKE_VERSIONS = frozenset({"2024-11-05", "2025-03-26", "2025-06-18", LATEST})
WITHOUT_HANDSHAKE = "2026-07-28"
"""From this version on every request stands alone, and tells in `_meta` who asks."""
METHOD_NOT_FOUND, VERSION_NOT_SUPPORTED = -32601, -32022
_CLIENT = {"name": "discord-agent-bot", "version": "1"}
_META = "io.modelcontextprotocol/"


class _Shape(BaseModel):
    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)


class RpcError(_Shape):
    code: int = Field(0, ge=-(2**31), lt=2**31)
    message: str = ""


class Message(_Shape):
    """Of JSON-RPC: an answer has an id and a result or an error, a request of the server's has a method."""

    id: int | str | None = None
    method: str | None = None
    result: dict[str, Any] | None = None
    error: RpcError | None = None


class ServerInfo(_Shape):
    name: str = ""
    title: str | None = None


class Handshake(_Shape):
    protocol_version: str = Field(alias="protocolVersion")
    server: ServerInfo = Field(ServerInfo(), alias="serverInfo")


class Tool(_Shape):
    name: str
    title: str | None = None
    description: str | None = None


class ToolPage(_Shape):
    tools: list[Tool]
    next_cursor: str | None = Field(None, alias="nextCursor")


def request(number: int, method: str, params: Mapping[str, Any]) -> bytes:
    return json.dumps({"jsonrpc": "2.0", "id": number, "method": method, "params": params}).encode()


def notification(method: str) -> bytes:
    return json.dumps({"jsonrpc": "2.0", "method": method}).encode()


def hello() -> dict[str, Any]:
    return {"protocolVersion": LATEST, "capabilities": {}, "clientInfo": _CLIENT}


def meta() -> dict[str, Any]:
    """What stands in for the handshake in every request."""
    told = {"protocolVersion": WITHOUT_HANDSHAKE, "clientInfo": _CLIENT, "clientCapabilities": {}}
    return {"_meta": {f"{_META}{name}": value for name, value in told.items()}}
