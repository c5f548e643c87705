from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0005_file_text")]

    operations = [
        migrations.RemoveConstraint("CountedDownload", "core_counteddownload_once"),
        migrations.RenameModel("CountedDownload", "CountedOnce"),
        migrations.AlterModelOptions(
            "CountedOnce", {"verbose_name": "lượt vừa đếm", "verbose_name_plural": "lượt vừa đếm"}
        ),
        migrations.AddConstraint(
            "CountedOnce",
            models.UniqueConstraint(fields=["visitor", "kind", "object_id"], name="core_countedonce_once"),
        ),
    ]
