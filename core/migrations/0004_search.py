import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

VECTORS = ("title_vector", "text_vector", "full_vector")


class Migration(migrations.Migration):
    """The search's tables in their new form: empty, the job that tends them fills them from the objects."""

    dependencies = [("core", "0003_counted_downloads")]

    operations = [
        migrations.DeleteModel("SearchFile"),
        migrations.DeleteModel("SearchEntry"),
        # Words are cut out of the text by core.search now.
        migrations.RunSQL(
            "DROP TEXT SEARCH CONFIGURATION vietnamese",
            "CREATE TEXT SEARCH CONFIGURATION vietnamese (COPY = simple); "
            "ALTER TEXT SEARCH CONFIGURATION vietnamese ALTER MAPPING FOR "
            "asciiword, asciihword, hword_asciipart, word, hword, hword_part, numword, numhword, hword_numpart "
            "WITH unaccent, simple",
        ),
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=60, verbose_name="loại")),
                ("object_id", models.BigIntegerField(verbose_name="mã đối tượng")),
                ("title", models.CharField(max_length=500, verbose_name="tiêu đề")),
                (
                    "number",
                    models.CharField(blank=True, max_length=100, verbose_name="số ký hiệu (dạng so sánh)"),
                ),
                ("body", models.TextField(blank=True, verbose_name="nội dung chữ")),
                (
                    "title_vector",
                    django.contrib.postgres.search.SearchVectorField(verbose_name="từ trong tiêu đề"),
                ),
                (
                    "text_vector",
                    django.contrib.postgres.search.SearchVectorField(verbose_name="từ trong nội dung"),
                ),
                (
                    "full_vector",
                    django.contrib.postgres.search.SearchVectorField(
                        null=True, verbose_name="từ trong nội dung và tệp"
                    ),
                ),
                ("sorted_at", models.DateTimeField(null=True, verbose_name="ngày sắp xếp")),
                ("visible_from", models.DateTimeField(null=True, verbose_name="hiện từ")),
                ("visible_to", models.DateTimeField(null=True, verbose_name="hiện đến")),
            ],
            options={
                "verbose_name": "mục tìm kiếm",
                "verbose_name_plural": "mục tìm kiếm",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["title_vector"], name="core_searchentry_title"
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["text_vector"], name="core_searchentry_text"
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["full_vector"], name="core_searchentry_full"
                    ),
                    models.Index(
                        django.contrib.postgres.indexes.OpClass("number", name="varchar_pattern_ops"),
                        name="core_searchentry_number",
                    ),
                    models.Index(fields=["-sorted_at"], name="core_searchentry_sorted"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "object_id"), name="core_searchentry_one_per_object"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sha256", models.CharField(db_index=True, max_length=64, verbose_name="SHA-256")),
                ("title", models.CharField(blank=True, max_length=255, verbose_name="tên tệp")),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="core.searchentry",
                        verbose_name="mục tìm kiếm",
                    ),
                ),
            ],
            options={
                "verbose_name": "tệp tìm kiếm",
                "verbose_name_plural": "tệp tìm kiếm",
                "constraints": [
                    models.UniqueConstraint(fields=("entry", "sha256"), name="core_searchfile_once_per_entry")
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                (
                    "folded",
                    models.CharField(
                        max_length=50, primary_key=True, serialize=False, verbose_name="từ không dấu"
                    ),
                ),
                ("spelt", models.CharField(max_length=50, verbose_name="cách viết thường gặp nhất")),
                ("entries", models.PositiveIntegerField(verbose_name="số mục có từ này")),
            ],
            options={"verbose_name": "từ tìm kiếm", "verbose_name_plural": "từ tìm kiếm"},
        ),
        # Vectors and bodies go out of the row as soon as it is over 256 bytes: 100,000 rows are then 25 MB,
        # which stay in memory, and not a gigabyte.
        migrations.RunSQL(
            "ALTER TABLE core_searchentry SET (toast_tuple_target = 256)",
            "ALTER TABLE core_searchentry RESET (toast_tuple_target)",
        ),
        # Nothing is to be learnt from how frequent words are: the index is always the way. Without the
        # statistics questions are planned, and tables analysed, in a fraction of the time.
        migrations.RunSQL(
            [f"ALTER TABLE core_searchentry ALTER {vector} SET STATISTICS 0" for vector in VECTORS],
            [f"ALTER TABLE core_searchentry ALTER {vector} SET STATISTICS -1" for vector in VECTORS],
        ),
    ]
