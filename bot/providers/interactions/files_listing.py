"""The API's listing of a machine's files, page after page."""

from collections.abc import Iterable
from dataclasses import dataclass

import stamina

from bot.core.artifacts import EnvironmentFile, Listing
from bot.core.ids import EnvironmentId
from bot.providers.http import Call, Transport
from bot.providers.http_errors import lost_kind
from bot.providers.interactions.files_paths import Addresses
from bot.providers.interactions.translate_files import files_of
from bot.providers.interactions.wire import Malformed
from bot.providers.interactions.wire_files import FilesPage, parse_files

PAGE_SIZE = 1000


@dataclass(frozen=True, slots=True)
class Listings:
    transport: Transport
    addresses: Addresses
    patiently: stamina.BoundAsyncRetryingCaller

    async def read(self, environment: EnvironmentId, *, most: int) -> Listing:
        found: dict[str, EnvironmentFile] = {}
        token, seen = "", {""}
        while True:
            page = await self.page(environment, token)
            for file in files_of(page):
                if file.path not in found and len(found) == most:
                    return _listing(found.values(), is_complete=False)
                found[file.path] = file
            token = page.next_page_token or ""
            if token in seen:  # the end, or a server that goes round in circles
                return _listing(found.values(), is_complete=not token)
            seen.add(token)

    async def page(self, environment: EnvironmentId, token: str = "", *, size: int = PAGE_SIZE) -> FilesPage:
        query = {"recursive": "true", "page_size": str(size)} | ({"page_token": token} if token else {})
        return await self.patiently(
            self._parsed, Call(method="GET", path=self.addresses.files(environment), query=query)
        )

    async def _parsed(self, call: Call) -> FilesPage:
        async with self.transport.open(call) as answer:
            page = parse_files(await answer.read())
        if isinstance(page, Malformed):
            raise lost_kind(repeatable=call.repeatable)(f"{call}: the answer is no list of files: {page.reason}")
        return page


def _listing(files: Iterable[EnvironmentFile], *, is_complete: bool) -> Listing:
    return Listing(tuple(sorted(files, key=lambda file: file.path)), is_complete=is_complete)
