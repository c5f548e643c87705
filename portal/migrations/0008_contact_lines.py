from django.db import migrations, models

import portal.models.phones


class Migration(migrations.Migration):
    """Several addresses and phone numbers, one a line; the one that was there is the first line."""

    dependencies = [("portal", "0007_furniture_rights")]

    operations = [
        migrations.RenameField("sitesettings", "address", "addresses"),
        migrations.RenameField("sitesettings", "phone", "phones"),
        migrations.AlterField(
            model_name="sitesettings",
            name="addresses",
            field=models.TextField(
                blank=True,
                help_text="Mỗi trụ sở một dòng, trụ sở chính ở dòng đầu.",
                max_length=1000,
                verbose_name="địa chỉ",
            ),
        ),
        migrations.AlterField(
            model_name="sitesettings",
            name="phones",
            field=models.TextField(
                blank=True,
                help_text="Mỗi dòng một số, có thể có tên đứng trước dấu hai chấm, ví dụ: Văn thư: 0200.3550.100.",
                max_length=1000,
                validators=[portal.models.phones.validate_phones],
                verbose_name="điện thoại",
            ),
        ),
    ]
