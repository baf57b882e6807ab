"""The whole house as one archive: nothing is forgotten, no secret leaves, and it comes back as it was."""

from __future__ import annotations

import hashlib
import io
import json
import tempfile
import zipfile
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from mainstay.clients import actions as serving
from mainstay.house import actions as keeping
from mainstay.house.models import House, Token, User
from mainstay.journal import actions as journal
from mainstay.journal import triggers
from mainstay.journal.models import Line
from mainstay.kit.refusals import Refused
from mainstay.kit.tables import Unreadable
from mainstay.promises import actions
from mainstay.promises.models import Promise
from mainstay.transfer.actions import archive_in, archive_out
from mainstay.transfer.queries import out_house
from mainstay.transfer.rules import archive

if TYPE_CHECKING:
    from click.testing import Result

    from mainstay.clients.models import Client

Terminal = Callable[..., "Result"]
PASSWORD = "a quiet cable holds"


def test_every_table_is_in_the_archive_or_stays_behind_for_a_reason() -> None:
    labels = {model._meta.label for model in out_house.every_table()}
    ours = {label for label in labels if label.split(".")[0] not in out_house.DJANGOS}
    assert set(out_house.LEFT_OUT) - labels == set(), "an excuse for a table that is not there"
    of_the_door = {"house.Token", "house.SignIn", "house.Tries", "house.Recovery", "house.Shared"}
    assert ours - set(out_house.tables()) == of_the_door | {"transfer.Piece", "finding.Slip", "finding.State"}
    assert {label for label in out_house.tables() if label not in ours} == set(), "a table of Django's leaves"


def test_no_kept_table_leads_to_one_that_stays_behind() -> None:
    kept = set(out_house.tables().values())
    astray = [
        f"{model._meta.label}.{field.name}"
        for model in kept
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model not in kept
    ]
    assert astray == []


@pytest.fixture
def lived(atlas: Client, manager: User, head: User, at: datetime) -> Client:
    """A client with something in most tables, in several scripts."""
    person = serving.add_contact(client=atlas, name="Ольга Пань 潘", email="olga@atlas.example", by=manager, at=at)
    due = (at.date()).replace(day=20)
    made = actions.make(
        client=atlas, text="=1+1 „Ä“\n\u2028", due_on=due, budget=Decimal("12.50"), currency="EUR", by=manager, at=at
    )
    actions.deliver(promise=made, by=manager, at=at)
    actions.settle(promise=made, satisfaction="remarks", known_from="Mail", remark="Dull", by=manager, at=at)
    actions.make(client=atlas, text="Send the plates", due_on=due, side="theirs", by=manager, at=at)
    assert str(person)
    return atlas


def archived(by: User, at: datetime) -> tuple[bytes, archive.Manifest]:
    """The archive of the house as it stands."""
    out = io.BytesIO()
    manifest = archive_out.take_house_out(file=out, by=by, at=at)
    return out.getvalue(), manifest


@pytest.fixture
def emptied() -> Callable[[], None]:
    """The same database with nothing in it."""

    def empty() -> None:
        triggers.take_down()
        call_command("flush", interactive=False, verbosity=0)
        assert triggers.missing() == []

    return empty


def kept_in(tmp_path: Path, content: bytes) -> Path:
    """The archive in a file."""
    file = tmp_path / "house.zip"
    file.write_bytes(content)
    return file


def of_an_earlier(content: bytes) -> bytes:
    """The same archive as it was written while clients still carried the words of their people."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        told = json.loads(packed.read(archive.MANIFEST))
        part = next(one for one in told["parts"] if one["table"] == "clients.Client")
        records = [
            json.loads(line) | {"people_found_by": "nora falk"} for line in packed.read(part["file"]).splitlines()
        ]
    body = "".join(f"{json.dumps(record)}\n" for record in records).encode()
    part |= {"columns": [*part["columns"], "people_found_by"], "sha256": hashlib.sha256(body).hexdigest()}
    changed = {part["file"]: body, archive.MANIFEST: json.dumps(told).encode()}
    assert records != []
    return repacked(content, changed.get)


@pytest.mark.parametrize("written", [bytes, of_an_earlier], ids=["now", "earlier"])
@pytest.mark.django_db(transaction=True)
def test_out_in_and_out_again_is_the_same_house(
    written: Callable[[bytes], bytes],
    lived: Client,
    admin: User,
    at: datetime,
    tmp_path: Path,
    emptied: Callable[[], None],
) -> None:
    keeping.make_token(person=admin, name="script", by=admin, at=at)
    content, manifest = archived(admin, at)
    emptied()
    looked = archive_in.look_through(kept_in(tmp_path, written(content)))
    first = archive_in.take_house_in(looked=looked, admin="ADA@house.example", password=PASSWORD)
    assert (first.name, first.check_password(PASSWORD)) == ("Ada Winter", True)
    assert [user.name for user in User.objects.order_by("name") if user.has_usable_password()] == ["Ada Winter"]
    assert (Token.objects.count(), House.objects.get().name) == (0, "Brückner & Partner")
    assert (journal.verify().holds, triggers.missing()) == (True, [])
    again, told = archived(first, at)
    assert (again, told) == (content, manifest)
    with transaction.atomic():
        line = journal.note("house.changed", about=House.objects.get(), by=first, at=at)
    assert line.pk == Line.objects.order_by("-pk").values_list("pk", flat=True)[0]


@pytest.mark.django_db(transaction=True)
def test_the_terminal_takes_a_house_out_and_in(
    lived: Client, admin: User, terminal: Terminal, tmp_path: Path, emptied: Callable[[], None], monkeypatch: Any
) -> None:
    file = str(tmp_path / "house.zip")
    told = terminal(["export", "house", file], by=admin)
    assert (told.exit_code, told.stdout) == (0, "")
    assert "Passwords, second factors, sessions and keys are not in it." in told.stderr
    again = terminal(["import", "house", file])
    assert (again.exit_code, "A house stands here already" in again.output) == (1, True)
    emptied()
    looked = terminal(["import", "house", file, "--dry-run"])
    assert "The archive is whole: Brückner & Partner" in looked.stdout
    assert not House.objects.exists()
    for password, mail, sentence in (
        ("short", "ada@house.example", "at least 12 characters"),
        (PASSWORD, "mara@house.example", "Say with --admin which administrator"),
    ):
        monkeypatch.setenv("MAINSTAY_ADMIN_PASSWORD", password)
        refused = terminal(["import", "house", file, "--admin", mail])
        assert (refused.exit_code, sentence in refused.output) == (1, True), refused.output
        assert not House.objects.exists()
    taken = json.loads(terminal(["import", "house", file, "--json"]).stdout)
    assert (taken["house"], taken["admin"]) == ("Brückner & Partner", "ada@house.example")
    assert taken["counts"]["promises.Promise"] == Promise.objects.count() == 2


@pytest.mark.django_db
def test_secrets_stay_behind_and_the_manifest_says_so(lived: Client, admin: User, at: datetime) -> None:
    admin.set_password(PASSWORD)
    admin.save()
    keeping.make_token(person=admin, name="script", by=admin, at=at)
    token = Token.objects.get()
    content, manifest = archived(admin, at)
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        everything = b"".join(packed.read(name) for name in packed.namelist())
    assert [secret for secret in (admin.password, token.digest, "argon2") if secret.encode() in everything] == []
    assert {"house.User.password", "house.Token", "mfa.Authenticator"} <= set(manifest.left_out)
    assert manifest.counts["promises.Promise"] == Promise.objects.count() == 2
    assert Line.objects.filter(kind="transfer.taken_out", by_id=admin.pk).count() == 1


@pytest.mark.django_db
def test_only_whoever_runs_the_house_takes_it_out(lived: Client, head: User, at: datetime) -> None:
    with pytest.raises(Refused, match="Only an administrator runs the house"):
        archived(head, at)


@pytest.mark.django_db
def test_a_house_that_stands_is_not_overwritten(lived: Client, admin: User, at: datetime, tmp_path: Path) -> None:
    looked = archive_in.look_through(kept_in(tmp_path, archived(admin, at)[0]))
    with pytest.raises(Refused, match=r"A house stands here already: Brückner & Partner\."):
        archive_in.take_house_in(looked=looked, admin="", password=PASSWORD)


def repacked(content: bytes, change: Callable[[str, bytes], bytes | None], **more: bytes) -> bytes:
    """The same archive with parts changed (or left out, where ``change`` gives None)."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if (changed := change(name, old.read(name))) is not None:
                new.writestr(name, changed)
        for name, extra in more.items():
            new.writestr(name, extra)
    return out.getvalue()


def manifest_with(**told: Any) -> Callable[[str, bytes], bytes]:
    """A change of the manifest."""
    return lambda name, body: json.dumps(json.loads(body) | told).encode() if name == archive.MANIFEST else body


def altered(name: str, body: bytes) -> bytes:
    """One letter of a record is another."""
    return body.replace(b"plates", b"plaits") if "promise" in name else body


def of_another(name: str, body: bytes) -> bytes:
    """A column that is not known here."""
    return body.replace(b'"annulled_why"', b'"cancelled_why"') if name == archive.MANIFEST else body


EMPTY = b"PK\x05\x06" + bytes(18)
NOT_THIS: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "no archive": (lambda whole: b"name;town\nAtlas;Berlin\n", "This is no archive of a house"),
    "another zip": (lambda _: repacked(EMPTY, altered, notes=b"x"), "This is no archive of a house"),
    "nothing": (lambda whole: b"", "This is no archive of a house"),
    "cut short": (lambda whole: whole[: len(whole) // 2], "The archive is damaged"),
    "cut at its end": (lambda whole: whole[:-30], "The archive is damaged"),
    "altered": (lambda whole: repacked(whole, altered), "its part tables/promises.promise.jsonl is not as it was"),
    "a part gone": (
        lambda whole: repacked(whole, lambda name, body: None if "words" in name else body),
        "The archive is damaged: its part manifest.json",
    ),
    "a part too many": (lambda whole: repacked(whole, lambda _name, body: body, extra=b"x"), "The archive is damaged"),
    "newer": (lambda whole: repacked(whole, manifest_with(format=2, version="9.0")), "made by a newer Mainstay (9.0)"),
    "another's": (lambda whole: repacked(whole, manifest_with(what="backup")), "This is no archive of a house"),
    "another column": (lambda whole: repacked(whole, of_another), "promises.Promise.cancelled_why; it was made by"),
    "no counts": (lambda whole: repacked(whole, manifest_with(counts={})), "its part manifest.json is not as it was"),
}  # fmt: skip


def packed_by_hand() -> bytes:
    """A whole archive of a house with a record in one table, made without any house."""
    out = io.BytesIO()
    parts = []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for label, model in out_house.tables().items():
            body = b'{"text":"Send the plates"}\n' * 500 if label == "promises.Promise" else b""
            packed.writestr(archive.file_of(label), body)
            columns = tuple(sorted(out_house.columns(model)))
            digest = hashlib.sha256(body).hexdigest()
            parts.append(archive.Part(label, archive.file_of(label), body.count(b"\n"), digest, columns))
        manifest = archive.Manifest("1.0", "2026-03-02", "Atlas", tuple(parts), out_house.left_out())
        packed.writestr(archive.MANIFEST, manifest.written())
    return out.getvalue()


@pytest.mark.parametrize("case", NOT_THIS)
def test_what_is_no_whole_archive_is_refused_in_a_sentence(case: str, tmp_path: Path) -> None:
    spoil, sentence = NOT_THIS[case]
    with pytest.raises(Unreadable) as raised:
        archive_in.look_through(kept_in(tmp_path, spoil(packed_by_hand())))
    assert sentence in str(raised.value)


def test_a_whole_archive_is_looked_through(tmp_path: Path) -> None:
    looked = archive_in.look_through(kept_in(tmp_path, packed_by_hand()))
    assert (looked.manifest.house, looked.manifest.records) == ("Atlas", 500)
    with pytest.raises(Unreadable, match="There is no file"):
        archive_in.look_through(tmp_path / "nowhere.zip")


@given(place=st.integers(min_value=0, max_value=10**6), bit=st.integers(min_value=0, max_value=7))
@settings(max_examples=15)
def test_no_altered_bit_of_a_record_gets_through(place: int, bit: int) -> None:
    """Whatever is altered where records stand is found; elsewhere (dates, attributes) nothing that is read changes."""
    whole = bytearray(packed_by_hand())
    whole[place % len(whole)] ^= 1 << bit
    with tempfile.TemporaryDirectory() as folder:
        file = kept_in(Path(folder), bytes(whole))
        try:
            looked = archive_in.look_through(file)
        except Unreadable:
            return
        with zipfile.ZipFile(file) as packed:
            assert hashlib.sha256(packed.read("tables/promises.promise.jsonl")).hexdigest() in {
                part.sha256 for part in looked.manifest.parts
            }


def test_limits_of_an_archive_are_named() -> None:
    for sizes, sentence in (
        ([("x", 1, 1)] * 1001, "more than 1000 parts"),
        ([("x", 300 * 1024**3, 300 * 1024**3)], "more than 200 GB"),
        ([("tables/a.b.jsonl", 30 * 1024**2, 1000)], "more than 500 times its size"),
        ([(archive.MANIFEST, 5 * 1024**2, 5 * 1024**2)], "its part manifest.json"),
    ):
        with pytest.raises(Unreadable, match=sentence):
            archive.refuse_too_much(sizes)


@pytest.mark.django_db(transaction=True)
def test_an_archive_whose_journal_was_altered_leaves_nothing_behind(
    lived: Client, admin: User, at: datetime, tmp_path: Path, emptied: Callable[[], None]
) -> None:
    content, _manifest = archived(admin, at)
    forged = resealed(content, "tables/journal.line.jsonl", b"Atlas GmbH", b"Altas GmbH")
    emptied()
    looked = archive_in.look_through(kept_in(tmp_path, forged))
    with pytest.raises(Unreadable, match="The journal in this archive was altered"):
        archive_in.take_house_in(looked=looked, admin="", password=PASSWORD)
    assert [label for label, model in out_house.tables().items() if model._base_manager.exists()] == []
    fitting = resealed(content, "tables/promises.promise.jsonl", b'"due_on":"2026', b'"due_on":"twenty')
    looked = archive_in.look_through(kept_in(tmp_path, fitting))
    with pytest.raises(Unreadable, match=r"record 1 of tables/promises.promise.jsonl cannot be read"):
        archive_in.take_house_in(looked=looked, admin="", password=PASSWORD)
    beyond = resealed(content, "tables/promises.promise.jsonl", b'"acts":2', b'"acts":' + b"9" * 40)
    with pytest.raises(Unreadable, match=r"does not fit|damaged"):
        archive_in.take_house_in(looked=archive_in.look_through(kept_in(tmp_path, beyond)), admin="", password=PASSWORD)
    orphaned = resealed(content, "tables/clients.client.jsonl", b'"name":"Atlas', b'"kind":"Atlas')
    with pytest.raises(Unreadable, match="is not as it was written"):
        archive_in.take_house_in(
            looked=archive_in.look_through(kept_in(tmp_path, orphaned)), admin="", password=PASSWORD
        )
    assert not connection.in_atomic_block
    assert [label for label, model in out_house.tables().items() if model._base_manager.exists()] == []


def resealed(content: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """An archive in which a part was altered by somebody who mends the manifest too."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        body = packed.read(part)
    assert old in body
    changed = body.replace(old, new)
    digests = {hashlib.sha256(body).hexdigest().encode(): hashlib.sha256(changed).hexdigest().encode()}

    def change(name: str, told: bytes) -> bytes:
        if name == part:
            return changed
        for was, becomes in digests.items():
            told = told.replace(was, becomes) if name == archive.MANIFEST else told
        return told

    return repacked(content, change)
