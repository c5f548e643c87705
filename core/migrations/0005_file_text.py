from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0004_search")]

    operations = [
        # Every kind of file that is noted has a reader now.
        migrations.RunSQL("DELETE FROM core_filetext WHERE status = 'unsupported'", migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="filetext",
            name="status",
            field=models.CharField(
                choices=[
                    ("pending", "Chờ đọc"),
                    ("done", "Đã đọc"),
                    ("empty", "Không có chữ (bản chụp)"),
                    ("failed", "Không đọc được"),
                ],
                default="pending",
                max_length=7,
                verbose_name="trạng thái",
            ),
        ),
        migrations.AddField(
            model_name="filetext",
            name="recognised",
            field=models.PositiveSmallIntegerField(
                default=0,
                help_text="Số trang chụp mà máy nhận dạng ra chữ.",
                verbose_name="số trang nhận dạng",
            ),
        ),
    ]
