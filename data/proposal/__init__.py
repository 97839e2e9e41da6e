"""What is this file? Looks at files and proposes how to import them; nothing is guessed that has to be asked."""

from data.proposal.answers import answered
from data.proposal.look import look
from data.proposal.model import (
    ColumnShape,
    Dates,
    Found,
    Kind,
    LeftOut,
    Link,
    Look,
    Match,
    Option,
    Order,
    Proposal,
    Question,
)
from data.proposal.propose import Known, propose

__all__ = [
    "ColumnShape", "Dates", "Found", "Kind", "Known", "LeftOut", "Link", "Look", "Match", "Option", "Order", "Proposal", "Question",
    "answered", "look", "propose",
]  # fmt: skip
