"""A group for editors of some categories alone: the rights of editors without those that hold everywhere."""

from django.db import migrations
from django.db.models import Q

NAME = "Biên tập chuyên mục"
EDITORS = "Biên tập viên"


def make_group(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    group, _ = Group.objects.get_or_create(name=NAME)
    of_posts = Q(content_type__app_label__in=["news", "core"]) & ~Q(content_type__model="picklist")
    rights = Permission.objects.filter(of_posts | Q(codename="view_statistics"), group__name=EDITORS)
    group.permissions.add(*rights)


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0019_versions"),
        ("portal", "0016_newsroom_rights"),
        ("news", "0010_versions"),
        ("stats", "0004_expiring"),
    ]

    operations = [migrations.RunPython(make_group, migrations.RunPython.noop)]
