"""The texts of the demo: true to the calendar, to the decree and to their own world, and harmless."""

import re
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from core.richtext.sanitiser import sanitise
from core.richtext.text import to_text
from core.text import WEEKDAYS
from documents.models import Relation
from portal.demo import drawing, letter, markup
from portal.demo.content import FOLDER, attachment_text, institutions, kind_of_number, papers, posts
from portal.demo.drawing import banners
from portal.demo.drawing.__main__ import main
from portal.demo.drawing.registry import SCENES

ISSUED = [paper for paper in papers() if paper.issued]
# New Year, Reunification and Labour Day, National Day; then the days off at Tết of each year.
HOLIDAYS = {(1, 1), (30, 4), (1, 5), (2, 9)}
TET = [
    (date(2022, 1, 31), date(2022, 2, 4)),
    (date(2023, 1, 20), date(2023, 1, 26)),
    (date(2024, 2, 8), date(2024, 2, 14)),
    (date(2025, 1, 25), date(2025, 2, 2)),
    (date(2026, 2, 14), date(2026, 2, 22)),
]
# Central bodies that every department links to.
PUBLIC_BODIES = {
    "moet.gov.vn",
    "chinhphu.vn",
    "dichvucong.gov.vn",
    "vbpl.vn",
    "congbao.chinhphu.vn",
    "quochoi.vn",
    "moha.gov.vn",
    "nhandan.vn",
    "www.youtube.com",  # Where the demo's video would be.
}


def all_texts() -> dict[str, str]:
    """Return every text file of the demo by its name."""
    paths = [path for path in FOLDER.rglob("*") if path.suffix in {".html", ".toml", ".txt"}]
    return {str(path.relative_to(FOLDER)): path.read_text() for path in paths}


def words(text: str) -> int:
    return len(text.split())


def test_there_is_as_much_as_promised():
    assert len(posts()) == 60
    assert len(papers()) == 129
    assert len(institutions().areas) == 16
    assert len(institutions().categories) == 8
    assert len({paper.kind for paper in papers()}) == 10
    assert {paper.issued.year for paper in ISSUED} == {2022, 2023, 2024, 2025, 2026}


def test_texts_are_composed_unicode():
    assert [name for name, text in all_texts().items() if not unicodedata.is_normalized("NFC", text)] == []


def test_phone_numbers_are_fictional():
    found = {
        number
        for text in all_texts().values()
        for number in re.findall(r"\b0\d{2,3}[. ]?\d{3,4}[. ]?\d{3,4}\b", text)
    }
    assert [number for number in found if not re.fullmatch(r"0200\.3\d{3}\.\d{3}", number)] == []


def test_no_identity_numbers():
    assert [name for name, text in all_texts().items() if re.search(r"\b\d{9}(\d{3})?\b", text)] == []


def test_addresses_lead_to_public_bodies_or_nowhere_real():
    hosts = {host for text in all_texts().values() for host in re.findall(r"(?:https?://|@)([\w.-]+)", text)}
    assert {host for host in hosts if not host.endswith(".example")} == PUBLIC_BODIES


def test_numbers_are_unique_per_body_and_year():
    keys = [(paper.issuer, paper.issued.year, paper.number) for paper in ISSUED]
    assert len(keys) == len(set(keys))


def test_numbers_rise_with_the_date():
    series: dict[tuple[str, int], list[tuple[date, int]]] = {}
    for paper in ISSUED:
        number = int(re.match(r"\d+", paper.number)[0])
        series.setdefault((paper.issuer, paper.issued.year), []).append((paper.issued, number))
    assert [
        key for key, entries in series.items() if sorted(entries) != sorted(entries, key=lambda e: e[1])
    ] == []


def test_numbers_below_ten_have_a_zero():
    assert [paper.number for paper in ISSUED if re.match(r"\d/", paper.number)] == []


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("09/TB-SGDĐT", "TB"),
        ("831/SGDĐT-QLCL", "CV"),
        ("96/PGDĐT", "CV"),
        ("15/2025/TT-BGDĐT", "TT"),
        ("1221/TTr-SGDĐT", "TTr"),
    ],
)
def test_number_tells_the_kind(number, kind):
    assert kind_of_number(number) == kind


def test_documents_are_issued_on_working_days():
    def is_day_off(day: date) -> bool:
        is_tet = any(first <= day <= last for first, last in TET)
        return day.weekday() > 4 or (day.day, day.month) in HOLIDAYS or is_tet

    assert [paper.number for paper in ISSUED if is_day_off(paper.issued)] == []


def test_bodies_issue_only_while_they_exist():
    bodies = institutions().bodies
    wrong = [
        paper.number
        for paper in ISSUED
        if (bodies[paper.issuer].valid_to or paper.issued) < paper.issued
        or (bodies[paper.issuer].valid_from or paper.issued) > paper.issued
    ]
    assert wrong == []


def test_the_director_signs_only_in_office():
    handed_over = date(2024, 4, 1)
    assert [p.number for p in ISSUED if p.signer == "lam" and p.issued >= handed_over] == []
    assert [
        p.number for p in ISSUED if p.signer in ("hanh", "hanh-bcd", "khue") and p.issued < handed_over
    ] == []


def test_nothing_is_sent_to_districts_after_their_end():
    last = date(2025, 7, 1)
    wrong = [
        paper.number
        for paper in ISSUED
        if paper.issued >= last
        and any("huyện" in line for line in (*paper.to, *letter.compose(paper).copies))
    ]
    assert wrong == []


def test_named_weekdays_are_right():
    names = {name.lower(): number for number, name in enumerate(WEEKDAYS)}
    pattern = re.compile(rf"({'|'.join(WEEKDAYS)}),? (?:ngày )?(\d\d)/(\d\d?)(?:/(\d{{4}}))?", re.IGNORECASE)
    sources = [(paper.text, paper.issued.year) for paper in ISSUED]
    sources += [(post.body, post.date.year) for post in posts() if post.date]
    found = [(match, year) for text, year in sources for match in pattern.finditer(text)]
    assert len(found) > 10
    wrong = [
        match[0]
        for match, year in found
        if date(int(match[4] or year), int(match[3]), int(match[2])).weekday() != names[match[1].lower()]
    ]
    assert wrong == []


def test_documents_say_something_of_their_own():
    lengths = {paper.number: words(markup.plain(letter.substance(paper))) for paper in papers()}
    assert {number: length for number, length in lengths.items() if not 120 <= length <= 400} == {}


def test_no_two_documents_share_a_sentence_of_substance():
    seen: dict[str, str] = {}
    shared = []
    for paper in papers():
        for block in markup.parse(paper.text):
            is_formula = block.style in ("ground", "title", "heading", "table") or words(block.text) < 12
            if not is_formula and block.text in seen:
                shared.append((seen[block.text], paper.number, block.text))
            seen[block.text] = paper.number
    assert shared == []


def test_posts_have_the_length_of_a_post():
    lengths = {post.title: words(to_text(post.body)) for post in posts()}
    assert {title: length for title, length in lengths.items() if not 150 <= length <= 500} == {}


def test_post_bodies_lose_nothing_when_sanitised():
    assert [post.title for post in posts() if to_text(sanitise(post.body)) != to_text(post.body)] == []


def test_posts_refer_to_what_exists():
    keys = {category.key for category in institutions().categories}
    assert {post.category for post in posts()} == keys
    known = {paper.key: paper for paper in papers()}
    for post in posts():
        for file in post.attachments:
            assert (file.document in known) != bool(file.text and attachment_text(file.text))
            assert not file.document or known[file.document].issued <= post.date.date()
        for key in post.documents:
            assert known[key].issued <= post.date.date()


def test_documents_refer_to_people_who_exist():
    people = institutions()
    assert {paper.signer for paper in ISSUED if not paper.is_summary} <= set(people.signers)
    assert {paper.unit for paper in papers() if paper.unit} <= set(people.units)
    assert {paper.issuer for paper in papers()} == set(people.bodies)


def test_documents_have_fields_that_exist():
    keys = {area.key for area in institutions().areas}
    assert {key for paper in papers() for key in paper.areas} == keys - {"thi-tuyen-sinh"}
    assert [paper.key for paper in papers() if not paper.areas] == []


def test_only_the_department_names_a_unit():
    assert {paper.issuer for paper in papers() if paper.unit} == {"so"}


def test_unit_in_a_number_is_the_one_that_sends():
    with_unit = re.compile(r"\d+/SGDĐT-(\w+)")
    named = [(with_unit.fullmatch(paper.number), paper.unit) for paper in papers()]
    assert [(found[1], unit) for found, unit in named if found and found[1] != unit] == []


def test_relations_lead_to_earlier_documents():
    by_key = {paper.key: paper for paper in papers()}
    links = [(paper, by_key[link.document]) for paper in papers() for link in paper.relations]
    assert [(source.key, target.key) for source, target in links if source.issued < target.issued] == []


def test_relations_of_every_kind():
    kinds = {link.kind for paper in papers() for link in paper.relations}
    assert kinds == set(Relation.Kind.values)


def test_what_ends_or_changes_another_is_said_in_the_text():
    changing = {"replaces", "amends", "corrects", "repeals", "recalls", "answers", "accompanies"}
    silent = [
        (paper.key, link.document)
        for paper in papers()
        for link in paper.relations
        if link.kind in changing and link.document.split()[1] not in paper.text
    ]
    assert silent == []


def test_nobody_signs_for_the_ministry():
    assert {paper.signer for paper in papers() if paper.is_summary} == {""}


def test_every_post_has_a_cover_of_its_own():
    assert len({post.cover for post in posts()}) == 60


def test_pictures_are_those_that_are_named():
    named = [*(post.cover for post in posts()), *banners.names()]
    assert sorted(path.stem for path in drawing.PICTURES.glob("*.webp")) == sorted(named)


def test_covers_are_small_and_of_one_size():
    sizes = []
    for post in posts():
        path = drawing.picture(post.cover)
        sizes.append(path.stat().st_size)
        with Image.open(path) as picture:
            assert (picture.size, picture.getexif()) == ((1280, 720), {})
    assert max(sizes) < 60_000
    assert sum(sizes) < 1_500_000


def test_covers_are_described():
    descriptions = [drawing.describe(post.cover) for post in posts()]
    assert [text for text in descriptions if not re.fullmatch(r"Tranh vẽ .{30,230}\.", text)] == []


@pytest.mark.parametrize("scene", sorted(SCENES))
def test_scene_draws_the_cover_that_is_kept(scene):
    cover = next(post.cover for post in posts() if post.cover.startswith(f"{scene}-"))
    with Image.open(drawing.picture(cover)) as kept:
        difference = ImageChops.difference(drawing.draw(cover, scale=1), kept.convert("RGB"))
    # Edges differ (drawn at once here, three times larger there), areas do not.
    assert max(ImageStat.Stat(difference).mean) < 6


@pytest.mark.parametrize("name", sorted(banners.names()))
def test_banner_is_drawn_as_it_is_kept_and_small(name):
    with Image.open(drawing.picture(name)) as kept:
        drawn = banners.draw(name)
        assert (kept.size, kept.getexif()) == (drawn.size, {})
        difference = ImageChops.difference(drawn, kept.convert("RGB"))
    assert max(ImageStat.Stat(difference).mean) < 6
    assert drawing.picture(name).stat().st_size < 20_000


def test_pictures_can_be_drawn_anew(monkeypatch, tmp_path):
    monkeypatch.setattr(drawing, "PICTURES", tmp_path)
    (tmp_path / "no_longer-used.webp").touch()
    main(["stage-sage", "youth-logo"])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["stage-sage.webp", "youth-logo.webp"]


def test_fonts_come_with_their_licence():
    fonts = Path(drawing.__file__).parent.parent / "fonts"
    assert "SIL OPEN FONT LICENSE" in (fonts / "OFL.txt").read_text()
    assert sum(path.stat().st_size for path in fonts.iterdir()) < 600_000
