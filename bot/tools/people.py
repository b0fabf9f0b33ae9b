"""Asking the person: a text, a choice, or yes and no."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, Field, model_validator

from bot.core.graphemes import clean
from bot.core.tools.calls import Caller
from bot.core.tools.questions import CHOICE_LIMIT, CHOICES, Question, QuestionKind, Reply
from bot.tools.declaring import Tool

Text = Annotated[str, AfterValidator(clean)]


class AskPerson(BaseModel):
    question: Text = Field(
        min_length=1, max_length=1000, description="What you want to know, in the person's language; Markdown."
    )
    kind: Literal["text", "choice", "yes_no"] = Field("text", description="How it is answered.")
    choices: list[Text] = Field(
        [], max_length=CHOICES, description=f"For kind choice: up to {CHOICES} short answers to choose from."
    )

    @model_validator(mode="after")
    def _fits(self) -> "AskPerson":
        if self.kind == "choice" and not self.choices:
            raise ValueError("kind choice needs choices")
        if any(not choice.strip() or len(choice.encode("utf-16-le")) // 2 > CHOICE_LIMIT for choice in self.choices):
            raise ValueError(f"each choice has 1 to {CHOICE_LIMIT} characters")
        if len(set(self.choices)) < len(self.choices):
            raise ValueError("no choice stands there twice")
        return self


async def _question(asked: AskPerson, _: Caller) -> Question:
    is_choice = bool(asked.choices) and asked.kind != "yes_no"
    kind = QuestionKind.CHOICE if is_choice else QuestionKind(asked.kind)
    return Question(kind=kind, text=asked.question, choices=tuple(asked.choices) if is_choice else ())


async def _answer(_: AskPerson, __: Caller, reply: Reply | None) -> Any:
    return {"answer": (reply.text or reply.choice) if reply else ""}


ASK_PERSON = Tool(
    name="discord_ask_person",
    description=(
        "Ask the person you work for a question and wait for the answer, which may take hours. Use it when you cannot "
        "go on sensibly without their word: a decision, a missing fact, a choice. Several questions may be asked at "
        "once, with one call each."
    ),
    arguments=AskPerson,
    body=_answer,
    question=_question,
    acts=False,
)
