from django.db import migrations, models

UNLOGGED = ["ALTER TABLE core_limit SET UNLOGGED", "ALTER TABLE core_usedchallenge SET UNLOGGED"]


class Migration(migrations.Migration):
    dependencies = [("core", "0006_counted_once")]

    operations = [
        migrations.CreateModel(
            name="Limit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="việc")),
                ("key", models.BinaryField(verbose_name="ai")),
                ("starts_at", models.DateTimeField(verbose_name="từ lúc")),
                ("ends_at", models.DateTimeField(db_index=True, verbose_name="đến lúc")),
                ("count", models.PositiveIntegerField(verbose_name="số lần")),
            ],
            options={
                "verbose_name": "giới hạn",
                "verbose_name_plural": "giới hạn",
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("name", "key", "starts_at"), name="core_limit_one_a_window"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="UsedChallenge",
            fields=[
                (
                    "nonce",
                    models.CharField(max_length=64, primary_key=True, serialize=False, verbose_name="mã"),
                ),
                ("expires_at", models.DateTimeField(db_index=True, verbose_name="hết hạn lúc")),
            ],
            options={
                "verbose_name": "thử thách đã dùng",
                "verbose_name_plural": "thử thách đã dùng",
                "default_permissions": (),
            },
        ),
        migrations.RunSQL(UNLOGGED, migrations.RunSQL.noop),
    ]
