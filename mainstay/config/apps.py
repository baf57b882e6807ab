"""Wires the plugs of the capabilities that settings switch on."""

from importlib import import_module

from django.apps import AppConfig
from django.conf import settings

from mainstay.config import advice, spoken
from mainstay.kit import advice as told
from mainstay.kit import refusals
from mainstay.kit.plug import registry


class ConfigConfig(AppConfig):
    """The roof's own entry: no tables."""

    name = "mainstay.config"
    label = "config"

    def ready(self) -> None:
        """Register every capability in the order of settings, and tell the advice that refusals and pages rest on."""
        spoken.keep_sentences()
        refusals.know_advice(advice.LINES)
        told.know(advice.ADVICE, advice.PLACES)
        for dotted in settings.CAPABILITIES:
            registry.register(import_module(f"{dotted}.capability").capability)
