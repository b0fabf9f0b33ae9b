"""Which scene the words of a request choose."""

import re
from collections.abc import Callable, Iterator, Mapping

from bot.playground.agent.actor import (
    endings,
    equipment,
    essay,
    files,
    interruptions,
    kinds,
    smalltalk,
    trouble,
    workshop,
)
from bot.playground.agent.actor.cues import Cue
from bot.playground.agent.actor.stage import Stage

Scene = Callable[[Stage], Iterator[Cue]]

_A_FILE = r"(\w\.\w{1,8}\b|\bfile\b)"
# In order: the first whose words stand in the prompt is played.
BY_WORDS: Mapping[str, Scene] = {
    r"\b(which|what) tools\b": equipment.tools,
    r"\b(may|can) you (not )?reach\b": equipment.reach,
    r"\b(what|which|list)\b.*\bvariables\b": equipment.variables,
    r"what (did|have) i (tell|told|say|said|ask|asked)|do you remember|what do you (know|remember)": smalltalk.memory,
    r"what('s| is| are| does| do)\b.*\b(in|inside|of|say|contain|hold)\b.*\bfiles?\b": files.read,
    r"(what('s| is| does)|\b(read|show|open|print|cat)\b).*\w(\.\w{1,8}\b| file\b)": files.read,
    r"\b(list|show|which)\b.*\bfiles\b": files.listing,
    rf"\bblocked by `?({'|'.join(endings.BLOCKS)})\b": endings.blocked,
    r"\b(stop half ?way|incomplete)\b": endings.incomplete,
    r"\b(spend|exceed|use up)\b.*\bbudget\b": endings.over_budget,
    r"\b(pause|stop)\b.*\bcontinuation\b": endings.paused,
    r"\b(wait|stand)\b.*\bqueue\b": endings.queued,
    r"\bend\b.*\b(unknown|strange) status\b": endings.unknown_end,
    r"\b(unknown|strange) status\b": endings.unknown_status,
    r"\bfall silent\b": interruptions.silent,
    r"\b(malformed|broken) frame\b": interruptions.malformed,
    r"\berror event\b": interruptions.error_event,
    r"\b(all|every)\b.*\bkinds? of steps?\b|\ball step kinds\b": kinds.all_kinds,
    r"\b(answer|talk|speak) in parts\b": kinds.in_parts,
    r"\b(twelve|12|a dozen)\b.*\b(pictures|images|charts)\b": workshop.twelve_pictures,
    r"\b(make|draw|paint|create)\b.*\b(big|large|huge)\b.*\b(picture|image|poster)\b": workshop.large_picture,
    r"\b(make|write|fill|create)\b.*\b(big|large|huge)\b.*\bfile\b": workshop.large_file,
    r"\bodd files?\b": workshop.odd_files,
    r"\b(draw|plot|paint|make|create)\b.*\b(chart|plot|graph|picture|image)\b|\bplot\b": workshop.chart,
    r"(?<![\w.])pdf\b": workshop.document,
    r"(?<![\w.])csv\b|\b(compute|calculate|count)\b.*\b(primes|numbers)\b": workshop.table,
    r"\b(unpack|clone|check out)\b.*\brepo(sitory)?\b": workshop.repository,
    rf"\b(change|edit|modify|append|update)\b.*{_A_FILE}": workshop.change,
    rf"\b(delete|remove)\b.*{_A_FILE}": workshop.delete,
    r"\b(write|save|store|put|remember|note down)\b": files.write,
    r"\bvery long\b": essay.very_long,
    r"(?<!how )\b(long|markdown|essay|report)\b": essay.long,
    r"\b(slow|slowly|take your time|half a minute)\b": trouble.slow,
    r"\b(fail|fails|failing|failure)\b(?! tests?)": trouble.failing,
    r"\b(short|shortly|briefly|hello|hi|hey|ping|one (word|sentence))\b": smalltalk.short,
}
# What any agent may come to, whatever it is for.
OF_ALL: frozenset[Scene] = frozenset(
    [
        endings.blocked,
        endings.incomplete,
        endings.queued,
        endings.unknown_status,
        endings.unknown_end,
        interruptions.silent,
        interruptions.malformed,
        interruptions.error_event,
        trouble.failing,
    ]
)


def by_words(prompt: str) -> Scene | None:
    words = prompt.lower()
    return next((scene for pattern, scene in BY_WORDS.items() if re.search(pattern, words)), None)
