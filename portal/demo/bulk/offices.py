"""The bodies of the made documents, with the people who sign for them and the numbers they give."""

import random
from dataclasses import dataclass
from datetime import date

from django.db.models import Max
from django.utils import timezone

from core.text import slugify
from documents.models import Document, IssuingBody, SendingUnit, Signer
from portal.demo import content
from portal.demo.bulk import plan
from portal.demo.bulk.prose import generator


@dataclass
class Office:
    """A body at work."""

    body: IssuingBody
    posts: list[tuple[str, str]]
    share: int
    units: list[SendingUnit]

    def exists_on(self, day: date) -> bool:
        return (self.body.valid_from or day) <= day <= (self.body.valid_to or day)


class Offices:
    """All bodies that issue, made where they are missing."""

    def __init__(self) -> None:
        self.all: list[Office] = []
        for issuer in plan.stock().issuers:
            entry = content.institutions().bodies[issuer.key]
            model = IssuingBody.objects.get(name=entry.name)
            for body in (model, *_bodies_like(issuer.key, model)):
                self.all.append(Office(body, issuer.posts, issuer.share, list(body.units.all())))
        self._lot = plan.Lot(list(range(len(self.all))), [office.share for office in self.all])
        self._last = _last_ordinals()
        self._signers: dict[tuple[int, str, int], Signer] = {}

    def slot(self, rng: random.Random, day: date) -> plan.Slot:
        """Return a body that exists on a day, with its next number of the year; each is given once."""
        index = self._lot.draw(rng)
        while not self.all[index].exists_on(day):
            index = self._lot.draw(rng)
        year = (self.all[index].body.pk, day.year)
        self._last[year] = self._last.get(year, 0) + 1
        return plan.Slot(day, index, self._last[year])

    def signer(self, rng: random.Random, office: Office, day: date) -> tuple[Signer, str]:
        """Return who signs on a day, and under which authority; posts change hands with the terms."""
        post, authority = rng.choice(office.posts)
        return self._holder(office, post, day.year // plan.TERM), authority

    def appoint_signers(self) -> None:
        """Create everybody who ever signs: two processes that did it would wait for each other."""
        last = timezone.localdate().year
        for office in self.all:
            first = max(plan.FIRST_DAY, office.body.valid_from or plan.FIRST_DAY).year
            until = office.body.valid_to.year if office.body.valid_to else last
            for term in range(first // plan.TERM, until // plan.TERM + 1):
                for post, _ in office.posts:
                    self._holder(office, post, term)

    def _holder(self, office: Office, post: str, term: int) -> Signer:
        key = (office.body.pk, post, term)
        if key not in self._signers:
            name = plan.person(generator(f"{office.body.slug} {term} {post}"))
            full = f"{post} {office.body.short_name}"
            self._signers[key], _ = Signer.objects.get_or_create(name=name, post=full)
        return self._signers[key]


def _last_ordinals() -> dict[tuple[int, int], int]:
    """Return the last number of each body and year, what is in the trash included: it may come back."""
    numbered = Document._base_manager.filter(ordinal__isnull=False).values_list("issuing_body", "year")
    return {(body, year): last for body, year, last in numbered.annotate(last=Max("ordinal"))}


def _bodies_like(key: str, model: IssuingBody) -> list[IssuingBody]:
    """Return the bodies that do in other places what one of the demo does in its own."""
    like = plan.stock().likes.get(key)
    if like is None:
        return []
    found = []
    for number, place in enumerate(like["places"], 1):
        name = like["name"].format(place=place)
        body, _ = IssuingBody.objects.get_or_create(
            name=name,
            defaults={
                "short_name": like["short_name"].format(name=place.split(maxsplit=1)[1].title()),
                "slug": slugify(name),
                "codes": model.codes,
                "valid_from": model.valid_from,
                "valid_to": model.valid_to,
                "order": model.order + number,
            },
        )
        found.append(body)
    return found
