"""The book of who did what copies each line of the admin's log; who may read it: administrators."""

from importlib import import_module

from django.contrib.auth.management import create_permissions
from django.db import migrations

groups = import_module("portal.migrations.0002_groups")

# By the database, as the admin writes the lines of many objects at once past every signal.
COPY = """
CREATE FUNCTION portal_audit_admin_log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO core_auditentry (at, actor_id, actor, action, kind, object_id, object_name, detail)
    SELECT NEW.action_time, NEW.user_id,
        coalesce((
            SELECT CASE WHEN trim(last_name || ' ' || first_name) = '' THEN username
                ELSE trim(last_name || ' ' || first_name) || ' (' || username || ')' END
            FROM auth_user WHERE id = NEW.user_id
        ), ''),
        CASE NEW.action_flag WHEN 1 THEN 'added' WHEN 2 THEN 'changed' ELSE 'deleted' END,
        coalesce((
            SELECT app_label || '.' || model FROM django_content_type WHERE id = NEW.content_type_id
        ), ''),
        coalesce(NEW.object_id, ''), NEW.object_repr, NEW.change_message;
    RETURN NULL;
END
$$;
CREATE TRIGGER portal_audit_admin_log AFTER INSERT ON django_admin_log
    FOR EACH ROW EXECUTE FUNCTION portal_audit_admin_log();
"""
DO_NOT_COPY = """
DROP TRIGGER portal_audit_admin_log ON django_admin_log;
DROP FUNCTION portal_audit_admin_log();
"""


def give_rights(apps, schema_editor):
    # Django makes the rights only after the last migration of all.
    config = apps.get_app_config("core")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    # A group that was renamed or deleted since is the administrators' business.
    for group in Group.objects.filter(name=groups.ADMINISTRATORS):
        group.permissions.add(*Permission.objects.filter(groups.named({"core": ["view_auditentry"]})))


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0017_accounts"),
        ("core", "0010_audit"),
        ("admin", "0003_logentry_add_action_flag_choices"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    # Backwards the right goes with the model that it is about.
    operations = [
        migrations.RunSQL(COPY, DO_NOT_COPY),
        migrations.RunPython(give_rights, migrations.RunPython.noop),
    ]
