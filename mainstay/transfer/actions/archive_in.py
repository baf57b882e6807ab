"""An archive of a house, looked at with suspicion, and taken into an empty house: all of it, or nothing."""

from __future__ import annotations

import hashlib
import json
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.db.models import Field, ForeignKey, JSONField, Model
from django.utils.translation import gettext

from mainstay.house.models import THE_ONE, House, User, forget_kept
from mainstay.house.queries import administrators
from mainstay.journal import actions as journal
from mainstay.journal import triggers
from mainstay.kit import rows
from mainstay.kit.refusals import Refused
from mainstay.kit.sentences import sentence as _
from mainstay.kit.tables import Unreadable
from mainstay.transfer.actions.database import go_on_counting
from mainstay.transfer.queries import out_house
from mainstay.transfer.rules import archive
from mainstay.transfer.rules.archive import Manifest, Part

CHUNK = 262_144
AT_ONCE = 1000
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError),
    OverflowError,  # a number that no column holds
)


@dataclass(frozen=True)
class Looked:
    """An archive that was read through once: whole, as it was written, and of tables that stand here."""

    path: Path
    manifest: Manifest


def look_through(path: Path) -> Looked:
    """Read an archive through without keeping anything of it (R-X-10).

    Raises Unreadable, with one sentence, for a file that is damaged, cut short, foreign, of a newer Mainstay, of
    tables that are not known here, or beyond the limits.
    """
    try:
        with zipfile.ZipFile(path) as packed:
            manifest = _manifest(packed)
            for part in manifest.parts:
                _refuse_altered(packed, part)
    except FileNotFoundError:
        raise Unreadable(_("There is no file %(file)s.", file=str(path))) from None
    except zipfile.BadZipFile:
        raise archive.foreign() if not _is_packed(path) else archive.damaged(path.name) from None
    except _BROKEN:
        raise archive.damaged(path.name) from None
    return Looked(path, manifest)


def _is_packed(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(2) == b"PK"


def _manifest(packed: zipfile.ZipFile) -> Manifest:
    infos = packed.infolist()
    archive.refuse_too_much([(info.filename, info.file_size, info.compress_size) for info in infos])
    names = [info.filename for info in infos]
    if archive.MANIFEST not in names:
        raise archive.foreign()
    manifest = archive.read(packed.read(archive.MANIFEST))
    if sorted(names) != sorted([archive.MANIFEST, *(part.file for part in manifest.parts)]):
        raise archive.damaged(archive.MANIFEST)
    here = out_house.tables()
    for part in manifest.parts:
        strange = _strange(part, here[part.table]) if part.table in here else [""]
        if strange:
            told = ".".join(name for name in (part.table, strange[0]) if name)
            sentence = _(
                "This Mainstay does not know what the archive calls %(table)s; it was made by another.", table=told
            )
            raise Unreadable(sentence)
    return manifest


def _strange(part: Part, model: type[Model]) -> list[str]:
    """The columns that are not known here, nor ever were."""
    return sorted(set(part.columns) - set(out_house.columns(model)) - archive.GONE.get(part.table, frozenset()))


def _refuse_altered(packed: zipfile.ZipFile, part: Part) -> None:
    digest, lines = hashlib.sha256(), 0
    with packed.open(part.file) as file:
        while piece := file.read(CHUNK):
            digest.update(piece)
            lines += piece.count(b"\n")
    if digest.hexdigest() != part.sha256 or lines != part.rows:
        raise archive.damaged(part.file)


def refuse_inhabited() -> None:
    """Raise Refused where a house is open, or where any table of one holds something (R-X-7)."""
    there = set(connection.introspection.table_names())
    if House._meta.db_table in there and (here := House.objects.first()) is not None:
        sentence = gettext("A house stands here already: %(name)s. An archive is taken into an empty place only.")
        raise Refused(sentence % {"name": here.name}, rule="R-X-7")
    for label, model in out_house.tables().items():
        if model._meta.db_table in there and model._base_manager.exists():
            sentence = gettext("There is something in %(table)s here. An archive is taken into an empty place only.")
            raise Refused(sentence % {"table": label}, rule="R-X-7")


@transaction.atomic
def take_house_in(*, looked: Looked, admin: str, password: str) -> User:
    """Take the house in: every record, the journal as it was sealed; counted, proved, or nothing at all (R-X-10).

    Nobody comes with a password; the administrator named by mail address (or the only one) gets ``password``.
    No line is noted: the house is what it was. Raises Refused where something stands already and for a weak
    password, Unreadable where the records do not fit, do not agree with the manifest, or the journal does not hold.
    """
    refuse_inhabited()
    refuse_weak(password)
    here = out_house.tables()
    try:
        with zipfile.ZipFile(looked.path) as packed:
            for part in looked.manifest.parts:
                _load(packed, part, here[part.table])
        connection.check_constraints()
    except DatabaseError as error:
        raise Unreadable(_("The archive does not fit together: %(reason)s", reason=_first_line(error))) from error
    except _BROKEN as error:
        raise archive.damaged(looked.path.name) from error
    _refuse_uncounted(looked.manifest, here)
    go_on_counting(list(here.values()))
    forget_kept()
    first = _administrator(admin)
    _give_password(first, password)
    return first


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]


def _load(packed: zipfile.ZipFile, part: Part, model: type[Model]) -> None:
    read = {name: _reading(field) for name, field in out_house.columns(model).items()}
    gone = archive.GONE.get(part.table, frozenset())
    batch: list[dict[str, Any]] = []
    for number, record in enumerate(_records(packed, part), start=1):
        try:
            values = {name: read[name](value) for name, value in record.items() if name not in gone}
        except (KeyError, TypeError, ValueError, ArithmeticError, ValidationError):
            told = {"row": number, "part": part.file}
            raise Unreadable(_("The archive is damaged: record %(row)d of %(part)s cannot be read.", **told)) from None
        if model is User:
            values["password"] = make_password(None)
        batch.append(values)
        if len(batch) >= AT_ONCE:
            rows.insert_many(rows.of(model, batch))
            batch = []
    rows.insert_many(rows.of(model, batch))


def _records(packed: zipfile.ZipFile, part: Part) -> Iterator[dict[str, Any]]:
    with packed.open(part.file) as file:
        while line := file.readline(archive.LONGEST_LINE):
            record = json.loads(line)
            if not isinstance(record, dict) or tuple(sorted(record)) != tuple(sorted(part.columns)):
                raise archive.damaged(part.file)
            yield record


def _reading(field: Field[Any, Any]) -> Callable[[Any], Any]:
    """How a value of the archive becomes one of the column."""
    if isinstance(field, ForeignKey):
        return _reading(field.target_field)
    if isinstance(field, JSONField):
        return lambda value: value
    return field.to_python


def _refuse_uncounted(manifest: Manifest, here: dict[str, type[Model]]) -> None:
    """Every table holds as many records as the manifest says, there is one house, and its journal holds."""
    for label, model in here.items():
        if model._base_manager.count() != manifest.counts.get(label, 0):
            raise archive.damaged(archive.file_of(label))
    if not House.objects.filter(pk=THE_ONE).exists():
        raise Unreadable(_("There is no house in this archive."))
    proof = journal.verify(most_faults=1)
    if not proof.holds:
        raise Unreadable(_("The journal in this archive was altered: %(fault)s", fault=proof.faults[0]))
    if triggers.missing():
        raise Unreadable(_("The database does not guard the journal here. Run: mainstay migrate"))


def _administrator(told: str) -> User:
    """Whoever is to open the door first: named by mail address, or the only administrator."""
    those = administrators()
    found = [person for person in those if not told or str(person.email).lower() == told.strip().lower()]
    if len(found) == 1:
        return found[0]
    names = ", ".join(str(person.email) for person in those) or "–"
    sentence = gettext("Say with --admin which administrator of the archive opens the door: %(names)s.")
    raise Refused(sentence % {"names": names}, rule="R-X-10", field="admin")


def refuse_weak(password: str, person: User | None = None) -> None:
    """Raise Refused for a password that does not pass the checks of the house (R-X-17)."""
    try:
        validate_password(password, person)
    except ValidationError as weak:
        raise Refused(" ".join(weak.messages), rule="R-X-17", field="password") from None


def _give_password(person: User, password: str) -> None:
    refuse_weak(password, person)
    person.set_password(password)
    person.save(update_fields=["password"])
