"""The port `Store` on a database: which statements make one promise. What a statement says stands with its table."""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import asynccontextmanager

from pydantic import SecretStr

from bot.core.artifacts import EnvironmentFile, Moment
from bot.core.attachments import Attachment
from bot.core.choices import Choices
from bot.core.events import Usage
from bot.core.ids import EnvironmentId, Milliseconds, SessionId, Slot, Snowflake, TurnId
from bot.core.measures import Measures, NoMeasures
from bot.core.session import ItxReply, Outcome, Outgoing, Run, Session, Turn, TurnEvent, TurnState
from bot.store import attachments, inbound, keys, listings, outbox, pulse, runs, sessions, talk_list, turns
from bot.store.access import SqliteAccessRules
from bot.store.call_store import SqliteCalls
from bot.store.database import Database
from bot.store.guild_settings import SqliteGuildSettings
from bot.store.guild_talks import SqliteGuildTalks
from bot.store.heard import SqliteHeard
from bot.store.job_store import SqliteJobs
from bot.store.location import make_private_folder, path_of
from bot.store.lock import only_process
from bot.store.mcp_servers import SqliteMcpServers
from bot.store.media import SqliteMedia
from bot.store.migrate import migrate, packaged
from bot.store.model_runs import SqliteModelRuns
from bot.store.notices import SqliteNotices
from bot.store.removals import SqliteRemovals
from bot.store.rotation import Rotated, rotate
from bot.store.secrets import SqliteSecrets
from bot.store.sqlite import open_database
from bot.store.talk_list import SqliteTalkList
from bot.store.vault import Vault
from bot.store.waiting import SqliteQueue


class SqliteStore:
    """Implements `core.ports.Store`. `database.Conflict`, a ValueError, is raised where the schema forbids a row.

    `jobs`: the pictures' side of the same database, `calls`: the tools', `servers`: those that guilds have added,
    `guilds`, `guild_talks`, `access`: what they have set, `secrets`: the operator's own, `model_runs` and `media`: what
    models were asked, and gave, `notices`: what is said once, `talk_list`: all talks with how they stand, `removals`:
    answers that are to be removed, `queue`: requests that wait, `heard`: up to where all is taken care of.
    """

    def __init__(self, database: Database, vault: Vault, measures: Measures) -> None:
        self._database = database
        self._vault = vault
        self._measures = measures
        self.jobs = SqliteJobs(database, vault, measures)
        self.calls = SqliteCalls(database)
        self.servers = SqliteMcpServers(database, vault)
        self.secrets = SqliteSecrets(database, vault)
        self.guilds = SqliteGuildSettings(database)
        self.guild_talks = SqliteGuildTalks(database)
        self.access = SqliteAccessRules(database)
        self.notices = SqliteNotices(database)
        self.model_runs = SqliteModelRuns(database)
        self.media = SqliteMedia(database)
        self.talk_list = SqliteTalkList(database)
        self.removals = SqliteRemovals(database)
        self.queue = SqliteQueue(database)
        self.heard = SqliteHeard(database)

    async def accept(
        self, session: Session, turn: Turn, *, itx: ItxReply | None = None, chosen: Choices | None = None
    ) -> bool:
        sealed = await inbound.seal(self._vault, turn.origin, itx)
        async with self._database.transaction() as tx:
            if not await inbound.claim(tx, turn.origin, at=turn.created_at, itx=itx, sealed=sealed):
                return False
            await talk_list.reopen(tx, session.id)
            await sessions.add(tx, session)
            if chosen is not None:
                await sessions.choose(tx, session.id, chosen)
            await turns.add(tx, turn)
        return True

    async def session(self, session: SessionId) -> Session | None:
        return await sessions.get(self._database, session)

    async def session_of_thread(self, thread: Snowflake) -> Session | None:
        return await sessions.of_thread(self._database, thread)

    async def direct_session(self, channel: Snowflake) -> Session | None:
        return await sessions.direct(self._database, channel)

    async def close_direct(self, channel: Snowflake, *, now: Milliseconds) -> None:
        async with self._database.transaction() as tx:
            await sessions.close_direct(tx, channel, now=now)

    async def bind_thread(self, session: SessionId, thread: Snowflake) -> None:
        async with self._database.transaction() as tx:
            await sessions.bind_thread(tx, session, thread)

    async def make_direct(self, session: SessionId, channel: Snowflake) -> None:
        async with self._database.transaction() as tx:
            await sessions.make_direct(tx, session, channel)

    async def stay_in_channel(self, session: SessionId) -> None:
        async with self._database.transaction() as tx:
            await sessions.stay_in_channel(tx, session)

    async def sessions_with_machine(self, owner: Snowflake) -> tuple[Session, ...]:
        return await sessions.with_machine_of(self._database, owner)

    async def turn(self, turn: TurnId) -> Turn | None:
        return await turns.get(self._database, turn)

    async def first_turn(self, session: SessionId) -> TurnId | None:
        return await turns.first_of(self._database, session)

    async def turn_of_message(self, message: Snowflake) -> Turn | None:
        return await turns.of_message(self._database, message)

    async def has_others(self, session: Session) -> bool:
        return await turns.has_others(self._database, session.id, session.owner)

    async def open_turns(self) -> tuple[Turn, ...]:
        return await turns.unfinished(self._database)

    async def next_turn(self, session: SessionId) -> Turn | None:
        return await turns.next_of(self._database, session)

    async def move_turn(self, turn: TurnId, event: TurnEvent, *, now: Milliseconds) -> Turn:
        async with self._database.transaction() as tx:
            return await turns.move(tx, turn, event, now=now)

    async def settle_turn(self, turn: TurnId, *, outcome: Outcome, reason: str, detail: str, now: Milliseconds) -> Turn:
        async with self._database.transaction() as tx:
            settled = await turns.settle(tx, turn, outcome=outcome, reason=reason, detail=detail, now=now)
        await self._count(settled, outcome)
        return settled

    async def _count(self, settled: Turn, outcome: Outcome) -> None:
        """Here, where a turn ends once, however often it is carried."""
        session = await self.session(settled.session)
        usage = sum((run.usage for run in await self.runs(settled.id) if run.usage), Usage())
        agent, model = (session.agent, session.choices.model) if session else ("", "")
        self._measures.turn_settled(outcome, agent=agent, model=model, usage=usage)

    async def ask_stop(self, turn: TurnId, *, by: Snowflake, makes_way: bool = False) -> None:
        async with self._database.transaction() as tx:
            await turns.ask_stop(tx, turn, by=by, makes_way=makes_way)

    async def meet(self, turn: TurnId, roles: Collection[Snowflake]) -> None:
        async with self._database.transaction() as tx:
            await turns.meet(tx, turn, roles)

    async def set_reply_to(self, turn: TurnId, message: Snowflake) -> None:
        async with self._database.transaction() as tx:
            await turns.set_reply_to(tx, turn, message)

    async def go_on_in(self, turn: TurnId, environment: EnvironmentId) -> None:
        async with self._database.transaction() as tx:
            await sessions.go_on_in(tx, turn, environment)

    async def replace_attachments(self, turn: TurnId, given: Sequence[Attachment]) -> None:
        async with self._database.transaction() as tx:
            await attachments.replace(tx, turn, given)

    async def attachments_before(self, turn: TurnId) -> tuple[Attachment, ...]:
        return await attachments.before(self._database, turn)

    async def itx_of(self, turn: TurnId) -> ItxReply | None:
        """Raises `SettingsError` where the keys that sealed the token are no longer there."""
        return await inbound.reply_of_turn(self._database, turn, self._vault)

    async def begin_run(self, run: Run) -> None:
        async with self._database.transaction() as tx:
            await runs.begin(tx, run)

    async def run_created(self, run: Run, *, now: Milliseconds, reason: str = "") -> Turn:
        async with self._database.transaction() as tx:
            await runs.name(tx, run)
            await turns.give_reason(tx, run.turn, reason)
            return await turns.move(tx, run.turn, TurnEvent.STARTED, now=now)

    async def run_refused(self, run: Run) -> None:
        async with self._database.transaction() as tx:
            await runs.forget(tx, run)

    async def run_ended(self, run: Run, *, environment: EnvironmentId | None, note: str) -> None:
        async with self._database.transaction() as tx:
            named = await runs.end(tx, run)
            if environment is not None:
                await sessions.go_on_in(tx, run.turn, environment)
            if named is not None and run.status.can_be_chained:
                await sessions.go_on_from(tx, run.turn, named)
            else:
                await sessions.add_note(tx, run.turn, note)

    async def runs(self, turn: TurnId) -> tuple[Run, ...]:
        return await runs.of_turn(self._database, turn)

    async def promise(self, outgoing: Outgoing) -> None:
        async with self._database.transaction() as tx:
            await outbox.promise(tx, outgoing)

    async def shown(self, turn: TurnId, slot: Slot, *, message: Snowflake, digest: str) -> None:
        async with self._database.transaction() as tx:
            await outbox.shown(tx, turn, slot, message=message, digest=digest)

    async def gone(self, message: Snowflake) -> Outgoing | None:
        async with self._database.transaction() as tx:
            return await outbox.gone(tx, message)

    async def remember_files(self, turn: TurnId, moment: Moment, files: Sequence[EnvironmentFile]) -> None:
        async with self._database.transaction() as tx:
            await listings.remember(tx, turn, moment, files)
            if moment is Moment.CHANGED:
                await listings.forget(tx, turn, Moment.START)

    async def files_of(self, turn: TurnId, moment: Moment) -> tuple[EnvironmentFile, ...] | None:
        return await listings.of_turn(self._database, turn, moment)

    async def outbox(self, turn: TurnId) -> tuple[Outgoing, ...]:
        return await outbox.of_turn(self._database, turn)

    async def open_turn_counts(self) -> Mapping[TurnState, int]:
        """How many turns stand in each state, without those that are done."""
        return await turns.open_counts(self._database)

    async def probe(self) -> None:
        """Write and commit. Raises where that cannot be done now."""
        async with self._database.transaction() as tx:
            await pulse.beat(tx)

    async def rotate(self, *, now: Milliseconds) -> Rotated:
        """Seal every secret anew with the newest key."""
        return await rotate(self._database, self._vault, now=now)


@asynccontextmanager
async def open_store(
    url: str, given_keys: Sequence[SecretStr] = (), measures: Measures | None = None
) -> AsyncIterator[SqliteStore]:
    """The store at `sqlite:///path`, made and migrated as needed, and closed at the end.

    `given_keys`: Fernet keys of the settings, the newest first; with none, a key file is made beside the database.
    Raises `SettingsError` where another process has it, or it cannot be used.
    """
    path = path_of(url)
    make_private_folder(path.parent)
    with only_process(path):
        vault = Vault(keys.gather(given_keys, file=path.with_name(f"{path.name}.key")))
        async with open_database(path) as database:
            await migrate(database, packaged())
            store = SqliteStore(database, vault, measures or NoMeasures())
            await store.access.load()
            yield store
