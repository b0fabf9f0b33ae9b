"""The stored interactions, and the conversations that their previous ids make of them."""

from collections.abc import Callable, Iterator

from bot.playground.agent.create import Create
from bot.playground.agent.errors import AgentError, invalid, not_found
from bot.playground.agent.results import check_answers
from bot.playground.agent.run import Run
from bot.playground.clock import Clock


class Archive:
    """`kept_days` and `may_leave_open` are asked every time, so that a lever acts at once."""

    def __init__(self, clock: Clock, *, kept_days: Callable[[], float], may_leave_open: Callable[[], bool]) -> None:
        self._clock = clock
        self._kept_days = kept_days
        self._may_leave_open = may_leave_open
        self._runs: dict[str, Run] = {}

    def add(self, run: Run) -> None:
        self._runs[run.id] = run

    def find(self, run_id: str) -> Run:
        """Raises AgentError 404 for an unknown, deleted or expired one."""
        run = self._runs.get(run_id)
        if run is None or not self._is_kept(run):
            raise not_found(f"Interaction '{run_id}' was not found.")
        return run

    def remove(self, run: Run) -> None:
        del self._runs[run.id]

    def previous(self, create: Create) -> Run | None:
        """What a request chains on. Raises AgentError: unknown, still running, or no such call to answer."""
        if create.continuation_token is not None:
            return self._paused(create)
        if create.previous_id is None:
            return None
        run = self.find(create.previous_id)
        if not run.ended:
            raise AgentError(400, "failed_precondition", f"Interaction '{run.id}' is still in progress.")
        if create.agent is not None:
            check_answers(create, run.pending_calls, may_leave_open=self._may_leave_open())
        return run

    def conversation(self, last: Run | None) -> list[Run]:
        """The chain that ends with `last`, oldest first, as far as it is still stored."""
        return list(self._back_from(last))[::-1]

    def _paused(self, create: Create) -> Run:
        """The run that gave the token."""
        for run in self:
            if run.continuation_token == create.continuation_token and create.previous_id in (None, run.id):
                return self.find(run.id)
        raise invalid("continuation_token is not one that was given.")

    def _is_kept(self, run: Run) -> bool:
        return self._clock.now() - run.created <= self._kept_days() * 24 * 3600

    def _back_from(self, run: Run | None) -> Iterator[Run]:
        while run is not None and self._is_kept(run):
            yield run
            run = self._runs.get(run.create.previous_id or "")

    def __iter__(self) -> Iterator[Run]:
        return iter(list(self._runs.values()))
