"""`python -m tests.bench` measures and prints a table. It fails only for what is never in order: 429s, broken rules."""

import argparse
import asyncio
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.bench import micro, report
from tests.bench.scene import scene
from tests.bench.trial import PER_CHANNEL, trial


def parsed(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--turns", type=_count, nargs="+", default=[1, 20], help="turns at once, a trial for each")
    parser.add_argument("--rounds", type=_count, default=1, help="how often each trial is played (default %(default)s)")
    parser.add_argument("--seconds", type=float, default=10.0, help="of text in the answer (default %(default)s)")
    parser.add_argument(
        "--per-channel",
        type=_count,
        default=PER_CHANNEL,
        help="turns in one channel (default %(default)s); from eleven on they wait for Discord to open their threads",
    )
    parser.add_argument("--scale", type=float, default=1.0, help="of the parts measured alone (default %(default)s)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there, too")
    return parser.parse_args(argv)


def _count(word: str) -> int:
    if not word.isdecimal() or int(word) < 1:
        raise argparse.ArgumentTypeError(f"{word} is not a number from 1 up")
    return int(word)


def main(argv: Sequence[str]) -> int:
    """0, or 1 where the bot was refused for its rate or broke a rule."""
    asked = parsed(argv)
    played = scene(asked.seconds)
    trials = [
        asyncio.run(trial(played, turns=turns, rounds=asked.rounds, per_channel=asked.per_channel))
        for turns in asked.turns
    ]
    parts = list(micro.parts(asked.scale))
    print(report.table(trials, parts))
    if asked.json is not None:
        asked.json.write_text(json.dumps(report.as_json(trials, parts), indent=2, ensure_ascii=False) + "\n")
    return 0 if all(one.is_clean for one in trials) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
