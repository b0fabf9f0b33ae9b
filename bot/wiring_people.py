"""What people meet, made from the rest of the house: commands, buttons, forms, and who may use them."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from bot.check.doctor import Doctor
from bot.core.catalogue import say
from bot.providers.mcp.visitor import McpVisitor
from bot.surface.about import About
from bot.surface.absences import Absences
from bot.surface.ask import Ask
from bot.surface.clicks import Clicks
from bot.surface.client import Features
from bot.surface.company import Company
from bot.surface.desk import Desk
from bot.surface.files import FilesButton
from bot.surface.hello import Hello, listed
from bot.surface.help import Help
from bot.surface.imagine.buttons import PictureButtons
from bot.surface.imagine.command import Imagine
from bot.surface.imagine.edits import Edits
from bot.surface.imagine.orders import Orders
from bot.surface.imagine.subject import Subjects
from bot.surface.mcp.adding import Adding
from bot.surface.mcp.command import Mcp
from bot.surface.mentions import Mentions
from bot.surface.presence import Presence
from bot.surface.reading import Reading
from bot.surface.removal import Removing
from bot.surface.replies import Replies
from bot.surface.sessions.command import Sessions
from bot.surface.sessions.rooms import TalkRooms
from bot.surface.settings.access import Access
from bot.surface.settings.command import GuildSettingsCommand
from bot.surface.settings.instructions import Instructions
from bot.surface.settings.status import Status
from bot.surface.settings.talk import Talk
from bot.surface.standing import Standing
from bot.surface.tools.answers import Answers
from bot.surface.unread import Unread
from bot.surface.video import Video
from bot.wiring_waiting import Waiting

if TYPE_CHECKING:
    from bot.wiring import Wiring


@dataclass(frozen=True)
class People:
    house: "Wiring"

    @cached_property
    def standing(self) -> Standing:
        return Standing(self.house.client, Doctor(settings=self.house.settings, session=self.house.session))

    @property
    def readers(self) -> tuple[str, ...]:
        """By name, whom the text of requests goes to."""
        google = (say("reader.google"),) if self.house.settings.gemini_api_key else ()
        return (*google, *(one.title or one.name for one in self.house.supplies.providers.values()))

    @cached_property
    def unread(self) -> Unread:
        store, mentions = self.house.store, self.mentions
        return Unread(self.house.client, self.desk, self.house.canvas, store.notices, mentions.without_words)

    @cached_property
    def company(self) -> Company:
        store = self.house.store
        return Company(self.house.client, self.desk, self.house.canvas, store.notices, store.guild_talks)

    @cached_property
    def desk(self) -> Desk:
        return Desk(
            self.house.store,
            self.house.mailbox,
            self.house.services.agent,
            self.house.settings.gemini_agent,
            self.house.clock,
            self.house.settings.access,
            self.house.supplies,
            self.house.settings.max_tokens_per_turn,
            rules=self.house.store.access,
        )

    @cached_property
    def presence(self) -> Presence:
        return Presence(self.house.client, self.desk, self.house.clock)

    @cached_property
    def orders(self) -> Orders:
        return Orders(
            self.house.client,
            self.house.canvas,
            self.desk,
            self.house.store.jobs,
            self.house.pictures,
            self.house.services.image_models,
            needs_age=self.house.needs_age,
        )

    @cached_property
    def mentions(self) -> Mentions:
        return Mentions(self.house.client, self.desk, self.house.canvas)

    @property
    def sessions(self) -> Sessions:
        rooms = TalkRooms(self.house.client, self.house.pacer, self.house.clock)
        return Sessions(self.house.client, self.desk, self.house.store.talk_list, rooms)

    @cached_property
    def waiting(self) -> Waiting:
        return Waiting(self.house, self.desk)

    @property
    def _guild_settings(self) -> GuildSettingsCommand:
        store = self.house.store
        return GuildSettingsCommand(
            Instructions(self.desk, store.guilds),
            Access(self.desk, store.access),
            Status(self.desk, self.standing),
            Talk(self.desk, store.guild_talks),
        )

    def _replies(self, edits: Edits, answers: Answers) -> Replies:
        return Replies(
            self.desk,
            edits.reply,
            answers.said,
            self.house.pictures.forget,
            self.unread.hint,
            self.company.hears,
            self.mentions.begun,
            self.mentions.refuse,
            self.waiting.ceiling.refuses,
        )

    @cached_property
    def features(self) -> Features:
        ask = Ask(self.desk, self.house.threads, self.waiting.ceiling.hindrance)
        reading, files = Reading(self.desk), FilesButton(self.desk, self.house.services.files)
        subjects = Subjects(self.desk, self.house.store.jobs)
        edits = Edits(self.orders, subjects)
        answers = Answers(self.desk, self.house.store.calls)
        video = Video(self.desk, ask)
        buttons = PictureButtons(self.orders, subjects, self.house.canvas)
        removing = Removing(self.desk, self.house.remover, buttons, self.house.store.jobs)
        replies = self._replies(edits, answers)
        return Features(
            ask=ask,
            replies=replies,
            missed=self.waiting.missed(replies.take),
            rewordings=self.waiting.rewordings,
            clicks=Clicks(self.desk, ask, reading, files, answers, removing, self.waiting.sooner),
            absences=Absences(self.house.mailbox, self.house.pictures),
            imagine=Imagine(self.orders),
            buttons=buttons,
            edits=edits,
            about=About(ask),
            mcp=Mcp(Adding(self.desk, self.house.store.servers, McpVisitor(self.house.guarded))),
            settings=self._guild_settings,
            presence=self.presence,
            hello=Hello(self.house.client, self.house.canvas, self.house.store.notices, self.house.clock, self.readers),
            video=video,
            removing=removing,
            sessions=self.sessions,
            help=Help(self.desk, self.house.client.mentions, listed(self.readers), video.is_offered),
        )
