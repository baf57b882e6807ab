"""Keeping the index in step with what the folders tell, and writing it anew. The only writer of its tables."""

from mainstay.finding.actions.anew import anew, catch_up
from mainstay.finding.actions.slips import Told, forget, put, renew, renew_clients

__all__ = ["Told", "anew", "catch_up", "forget", "put", "renew", "renew_clients"]
