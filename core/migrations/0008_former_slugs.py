from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0007_limits"),
    ]

    operations = [
        migrations.CreateModel(
            name="FormerSlug",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=60, verbose_name="loại")),
                ("slug", models.SlugField(max_length=120, verbose_name="phần địa chỉ")),
                ("object_id", models.BigIntegerField(verbose_name="mã đối tượng")),
            ],
            options={
                "verbose_name": "địa chỉ đã dùng",
                "verbose_name_plural": "địa chỉ đã dùng",
                "default_permissions": (),
                "indexes": [models.Index(fields=["kind", "object_id"], name="core_formerslug_object")],
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "slug"), name="core_formerslug_one_holder")
                ],
            },
        ),
    ]
