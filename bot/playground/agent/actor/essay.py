"""Long answers in Markdown: everything that a model writes and that Discord shows differently, or not at all."""

from collections.abc import Iterator

from bot.playground.agent.actor.cues import Cue
from bot.playground.agent.actor.script import Source
from bot.playground.agent.actor.stage import Stage

_FIRST = "A queue is first in, first out; a stack is last in, first out."
_SECOND = "Größenordnungen zählen: O(n²) überholt jede Konstante; früher, als man denkt."
_SOURCES = (
    Source(_FIRST, "example.org", "https://example.org/playground/queues"),
    Source(_SECOND, "example.com", "https://example.com/playground/growth?lang=de&n=2"),
)
_OPENING = f"""# Queues, stacks and what they cost

This report has headings, lists, code, a table and sources. {_FIRST}[^1]

## How fast things grow

{_SECOND} 一行中文,也算數。 🧮

| Structure | Add | Take | Find | Good for |
| :--- | :---: | :---: | ---: | --- |
| List | O(1) | O(n) | O(n) | order that rarely changes |
| Deque | O(1) | O(1) | O(n) | queues and stacks |
| Heap | O(log n) | O(log n) | O(n) | what is due next |
| Dictionary | O(1) | O(1) | O(1) | names and their values |

### In code

```python
from collections import deque

waiting: deque[str] = deque()
waiting.append("first")
waiting.append("second")
print(waiting.popleft())  # first
```

```javascript
const stack = [];
stack.push("first");
stack.push("second");
console.log(stack.pop()); // second
```

```bash
printf '%s\\n' first second | head -n 1
```

#### What to remember

1. Decide what comes out next.
   - The oldest: a queue.
   - The newest: a stack.
     - Undo is a stack.
     - So is a call.
2. Then look at the *cost*.
   1. Of adding.
   2. Of taking.
3. Only then choose the **structure**.

> A structure is a promise about order.
> The rest is bookkeeping.

---

"""
_CLOSING = """## Sources

[^1]: The first page of the playground's library: [not a real page](https://example.org/playground/queues).

![A picture that is not there](https://example.org/playground/queue.png)

~~That is all.~~ Almost: `inline code`, **bold**, *italic*, a bare address https://example.org/a_b_c,
and @everyone who pings nobody.
"""


def long(stage: Stage) -> Iterator[Cue]:
    """Its search is told after the text that it fed, as the real service does."""
    yield from _written(stage, chapters=2, seconds=8)
    yield from _searched(stage)


def very_long(stage: Stage) -> Iterator[Cue]:
    """Over 12,000 characters."""
    yield from _searched(stage)
    yield from _written(stage, chapters=24, seconds=20)


def _written(stage: Stage, *, chapters: int, seconds: float) -> Iterator[Cue]:
    yield from stage.script.thought("**Planning a report**\n\nHeadings first, then a table, then code.", seconds=1)
    text = stage.introduced(_OPENING + "".join(_chapter(number) for number in range(1, chapters + 1)) + _CLOSING)
    yield from stage.script.say(text, seconds=seconds, sources=_SOURCES)


def _searched(stage: Stage) -> Iterator[Cue]:
    return stage.script.search("queue versus stack", "Größenordnungen O(n²)")


def _chapter(number: int) -> str:
    return f"""## Chapter {number}: a line of {number * 7} people

Imagine {number * 7} people in line {number}. Whoever came first is served first, and nobody asks why; that is a
queue. When the clerk calls the newest instead, the first one goes home unserved: that is a stack, and a bad bakery.
What matters is not how many wait but who is next, and a program that answers this in one step never has to search.

- In line {number} the wait is {number * 3} minutes.
- Served by then: **{number * 5}**.
  - Of these in a hurry: {number}.
- Still waiting: {number * 2}.

```python
def wait(people: int = {number * 7}) -> int:
    return people * 60 // {number + 10}  # seconds
```

"""
