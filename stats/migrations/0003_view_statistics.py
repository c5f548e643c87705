from django.db import migrations


class Migration(migrations.Migration):
    """A right of its own: who reads the numbers need not set where counting starts."""

    dependencies = [("stats", "0002_polls")]

    operations = [
        migrations.AlterModelOptions(
            name="countingsettings",
            options={
                "permissions": [("view_statistics", "Được xem thống kê truy cập")],
                "verbose_name": "cách đếm",
                "verbose_name_plural": "cách đếm",
            },
        ),
    ]
