"""The tables of the ledger. Import them from here."""

from mainstay.promises.models.before import Clash, Finding, Need
from mainstay.promises.models.ending import Exceeded, Exchange, Heeded
from mainstay.promises.models.kinds import Kind
from mainstay.promises.models.ledger import Promise, PromiseQuerySet, Remark, Renegotiation
from mainstay.promises.models.linking import AnswerLink

__all__ = [
    "AnswerLink",
    "Clash",
    "Exceeded",
    "Exchange",
    "Finding",
    "Heeded",
    "Kind",
    "Need",
    "Promise",
    "PromiseQuerySet",
    "Remark",
    "Renegotiation",
]
