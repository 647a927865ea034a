"""The trail only grows: the database itself refuses to change or delete an event."""

from django.db import migrations

POSTGRES = """
CREATE FUNCTION trail_event_is_append_only() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'the audit trail is append-only'; END $$ LANGUAGE plpgsql;
CREATE TRIGGER trail_event_append_only BEFORE UPDATE OR DELETE ON trail_event
FOR EACH ROW EXECUTE FUNCTION trail_event_is_append_only();
"""
SQLITE = [
    f"CREATE TRIGGER trail_event_no_{verb} BEFORE {verb} ON trail_event "
    "BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END"
    for verb in ("update", "delete")
]


def add(apps, editor):
    for statement in [POSTGRES] if editor.connection.vendor == "postgresql" else SQLITE:
        editor.execute(statement)


def drop(apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP TRIGGER trail_event_append_only ON trail_event")
        editor.execute("DROP FUNCTION trail_event_is_append_only")
    else:
        for verb in ("update", "delete"):
            editor.execute(f"DROP TRIGGER trail_event_no_{verb}")


class Migration(migrations.Migration):
    dependencies = [("trail", "0001_initial")]
    operations = [migrations.RunPython(add, drop)]
