from django.db import models
from django.db.models.functions import Upper
from django.test.utils import isolate_apps

from core.text import normalise_text_fields


def make_note(**values):
    class Note(models.Model):
        title = models.CharField(max_length=100)
        body = models.TextField()
        file = models.FileField()

        class Meta:
            app_label = "notes"

        def __str__(self):
            return self.title

    return Note(**values)


@isolate_apps()
def test_text_is_stored_in_one_spelling():
    note = make_note(title="Gia\u0301o du\u0323c", body="Tho\u0302ng ba\u0301o")
    normalise_text_fields(note)
    assert note.title == "Giáo dục"
    assert note.body == "Thông báo"


@isolate_apps()
def test_control_characters_and_lone_surrogates_go():
    note = make_note(title="a\x00b\x1fc\x85d\ud800", body="a\x0bb\x7f")
    normalise_text_fields(note)
    assert note.title == "abcd"
    assert note.body == "ab"


@isolate_apps()
def test_lines_and_tabs_stay_in_a_text_and_become_spaces_in_a_line():
    note = make_note(title="một\r\n\thai", body="một\r\n\thai\rba")
    normalise_text_fields(note)
    assert note.title == "một hai"
    assert note.body == "một\n\thai\nba"


@isolate_apps()
def test_files_deferred_fields_and_expressions_are_left_alone():
    note = make_note(title=Upper("body"), body="a", file="te\u0323p.pdf")
    del note.__dict__["body"]
    normalise_text_fields(note)
    assert isinstance(note.title, Upper)
    assert note.file.name == "te\u0323p.pdf"
    assert "body" not in note.__dict__
