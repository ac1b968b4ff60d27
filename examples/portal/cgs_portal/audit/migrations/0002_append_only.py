"""What keeps the log append-only: triggers that refuse all but the next entry, on SQLite and on PostgreSQL."""

from django.db import migrations

REFUSE = "BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END"
NEXT = "EXISTS (SELECT 1 FROM audit_head WHERE NEW.number = number + 1 AND NEW.previous = digest)"
FUNCTION = "LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$"
TRIGGERS = {
    "sqlite": [
        f"CREATE TRIGGER audit_entry_update BEFORE UPDATE ON audit_entry {REFUSE}",
        f"CREATE TRIGGER audit_entry_delete BEFORE DELETE ON audit_entry {REFUSE}",
        # INSERT OR REPLACE removes a row without a DELETE
        f"CREATE TRIGGER audit_entry_insert BEFORE INSERT ON audit_entry WHEN NOT {NEXT} {REFUSE}",
        f"CREATE TRIGGER audit_head_update BEFORE UPDATE ON audit_head WHEN NEW.number IS NOT OLD.number + 1 {REFUSE}",
        f"CREATE TRIGGER audit_head_delete BEFORE DELETE ON audit_head {REFUSE}",
        f"CREATE TRIGGER audit_head_insert BEFORE INSERT ON audit_head {REFUSE}",
    ],
    "postgresql": [
        f"CREATE FUNCTION audit_refuse() RETURNS trigger {FUNCTION}",
        """CREATE TRIGGER audit_entry_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
           FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()""",
        """CREATE TRIGGER audit_head_kept BEFORE INSERT OR DELETE OR TRUNCATE ON audit_head
           FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()""",
        """CREATE TRIGGER audit_head_goes_on BEFORE UPDATE ON audit_head
           FOR EACH ROW WHEN (NEW.number <> OLD.number + 1) EXECUTE FUNCTION audit_refuse()""",
    ],
}


def begin(apps, schema_editor):
    apps.get_model("audit", "Head").objects.create(number=0, digest="0" * 64)
    for statement in TRIGGERS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.RunPython(begin),
        migrations.AlterModelOptions(name="entry", options={"managed": False}),
        migrations.AlterModelOptions(name="head", options={"managed": False}),
    ]
