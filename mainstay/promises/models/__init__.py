"""The tables of the ledger. Import them from here."""

from mainstay.promises.models.ending import Exceeded, Exchange, Heeded
from mainstay.promises.models.kinds import Kind
from mainstay.promises.models.ledger import Promise, PromiseQuerySet, Remark, Renegotiation

__all__ = ["Exceeded", "Exchange", "Heeded", "Kind", "Promise", "PromiseQuerySet", "Remark", "Renegotiation"]
