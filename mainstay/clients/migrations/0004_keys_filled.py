"""What is derived from names, mail addresses and phones that stand there already."""

from django.db import migrations

from mainstay.clients import rules


def fill(apps, schema_editor):
    client_model, contact_model = apps.get_model("clients", "Client"), apps.get_model("clients", "Contact")
    reach = apps.get_model("clients", "Reach")
    for client in client_model.objects.filter(like_key="").iterator(chunk_size=500):
        key = rules.person_key if client.kind == "household" else rules.firm_key
        client_model.objects.filter(pk=client.pk).update(like_key=key(client.name))
    for contact in contact_model.objects.filter(like_key="").iterator(chunk_size=500):
        country = contact.affiliations.order_by("id").values_list("client__country", flat=True).first() or ""
        ways = [("mail", contact.email, rules.mail_key(contact.email))] if contact.email else []
        ways += [("phone", contact.phone, rules.phone_key(contact.phone, country))] if contact.phone else []
        reach.objects.bulk_create([reach(contact=contact, kind=kind, value=told, key=key) for kind, told, key in ways])
        reached_by = "\n".join(told if kind == "mail" else rules.digits(told) for kind, told, _key in ways)
        told = {"like_key": rules.person_key(contact.name), "reached_by": reached_by}
        contact_model.objects.filter(pk=contact.pk).update(**told)


class Migration(migrations.Migration):
    dependencies = [("clients", "0003_ways_likeness_merges")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
