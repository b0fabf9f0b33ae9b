"""`bot run` with minutes of patience shortened to tenths of seconds; all else is as it is."""

import sys
from functools import partial

from bot import wiring
from bot.__main__ import main
from bot.core import card
from bot.providers.interactions import client
from bot.providers.interactions.client import Patience
from bot.turns import recovery
from bot.turns.equipment import Limits

if __name__ == "__main__":
    vars(wiring)["Limits"] = partial(
        Limits,
        start_retries_s=(0.7, 0.3),
        stream_retries_s=(0.02, 0.02, 0.02),
        poll_every_s=0.2,
        lost_after_s=1.0,
        cancel_wait_s=1.0,
        write_retries_s=(0.1, 0.1),
        look_again_s=0.2,
        away_s=0.3,
    )
    vars(client)["Patience"] = partial(Patience, first_wait=0.02, jitter=0.01)
    card.QUIET_AFTER_MS = 1_000
    recovery.NONCE_LASTS_MS = 0
    sys.exit(main())
