import pytest
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.test.utils import isolate_apps

from core.richtext.fields import MAX_BYTES, RichTextField
from core.richtext.widgets import RichTextWidget

ATTACK = '<h1>Đề</h1><p onclick="x()">a<script>x()</script></p>'
CLEAN = "<h2>Đề</h2>\n<p>a</p>"


@pytest.fixture
def note_model(db):
    """A model with a table of its own that lives as long as the test."""
    with isolate_apps():

        class Note(models.Model):
            body = RichTextField("nội dung", null=True)

            class Meta:
                app_label = "notes"

            def __str__(self):
                return self.body

        with connection.schema_editor() as editor:
            editor.create_model(Note)
        yield Note


def test_save_stores_clean_html_and_shows_it_on_the_instance(note_model):
    note = note_model.objects.create(body=ATTACK)
    assert note.body == CLEAN
    assert type(note.body) is str
    assert note_model.objects.get().body == CLEAN


def test_update_stores_clean_html(note_model):
    note_model.objects.create(body="a")
    note_model.objects.update(body=ATTACK)
    assert note_model.objects.get().body == CLEAN


def test_bulk_create_and_bulk_update_store_clean_html(note_model):
    first, second = note_model.objects.bulk_create([note_model(body=ATTACK), note_model(body="b")])
    second.body = ATTACK
    note_model.objects.bulk_update([second], ["body"])
    assert list(note_model.objects.values_list("body", flat=True)) == [CLEAN, CLEAN]
    assert first.body == CLEAN


def test_loading_a_fixture_stores_clean_html(note_model):
    note_model(pk=1, body=ATTACK).save_base(raw=True)
    assert note_model.objects.get().body == CLEAN


def test_none_and_expressions_pass(note_model):
    note = note_model.objects.create(body=None)
    assert note.body is None
    note_model.objects.update(body=Concat(Value("<p>"), Value("a</p>"), output_field=models.TextField()))
    note_model.objects.update(body=F("body"))
    assert note_model.objects.get().body == "<p>a</p>"


def test_text_over_the_limit_is_refused_in_words(note_model):
    with pytest.raises(ValidationError) as refused:
        note_model(body="đ" * (MAX_BYTES * 3 // 4)).full_clean()
    assert refused.value.messages == [
        "Nội dung quá dài: 1,5 MB, giới hạn là 1 MB. Nếu trong bài có ảnh dán trực tiếp, hãy xóa ảnh đó "
        "rồi tải ảnh lên bằng nút Hình ảnh."
    ]


def test_empty_page_of_the_editor_is_blank():
    with pytest.raises(ValidationError) as refused:
        RichTextField().clean("<p>&nbsp;</p>", None)
    assert refused.value.code == "blank"


def test_cleaning_a_form_shows_clean_html():
    assert RichTextField().clean(ATTACK, None) == CLEAN


def test_form_has_the_editor_also_where_the_admin_asks_for_a_text_area():
    field = RichTextField(blank=True).formfield(widget=AdminTextareaWidget)
    assert isinstance(field.widget, RichTextWidget)
    assert not field.required


def test_field_says_nothing_of_its_own_in_migrations():
    name, path, args, kwargs = RichTextField("nội dung", blank=True, name="body").deconstruct()
    assert (name, path, args) == ("body", "core.richtext.fields.RichTextField", [])
    assert kwargs == {"verbose_name": "nội dung", "blank": True}
