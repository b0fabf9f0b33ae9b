"""A process that is killed at one of its calls to the outer world, before or after the call has taken effect."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass, field
from functools import partial
from inspect import isasyncgenfunction, iscoroutinefunction
from typing import Any, TypeVar, cast

T = TypeVar("T")


class Killed(BaseException):
    """As SIGKILL: nothing that handles errors may handle it, and nothing works after it."""


@dataclass
class Life:
    """Counts calls, and ends at the `dies_at`-th (0: never) or at the first that is named `dies_in`.

    `calls` and `done` name those that were begun and those that came through.
    """

    dies_at: int = 0
    dies_in: str = ""
    after: bool = False
    dead: bool = False
    calls: list[str] = field(default_factory=list)
    done: list[str] = field(default_factory=list)

    async def call(self, name: str, act: Callable[[], Awaitable[T]]) -> T:
        self._go_on()
        self.calls.append(name)
        is_last = len(self.calls) == self.dies_at or name == self.dies_in
        if is_last and not self.after:
            self._die()
        result = await act()
        self._go_on()
        self.done.append(name)
        if is_last:
            self._die()
        return result

    def _go_on(self) -> None:
        if self.dead:
            raise Killed

    def _die(self) -> None:
        self.dead = True
        raise Killed


class _Mortal:
    def __init__(self, port: object, life: Life) -> None:
        self._port = port
        self._life = life

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._port, name)
        if isasyncgenfunction(method):
            return partial(self._each, name, method)
        if not iscoroutinefunction(method):
            return method
        return partial(self._call, name, method)

    async def _call(self, name: str, method: Callable[..., Awaitable[Any]], *args: Any, **kwargs: Any) -> Any:
        return await self._life.call(name, lambda: method(*args, **kwargs))

    async def _each(
        self, name: str, method: Callable[..., AsyncGenerator[Any, None]], *args: Any, **kwargs: Any
    ) -> AsyncGenerator[Any, None]:
        async with aclosing(method(*args, **kwargs)) as items:
            while True:
                try:
                    item = await self._life.call(name, items.__anext__)
                except StopAsyncIteration:
                    return
                yield item


def mortal(port: T, life: Life) -> T:
    """The same port, of which every call counts as one in the life of a process."""
    return cast("T", _Mortal(port, life))
