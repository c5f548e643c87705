import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import core.files.fields
import core.files.storage
import core.richtext.fields


def note_addresses(apps, schema_editor):
    """Take down the present slugs of categories: from now on they lead there for ever."""
    categories = apps.get_model("news", "Category").objects.values_list("slug", "pk")
    FormerSlug = apps.get_model("core", "FormerSlug")
    FormerSlug.objects.bulk_create(
        FormerSlug(kind="news.category", slug=slug, object_id=pk) for slug, pk in categories
    )


def forget_addresses(apps, schema_editor):
    apps.get_model("core", "FormerSlug").objects.filter(kind__startswith="news.").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("news", "0002_attachment_pages"),
        ("core", "0008_former_slugs"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ArticleAuthor",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("published_at", models.DateTimeField(editable=False, null=True)),
                ("unpublish_at", models.DateTimeField(editable=False, null=True)),
                (
                    "order",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="Số nhỏ đứng trước.", verbose_name="thứ tự"
                    ),
                ),
            ],
            options={
                "verbose_name": "tác giả của bài",
                "verbose_name_plural": "tác giả của bài",
                "ordering": ("order", "pk"),
                "abstract": False,
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="ArticlePhoto",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "picture",
                    core.files.fields.PictureField(
                        height_field="height",
                        upload_to=core.files.storage.random_path,
                        verbose_name="ảnh",
                        width_field="width",
                    ),
                ),
                ("width", models.PositiveIntegerField(editable=False, verbose_name="rộng")),
                ("height", models.PositiveIntegerField(editable=False, verbose_name="cao")),
                (
                    "alt",
                    models.CharField(
                        help_text="Cho người không nhìn thấy ảnh: trong ảnh có ai, làm gì, ở đâu.",
                        max_length=250,
                        verbose_name="mô tả ảnh",
                    ),
                ),
                ("caption", models.CharField(blank=True, max_length=500, verbose_name="chú thích")),
                (
                    "order",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="Số nhỏ đứng trước.", verbose_name="thứ tự"
                    ),
                ),
            ],
            options={
                "verbose_name": "ảnh",
                "verbose_name_plural": "ảnh của phóng sự",
                "ordering": ("order", "pk"),
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="ArticleTag",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("published_at", models.DateTimeField(editable=False, null=True)),
                ("unpublish_at", models.DateTimeField(editable=False, null=True)),
            ],
            options={
                "verbose_name": "thẻ của bài",
                "verbose_name_plural": "thẻ của bài",
                "ordering": ("pk",),
                "abstract": False,
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Author",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "slug",
                    models.SlugField(
                        blank=True,
                        help_text="Để trống: tạo từ tên. Đổi phần này làm đổi địa chỉ; địa chỉ cũ tự chuyển sang mới.",
                        max_length=120,
                        unique=True,
                        verbose_name="phần địa chỉ",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="họ và tên")),
                (
                    "post",
                    models.CharField(
                        blank=True,
                        help_text="Ví dụ: Phóng viên Cổng thông tin.",
                        max_length=150,
                        verbose_name="chức vụ, đơn vị",
                    ),
                ),
                (
                    "biography",
                    models.TextField(
                        blank=True,
                        help_text="Vài câu, hiện ở đầu trang của tác giả.",
                        max_length=1000,
                        verbose_name="giới thiệu",
                    ),
                ),
                (
                    "portrait",
                    core.files.fields.PictureField(
                        blank=True,
                        height_field="portrait_height",
                        help_text="Khuôn mặt ở giữa: trang cắt ảnh thành hình vuông.",
                        upload_to=core.files.storage.random_path,
                        verbose_name="ảnh chân dung",
                        width_field="portrait_width",
                    ),
                ),
                ("portrait_width", models.PositiveIntegerField(blank=True, editable=False, null=True)),
                ("portrait_height", models.PositiveIntegerField(blank=True, editable=False, null=True)),
            ],
            options={
                "verbose_name": "tác giả",
                "verbose_name_plural": "tác giả",
                "ordering": ("name", "post"),
            },
        ),
        migrations.CreateModel(
            name="Tag",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "slug",
                    models.SlugField(
                        blank=True,
                        help_text="Để trống: tạo từ tên. Đổi phần này làm đổi địa chỉ; địa chỉ cũ tự chuyển sang mới.",
                        max_length=120,
                        unique=True,
                        verbose_name="phần địa chỉ",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="Một, hai từ, không có dấu phẩy, ví dụ: tuyển sinh lớp 10.",
                        max_length=60,
                        verbose_name="thẻ",
                    ),
                ),
            ],
            options={
                "verbose_name": "thẻ",
                "verbose_name_plural": "thẻ",
                "ordering": ("name",),
            },
        ),
        migrations.CreateModel(
            name="Topic",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="tên")),
                (
                    "slug",
                    models.SlugField(
                        blank=True,
                        help_text="Để trống: tạo từ tên. Đổi phần này làm đổi địa chỉ; địa chỉ cũ tự chuyển sang mới.",
                        max_length=120,
                        unique=True,
                        verbose_name="phần địa chỉ",
                    ),
                ),
                (
                    "description",
                    models.TextField(
                        blank=True,
                        help_text="Một, hai câu, hiện ở đầu trang của dòng sự kiện.",
                        max_length=500,
                        verbose_name="mô tả",
                    ),
                ),
            ],
            options={
                "verbose_name": "dòng sự kiện",
                "verbose_name_plural": "dòng sự kiện",
                "ordering": ("name",),
            },
        ),
        migrations.RemoveIndex(
            model_name="article",
            name="news_article_category_recent",
        ),
        migrations.AddField(
            model_name="article",
            name="form",
            field=models.CharField(
                choices=[
                    ("article", "Bài viết"),
                    ("photos", "Phóng sự ảnh"),
                    ("video", "Video"),
                    ("link", "Liên kết"),
                ],
                default="article",
                help_text="Phóng sự ảnh: thêm ảnh ở phần «Ảnh của phóng sự». Liên kết: bài nằm ở một trang khác.",
                max_length=10,
                verbose_name="thể loại",
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="link_url",
            field=models.URLField(
                blank=True,
                help_text="Trang có bài, bắt đầu bằng https://.",
                max_length=500,
                verbose_name="địa chỉ liên kết",
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="video_url",
            field=models.URLField(
                blank=True,
                help_text="Của YouTube thì xem được ngay trên trang; của trang khác thì thành liên kết.",
                max_length=500,
                verbose_name="địa chỉ video",
            ),
        ),
        migrations.AlterField(
            model_name="article",
            name="body",
            field=core.richtext.fields.RichTextField(blank=True, verbose_name="nội dung"),
        ),
        migrations.AddField(
            model_name="articleauthor",
            name="article",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="%(class)ss",
                to="news.article",
                verbose_name="bài viết",
            ),
        ),
        migrations.AddField(
            model_name="articlephoto",
            name="article",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="photos",
                to="news.article",
                verbose_name="bài viết",
            ),
        ),
        migrations.AddField(
            model_name="articletag",
            name="article",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="%(class)ss",
                to="news.article",
                verbose_name="bài viết",
            ),
        ),
        migrations.AddField(
            model_name="author",
            name="account",
            field=models.OneToOneField(
                blank=True,
                help_text="Bài mới của tài khoản này có sẵn tên tác giả; người viết vẫn bỏ được.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="author",
                to=settings.AUTH_USER_MODEL,
                verbose_name="tài khoản",
            ),
        ),
        migrations.AddField(
            model_name="articleauthor",
            name="author",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="places",
                to="news.author",
                verbose_name="tác giả",
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="authors",
            field=models.ManyToManyField(
                blank=True,
                related_name="articles",
                through="news.ArticleAuthor",
                to="news.author",
                verbose_name="tác giả",
            ),
        ),
        migrations.AddConstraint(
            model_name="tag",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("name"),
                name="news_tag_name_once",
                violation_error_message="Đã có thẻ này.",
            ),
        ),
        migrations.AddField(
            model_name="articletag",
            name="tag",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="places",
                to="news.tag",
                verbose_name="thẻ",
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="tags",
            field=models.ManyToManyField(
                blank=True,
                related_name="articles",
                through="news.ArticleTag",
                to="news.tag",
                verbose_name="thẻ",
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="topic",
            field=models.ForeignKey(
                blank=True,
                help_text="Các bài cùng một sự kiện kéo dài, ví dụ: Tuyển sinh lớp 10 năm 2026.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="articles",
                to="news.topic",
                verbose_name="dòng sự kiện",
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True), ("status", "published")),
                fields=["-published_at", "-id"],
                include=("unpublish_at", "category"),
                name="news_article_listed",
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True), ("status", "published")),
                fields=["category", "-published_at", "-id"],
                include=("unpublish_at",),
                name="news_article_category_listed",
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                condition=models.Q(
                    ("deleted_at__isnull", True), ("status", "published"), ("topic__isnull", False)
                ),
                fields=["topic", "-published_at", "-id"],
                include=("unpublish_at",),
                name="news_article_topic_listed",
            ),
        ),
        migrations.AddConstraint(
            model_name="author",
            constraint=models.UniqueConstraint(
                fields=("name", "post"),
                name="news_author_unique",
                violation_error_message="Đã có tác giả mang họ tên và chức vụ này.",
            ),
        ),
        migrations.AddIndex(
            model_name="articleauthor",
            index=models.Index(
                condition=models.Q(("published_at__isnull", False)),
                fields=["author", "-published_at", "-article"],
                include=("unpublish_at",),
                name="news_author_recent",
            ),
        ),
        migrations.AddConstraint(
            model_name="articleauthor",
            constraint=models.UniqueConstraint(
                fields=("article", "author"),
                name="news_articleauthor_once",
                violation_error_message="Tác giả này đã có trong bài.",
            ),
        ),
        migrations.AddIndex(
            model_name="articletag",
            index=models.Index(
                condition=models.Q(("published_at__isnull", False)),
                fields=["tag", "-published_at", "-article"],
                include=("unpublish_at",),
                name="news_tag_recent",
            ),
        ),
        migrations.AddConstraint(
            model_name="articletag",
            constraint=models.UniqueConstraint(fields=("article", "tag"), name="news_articletag_once"),
        ),
        migrations.AlterField(
            model_name="article",
            name="author_text",
            field=models.CharField(
                blank=True,
                help_text="Tên hiện cuối bài, của người không có trang riêng, ví dụ: Nguyễn Thị Hà, Phòng GDMN.",
                max_length=200,
                verbose_name="tác giả",
            ),
        ),
        migrations.RunPython(note_addresses, forget_addresses),
    ]
