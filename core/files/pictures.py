"""Pictures for pages: turned upright, made small enough, and without what the camera wrote into them."""

import io
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.base import ContentFile
from PIL import Image, ImageCms, ImageOps

from core.files.checks import BROKEN_IMAGE, inspect_image

# In pixels. The widest place of a page is 1,200; twice that on a dense screen is more than a photo needs.
LONGEST_SIDE = 2000
THUMBNAIL_SIDE = 320
_SRGB = ImageCms.createProfile("sRGB")
_OPTIONS: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 85, "optimize": True, "progressive": True},
    "PNG": {"optimize": True},
    "WEBP": {"quality": 85, "method": 4},
    "GIF": {},
}
# What each format can hold; anything else (CMYK, 16 bits …) is converted.
_MODES = {
    "JPEG": {"RGB", "L"},
    "PNG": {"RGB", "RGBA", "L", "LA", "P", "1"},
    "WEBP": {"RGB", "RGBA"},
    "GIF": {"P", "L"},
}


class CleanPicture(ContentFile):
    """A picture that may be shown as it is. ``width`` and ``height`` in pixels.

    Its name tells which smaller copies there are (core.files.renditions): none of what moves.
    """

    def __init__(
        self, content: bytes, extension: str, *, width: int, height: int, is_moving: bool = False
    ) -> None:
        super().__init__(content, f"anh.{extension}" if is_moving else f"anh-{width}.{extension}")
        self.width = width
        self.height = height


def clean_picture(file: File) -> CleanPicture:
    """Return an uploaded picture as it is kept.

    It is encoded anew, upright, in sRGB, with the longest side at most LONGEST_SIDE pixels and without
    metadata: photos of pupils carry the place of their school. A moving picture stays as it is. What is
    clean already is returned itself.
    Raises ValidationError, in Vietnamese, as :func:`core.files.checks.inspect_image` does.
    """
    if isinstance(file, CleanPicture):
        return file
    facts = inspect_image(file)
    picture_format = facts.content_type.removeprefix("image/").upper()
    try:
        with Image.open(file, formats=[picture_format]) as image:
            # A phone's JPEG may hold a second, smaller picture, which Pillow takes for a film.
            is_moving = picture_format != "JPEG" and getattr(image, "is_animated", False)
            if is_moving:
                content, size = _as_it_is(file, image), image.size
            else:
                content, size = _encode(image, picture_format)
    except BROKEN_IMAGE as error:
        raise ValidationError("Ảnh bị hỏng hoặc chưa tải lên hết.", code="broken") from error
    finally:
        file.seek(0)
    return CleanPicture(content, facts.extension, width=size[0], height=size[1], is_moving=is_moving)


def thumbnail(file: File) -> bytes:
    """Return a small WebP of an uploaded picture, or of the first one of a moving picture, to be looked at.

    Raises ValidationError as :func:`clean_picture` does.
    """
    facts = inspect_image(file)
    try:
        with Image.open(file, formats=[facts.content_type.removeprefix("image/").upper()]) as image:
            image.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
            small = ImageOps.exif_transpose(image)
            small = small.convert("RGBA" if small.has_transparency_data else "RGB")
    except BROKEN_IMAGE as error:
        raise ValidationError("Ảnh bị hỏng hoặc chưa tải lên hết.", code="broken") from error
    small.info = {}
    buffer = io.BytesIO()
    small.save(buffer, "WEBP", **_OPTIONS["WEBP"])
    return buffer.getvalue()


def _as_it_is(file: File, image: Image.Image) -> bytes:
    if image.getexif():
        raise ValidationError(
            "Ảnh động này còn thông tin của máy chụp (có thể có vị trí). Hãy lưu lại thành GIF.",
            code="metadata",
        )
    file.seek(0)
    return file.read()


def _encode(image: Image.Image, picture_format: str) -> tuple[bytes, tuple[int, int]]:
    if image.mode in ("P", "1") and max(image.size) > LONGEST_SIDE:
        image = image.convert("RGBA")  # Pixels of a palette cannot be blended.
    # Before anything else: a JPEG is then decoded at a fraction of its size.
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    image = _to_srgb(ImageOps.exif_transpose(image))
    if picture_format == "GIF" and image.mode not in _MODES["GIF"]:
        image = image.quantize()
    elif image.mode not in _MODES[picture_format]:
        has_alpha = image.has_transparency_data and "RGBA" in _MODES[picture_format]
        image = image.convert("RGBA" if has_alpha else "RGB")
    options = dict(_OPTIONS[picture_format])
    if picture_format in ("PNG", "GIF") and "transparency" in image.info:
        options["transparency"] = image.info["transparency"]
    # Pillow writes some of what it read (comments, profiles) unless there is nothing to write.
    image.info = {}
    buffer = io.BytesIO()
    image.save(buffer, picture_format, **options)
    return buffer.getvalue(), image.size


def _to_srgb(image: Image.Image) -> Image.Image:
    """Return the picture in sRGB, where it says to be in another colour space: the profile is not kept."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in ("RGB", "CMYK", "RGBA"):
        return image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        mode = "RGBA" if image.mode == "RGBA" else "RGB"
        return ImageCms.profileToProfile(image, source, _SRGB, outputMode=mode)
    except (ImageCms.PyCMSError, OSError):
        # A damaged profile; browsers ignore such a one and so do we.
        return image
