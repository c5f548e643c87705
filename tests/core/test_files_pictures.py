import io

import pytest
from django.core.exceptions import ValidationError
from PIL import Image, ImageCms

from core.files import pictures
from core.files.pictures import clean_picture
from core.models import Picture
from tests.core.file_samples import as_upload, image_bytes, pdf_bytes

ORIENTATION, MAKER, GPS, DESCRIPTION = 0x0112, 0x010F, 0x8825, 0x010E


def opened(picture):
    return Image.open(io.BytesIO(picture.read()))


def photo(size=(60, 40), **tags):
    exif = Image.Exif()
    for tag, value in tags.items():
        exif[globals()[tag]] = value
    return as_upload(image_bytes("JPEG", size, exif=exif, comment=b"ghi chu cua may"), "IMG_0001.JPG")


def test_place_and_maker_are_taken_out():
    picture = clean_picture(photo(MAKER="Dien thoai", GPS={1: "N", 2: (21.0, 1.0, 2.0)}))
    content = picture.read()
    assert not Image.open(io.BytesIO(content)).getexif()
    for trace in (b"Exif", b"Dien thoai", b"ghi chu"):
        assert trace not in content


def test_picture_is_turned_upright():
    source = Image.new("RGB", (60, 40), "white")
    source.paste("red", (0, 0, 60, 10))  # a red edge on top, which belongs on the right
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    buffer = io.BytesIO()
    source.save(buffer, "JPEG", exif=exif, quality=95)
    picture = clean_picture(as_upload(buffer.getvalue(), "a.jpg"))
    image = opened(picture)
    assert (picture.width, picture.height) == image.size == (40, 60)
    red, green, _ = image.getpixel((37, 30))
    assert red > 200 > 100 > green


@pytest.mark.parametrize(
    ("size", "kept"), [((3000, 1500), (2000, 1000)), ((600, 2500), (480, 2000)), ((50, 40), (50, 40))]
)
def test_longest_side_is_limited(size, kept):
    picture = clean_picture(as_upload(image_bytes("JPEG", size), "a.jpg"))
    assert (picture.width, picture.height) == opened(picture).size == kept


@pytest.mark.parametrize(
    ("picture_format", "extension"), [("JPEG", "jpg"), ("PNG", "png"), ("WEBP", "webp"), ("GIF", "gif")]
)
def test_format_stays(picture_format, extension):
    picture = clean_picture(as_upload(image_bytes(picture_format), f"Ảnh đẹp.{extension}"))
    assert opened(picture).format == picture_format
    assert picture.name == f"anh-60.{extension}"


@pytest.mark.parametrize(
    ("mode", "picture_format", "kept"),
    [("CMYK", "JPEG", "RGB"), ("L", "JPEG", "L"), ("I;16", "PNG", "RGB"), ("RGBA", "PNG", "RGBA"),
     ("1", "PNG", "1"), ("LA", "PNG", "LA"), ("P", "PNG", "P"), ("RGBA", "WEBP", "RGBA")],
)  # fmt: skip
def test_every_colour_mode_is_kept_or_made_one_that_browsers_show(mode, picture_format, kept):
    buffer = io.BytesIO()
    Image.new(mode, (30, 30)).save(buffer, picture_format)
    extension = "jpg" if picture_format == "JPEG" else picture_format.lower()
    assert opened(clean_picture(as_upload(buffer.getvalue(), f"a.{extension}"))).mode == kept


@pytest.mark.parametrize("picture_format", ["PNG", "GIF"])
def test_transparency_of_a_palette_is_kept(picture_format):
    source = Image.new("P", (30, 30), 0)
    source.putpalette([255, 255, 255, 200, 0, 0])
    source.paste(1, (0, 0, 10, 30))
    buffer = io.BytesIO()
    source.save(buffer, picture_format, transparency=0)
    image = opened(clean_picture(as_upload(buffer.getvalue(), f"a.{picture_format.lower()}"))).convert("RGBA")
    assert image.getpixel((20, 20))[3] == 0
    assert image.getpixel((5, 5)) == (200, 0, 0, 255)


@pytest.mark.parametrize("picture_format", ["PNG", "GIF"])
def test_large_picture_of_a_palette_is_made_smaller(monkeypatch, picture_format):
    monkeypatch.setattr(pictures, "LONGEST_SIDE", 50)
    buffer = io.BytesIO()
    Image.new("P", (100, 60)).save(buffer, picture_format)
    assert clean_picture(as_upload(buffer.getvalue(), f"a.{picture_format.lower()}")).width == 50


def test_colours_of_another_profile_become_those_of_the_screen():
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    picture = clean_picture(as_upload(image_bytes("JPEG", icc_profile=lab), "a.jpg"))
    assert "icc_profile" not in opened(picture).info


def test_broken_profile_does_not_matter():
    picture = clean_picture(as_upload(image_bytes("JPEG", icc_profile=b"x" * 200), "a.jpg"))
    assert picture.width == 60


def test_what_stands_behind_the_picture_goes():
    content = image_bytes("JPEG") + b"\0\0\0\x18ftypmp42" + b"bi mat" * 50
    assert b"bi mat" not in clean_picture(as_upload(content, "a.jpg")).read()


def test_second_picture_of_a_phones_photo_goes():
    frames = [Image.new("RGB", (60, 40), color) for color in ("red", "blue")]
    buffer = io.BytesIO()
    frames[0].save(buffer, "MPO", save_all=True, append_images=frames[1:])
    image = opened(clean_picture(as_upload(buffer.getvalue(), "a.jpg")))
    assert image.format == "JPEG"
    assert getattr(image, "n_frames", 1) == 1


def moving(picture_format, **options):
    frames = [Image.new("RGB", (20, 20), color) for color in ("red", "blue")]
    buffer = io.BytesIO()
    frames[0].save(buffer, picture_format, save_all=True, append_images=frames[1:], duration=100, **options)
    return buffer.getvalue()


@pytest.mark.parametrize("picture_format", ["GIF", "WEBP"])
def test_moving_picture_stays_as_it_is(picture_format):
    content = moving(picture_format)
    picture = clean_picture(as_upload(content, f"a.{picture_format.lower()}"))
    assert picture.read() == content
    assert (picture.width, picture.height) == (20, 20)


def test_moving_picture_that_tells_of_its_camera_is_refused():
    exif = Image.Exif()
    exif[MAKER] = "Dien thoai"
    with pytest.raises(ValidationError, match="vị trí"):
        clean_picture(as_upload(moving("WEBP", exif=exif), "a.webp"))


def test_picture_that_was_not_uploaded_whole_is_refused():
    content = image_bytes("JPEG", (600, 400))
    with pytest.raises(ValidationError, match="chưa tải lên hết"):
        clean_picture(as_upload(content[: len(content) // 2], "a.jpg"))


def test_document_is_refused():
    with pytest.raises(ValidationError, match="Không nhận loại tệp này"):
        clean_picture(as_upload(pdf_bytes(), "a.pdf"))


def test_clean_picture_is_not_encoded_again():
    picture = clean_picture(as_upload(image_bytes(), "a.jpg"))
    assert clean_picture(picture) is picture


@pytest.mark.django_db
def test_saved_picture_is_clean_and_knows_its_size():
    picture = Picture.objects.create(file=photo((3000, 1500), MAKER="Dien thoai"), alt="Lễ khai giảng")
    picture = Picture.objects.get(pk=picture.pk)
    assert (picture.width, picture.height) == (2000, 1000)
    with picture.file.open("rb") as file:
        assert b"Dien thoai" not in file.read()


@pytest.mark.django_db
def test_saving_a_picture_again_does_not_encode_it_again():
    picture = Picture.objects.create(file=as_upload(image_bytes(), "a.jpg"))
    name = picture.file.name
    picture.alt = "Sân trường"
    picture.save()
    assert Picture.objects.get().file.name == name
