"""What will bring the advice that is not carried out yet."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

LETTERS = pgettext_lazy("comes with", "letters and mail")
CONVERSATIONS = pgettext_lazy("comes with", "conversations")
EXPECTATIONS = pgettext_lazy("comes with", "expectations in writing")
FEEDBACK = pgettext_lazy("comes with", "feedback")
APPEALS = pgettext_lazy("comes with", "complaints and requests")
MISTAKES = pgettext_lazy("comes with", "mistakes")
DISTANCE = pgettext_lazy("comes with", "rules of distance")
OCCASIONS = pgettext_lazy("comes with", "occasions")
VISITS = pgettext_lazy("comes with", "visits")
KNOWLEDGE = pgettext_lazy("comes with", "what we know")
TIERS = pgettext_lazy("comes with", "special clients")
OFFERS = pgettext_lazy("comes with", "offers")
CLUBS = pgettext_lazy("comes with", "clubs and events")
BENEFITS = pgettext_lazy("comes with", "benefits")
PORTAL = pgettext_lazy("comes with", "pages of the client’s own")
PORTFOLIO = pgettext_lazy("comes with", "figures of the whole house")
KEEPING = pgettext_lazy("comes with", "keeping and restoring the house")
