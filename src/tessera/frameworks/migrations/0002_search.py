"""What makes search instant: a full-text index over `words`, in the way of each database.

SQLite: an FTS5 table that triggers keep in step, where SQLite was built with FTS5. PostgreSQL: an index of
the plain text search, no extension. Accents are folded before they arrive here.
"""

from django.db import migrations

POSTGRES = """
CREATE INDEX frameworks_node_words ON frameworks_node USING gin (to_tsvector('simple', words))
"""
SQLITE = (
    """
    CREATE VIRTUAL TABLE frameworks_words USING fts5(
        words, content='frameworks_node', content_rowid='id', prefix='2 3', detail='none',
        tokenize='unicode61 remove_diacritics 0', columnsize=0
    )
    """,
    """
    CREATE TRIGGER frameworks_node_added AFTER INSERT ON frameworks_node BEGIN
        INSERT INTO frameworks_words(rowid, words) VALUES (new.id, new.words);
    END
    """,
    """
    CREATE TRIGGER frameworks_node_gone AFTER DELETE ON frameworks_node BEGIN
        INSERT INTO frameworks_words(frameworks_words, rowid, words) VALUES ('delete', old.id, old.words);
    END
    """,
    """
    CREATE TRIGGER frameworks_node_changed AFTER UPDATE OF words ON frameworks_node BEGIN
        INSERT INTO frameworks_words(frameworks_words, rowid, words) VALUES ('delete', old.id, old.words);
        INSERT INTO frameworks_words(rowid, words) VALUES (new.id, new.words);
    END
    """,
)


def add(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRES)
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_compileoption_used('ENABLE_FTS5')")
        if cursor.fetchone()[0]:
            for statement in SQLITE:
                schema_editor.execute(statement)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX frameworks_node_words")
        return
    for name in ("added", "gone", "changed"):
        schema_editor.execute(f"DROP TRIGGER IF EXISTS frameworks_node_{name}")
    schema_editor.execute("DROP TABLE IF EXISTS frameworks_words")


class Migration(migrations.Migration):
    dependencies = [("frameworks", "0001_initial")]
    operations = [migrations.RunPython(add, drop)]
