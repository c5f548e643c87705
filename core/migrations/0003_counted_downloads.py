from django.db import migrations, models

UNLOGGED = [
    "ALTER TABLE core_visitorkey SET UNLOGGED",
    "ALTER TABLE core_counteddownload SET UNLOGGED",
]


class Migration(migrations.Migration):
    dependencies = [("core", "0002_register")]

    operations = [
        migrations.CreateModel(
            name="VisitorKey",
            fields=[
                ("day", models.DateField(primary_key=True, serialize=False, verbose_name="ngày")),
                ("key", models.BinaryField(verbose_name="khóa")),
            ],
            options={
                "verbose_name": "khóa băm trong ngày",
                "verbose_name_plural": "khóa băm trong ngày",
            },
        ),
        migrations.CreateModel(
            name="CountedDownload",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("visitor", models.BinaryField(verbose_name="khách")),
                ("kind", models.CharField(max_length=60, verbose_name="loại")),
                ("object_id", models.BigIntegerField(verbose_name="mã đối tượng")),
                ("counted_at", models.DateTimeField(db_index=True, verbose_name="đếm lúc")),
            ],
            options={
                "verbose_name": "lượt tải vừa đếm",
                "verbose_name_plural": "lượt tải vừa đếm",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("visitor", "kind", "object_id"), name="core_counteddownload_once"
                    )
                ],
            },
        ),
        migrations.RunSQL(UNLOGGED, migrations.RunSQL.noop),
    ]
