"""Every size and time Discord enforces, in one table (bytes, characters, counts, seconds)."""

from typing import Final

MIB: Final = 1024 * 1024

CONTENT: Final = 2000
EMBEDS: Final = 10
EMBED_TITLE: Final = 256
EMBED_DESCRIPTION: Final = 4096
EMBED_FIELDS: Final = 25
EMBED_FIELD_NAME: Final = 256
EMBED_FIELD_VALUE: Final = 1024
EMBED_FOOTER: Final = 2048
EMBED_AUTHOR: Final = 256
EMBED_URL: Final = 2048
EMBED_CHARACTERS: Final = 6000  # over all embeds of a message

FILES: Final = 10
FILE_BYTES: Final = {0: 10 * MIB, 1: 10 * MIB, 2: 50 * MIB, 3: 100 * MIB}  # by the guild's premium tier
REQUEST_OVERHEAD_BYTES: Final = MIB
REQUEST_BYTES: Final = 25 * MIB  # a whole request, where a file limit does not allow more
FILENAME: Final = 1024
FILE_DESCRIPTION: Final = 1024

NONCE: Final = 25
NONCE_SECONDS: Final = 300.0
ALLOWED_MENTION_IDS: Final = 100
HISTORY: Final = 100
HISTORY_DEFAULT: Final = 50
BULK_DELETE_MIN: Final = 2
BULK_DELETE_MAX: Final = 100
BULK_DELETE_AGE_SECONDS: Final = 14 * 86_400.0
OLD_MESSAGE_SECONDS: Final = 3600.0
OLD_MESSAGE_EDITS: Final = 3  # edits of messages older than that, per channel and window
OLD_MESSAGE_WINDOW_SECONDS: Final = 60.0
REACTIONS: Final = 20  # different emoji on one message
PINS: Final = 250
TYPING_SECONDS: Final = 10.0

COMPONENTS: Final = 40  # nested ones counted
COMPONENT_TEXT: Final = 4000  # over all text displays of a message
ROWS: Final = 5
ROW_BUTTONS: Final = 5
SELECT_OPTIONS: Final = 25
CUSTOM_ID: Final = 100
BUTTON_LABEL: Final = 80
SELECT_PLACEHOLDER: Final = 150
OPTION_TEXT: Final = 100
MODAL_TITLE: Final = 45
MODAL_COMPONENTS: Final = 5
TEXT_INPUT: Final = 4000
GALLERY_ITEMS: Final = 10
SECTION_TEXTS: Final = 3

CHANNEL_NAME: Final = 100
CHANNEL_TOPIC: Final = 1024
FORUM_TOPIC: Final = 4096
FORUM_TAGS: Final = 20
TAG_NAME: Final = 50
APPLIED_TAGS: Final = 5
THREAD_NAME: Final = 100
AUTO_ARCHIVE_MINUTES: Final = (60, 1440, 4320, 10080)
AUTO_ARCHIVE_DEFAULT: Final = 4320
SLOWMODE_SECONDS: Final = 21_600
THREAD_MEMBERS: Final = 1000
ACTIVE_THREADS: Final = 1000

COMMAND_NAME: Final = 32
COMMAND_DESCRIPTION: Final = 100
COMMAND_OPTIONS: Final = 25
COMMAND_CHOICES: Final = 25
CHOICE_TEXT: Final = 100
COMMAND_CHARACTERS: Final = 8000
COMMANDS: Final = {1: 100, 2: 15, 3: 15, 4: 1}  # by command type; the same again per guild
COMMAND_CREATES_PER_DAY: Final = 200
AUTOCOMPLETE_CHOICES: Final = 25

INTERACTION_SECONDS: Final = 3.0
INTERACTION_TOKEN_SECONDS: Final = 900.0
USER_INSTALL_FOLLOWUPS: Final = 5

GATEWAY_SENDS: Final = 120
GATEWAY_SENDS_SECONDS: Final = 60.0
GATEWAY_PAYLOAD_BYTES: Final = 4096
