"""Machines before a run uses them, over the Interactions API, as `core.ports.Machines`."""

import asyncio

import aiohttp
from pydantic import SecretStr

from bot.core.errors import Refused, Unreachable
from bot.core.ids import EnvironmentId
from bot.core.machines import Setup
from bot.providers.http import Call, Timeouts, Transport
from bot.providers.interactions.files_paths import Addresses
from bot.providers.interactions.patience import Patience, is_not_found
from bot.providers.interactions.runs import KEY_HEADER
from bot.providers.interactions.translate_errors import explain
from bot.providers.interactions.translate_request import machine_body, made_machine
from bot.providers.interactions.wire import Malformed
from bot.providers.interactions.wire_request import parse_made
from bot.providers.redirects import web_address

DIRECT_LIMIT = 20_000_000
"""Bytes that are written with one request; more go by way of an upload that is announced first."""
_BYTES = "application/octet-stream"


class InteractionsMachines:
    """`direct_limit` as DIRECT_LIMIT."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        *,
        base: str,
        key: SecretStr,
        version: str = "v1beta",
        timeouts: Timeouts | None = None,
        patience: Patience | None = None,
        direct_limit: int = DIRECT_LIMIT,
    ) -> None:
        self._http = Transport(session, base=base, secrets={KEY_HEADER: key}, explain=explain, timeouts=timeouts)
        self._addresses = Addresses(version)
        self._direct_limit = direct_limit
        patience = patience or Patience()
        self._patiently = patience.caller.on(lambda error: not is_not_found(error) and patience.wait_after(error))

    async def make(self, setup: Setup) -> EnvironmentId:
        body = await asyncio.to_thread(machine_body, setup)
        call = Call(method="POST", path=self._addresses.machines(), body=body)
        made = parse_made(await self._patiently(self._answer, call))
        machine = None if isinstance(made, Malformed) else made_machine(made)
        if machine is None:
            raise Unreachable(f"{call}: the answer names no machine")
        return machine

    async def put(self, environment: EnvironmentId, path: str, data: bytes) -> None:
        form = self._direct if len(data) <= self._direct_limit else self._announced
        await self._patiently(form, self._addresses.upload(environment, path), data)

    async def _direct(self, path: str, data: bytes) -> None:
        headers = {"Content-Type": _BYTES}
        await self._answer(Call(method="PUT", path=path, query={"overwrite": "true"}, body=data, headers=headers))

    async def _announced(self, path: str, data: bytes) -> None:
        """In two requests; should the second be lost, both are made anew."""
        headers = {
            "X-Goog-Upload-Protocol": "resumable",
            "X-Goog-Upload-Command": "start",
            "X-Goog-Upload-Header-Content-Length": str(len(data)),
            "X-Goog-Upload-Header-Content-Type": _BYTES,
        }
        call = Call(method="PUT", path=path, query={"overwrite": "true"}, body=b"", headers=headers)
        async with self._http.open(call) as answer:
            target = web_address(answer.header("X-Goog-Upload-URL"))
            await answer.read()
        if target is None or not self._http.is_home(target):
            raise Refused(f"{call}: it leads to an address that is not the API's own")
        there = {"X-Goog-Upload-Command": "upload, finalize", "X-Goog-Upload-Offset": "0", "Content-Type": _BYTES}
        await self._answer(Call(method="POST", path="", target=target, body=data, headers=there))

    async def _answer(self, call: Call) -> bytes:
        async with self._http.open(call) as answer:
            return await answer.read()
