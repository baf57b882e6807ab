"""Who may use the API, and the verbs of the house as JSON."""

from mainstay.house.api.door import SessionOrToken, person_of

__all__ = ["SessionOrToken", "person_of"]
