"""The protocols that this bot speaks, by their words."""

from collections.abc import Mapping

from bot.core.models.provider import Protocol
from bot.providers.models.chat import ChatSpeech
from bot.providers.models.generate import GenerateSpeech
from bot.providers.models.images import ImagesSpeech
from bot.providers.models.messages import MessagesSpeech
from bot.providers.models.speech import Speech

SPEECHES: Mapping[Protocol, Speech] = {
    Protocol.CHAT: ChatSpeech(),
    Protocol.MESSAGES: MessagesSpeech(),
    Protocol.GENERATE: GenerateSpeech(),
    Protocol.IMAGES: ImagesSpeech(),
}
