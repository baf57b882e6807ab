"""The plug of the house."""

from mainstay.kit.plug import Capability

capability = Capability(
    name="house",
    commands="mainstay.house.cli:commands",
    tells=(
        "house.opened",
        "house.changed",
        "house.clock_set",
        "house.person_added",
        "house.person_changed",
        "house.person_left",
        "house.post_given",
        "house.post_taken",
        "house.unit_added",
        "house.unit_changed",
        "house.absence_noted",
        "house.absence_cancelled",
        "house.calendar_added",
        "house.calendar_changed",
        "house.own_day_set",
        "house.own_day_removed",
        "house.token_made",
        "house.token_revoked",
    ),
)
