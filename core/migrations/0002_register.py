from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="ObjectLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("from_kind", models.CharField(max_length=60, verbose_name="loại nguồn")),
                ("from_id", models.BigIntegerField(verbose_name="mã nguồn")),
                ("to_kind", models.CharField(max_length=60, verbose_name="loại đích")),
                ("to_id", models.BigIntegerField(verbose_name="mã đích")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="thứ tự")),
            ],
            options={
                "verbose_name": "liên kết nội dung",
                "verbose_name_plural": "liên kết nội dung",
                "ordering": ("order", "pk"),
                "indexes": [models.Index(fields=["to_kind", "to_id"], name="core_objectlink_to")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("from_kind", "from_id", "to_kind", "to_id"), name="core_objectlink_once"
                    )
                ],
            },
        ),
    ]
