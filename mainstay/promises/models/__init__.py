"""The tables of the ledger. Import them from here."""

from mainstay.promises.models.kinds import Kind
from mainstay.promises.models.ledger import Promise, PromiseQuerySet, Remark, Renegotiation

__all__ = ["Kind", "Promise", "PromiseQuerySet", "Remark", "Renegotiation"]
