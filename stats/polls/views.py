"""The pages of polls.

The list is kept for everyone. A poll's own page never is: it has the form, which sets the ballot cookie and
the token against forged requests.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core import ballots, blocks, cache, public
from core.links import linked, with_link_refs
from core.sending import Rejected, form_view, limits_of, refusal_of
from stats.models import Poll
from stats.polls import casting
from stats.polls.casting import CHANGED, CHOSEN, GATE, WORDING
from stats.polls.state import Standing, standing_for

NOT_SENT = "Phiếu chưa được gửi. Hãy xem lại lựa chọn rồi bấm «Bỏ phiếu»."


class PollListView(public.PublicListView):
    """All polls, those that are open first."""

    template_name = "stats/poll_list.html"
    context_object_name = "polls"

    def get_queryset(self) -> Any:
        return Poll.objects.published().open_first()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(breadcrumbs=[Poll.list_crumb()], **kwargs)


poll_list = require_safe(cache.page("polls", blocks.tags, params=["trang"])(PollListView.as_view()))


@form_view(kept_fields=[CHOSEN], is_indexed=True)
def poll_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A poll: its form, or its results. Choices in the query string (``?chon=7``) are ticked."""
    return _answer(request, pk, "stats/poll_detail.html")


@form_view()
def poll_form(request: HttpRequest, pk: int) -> HttpResponse:
    """The form alone, or what stands in its place: a block fetches it, and sends it here."""
    return _answer(request, pk, "stats/_poll.html")


def _answer(request: HttpRequest, pk: int, template: str) -> HttpResponse:
    poll = with_link_refs(Poll.objects.published().for_page()).filter(pk=pk).first()
    if poll is None:
        return public.gone_or_404(request, Poll, pk)
    rejected, is_repeated = None, False
    if request.method == "POST":
        try:
            is_repeated = not casting.cast(request, poll)
        except Rejected as error:
            rejected = error
        else:
            if template == "stats/poll_detail.html" and not is_repeated:
                return redirect(
                    f"{poll.get_absolute_url()}#phieu-{poll.pk}"
                )  # Its answer, below the question.
    standing = standing_for(request, poll, is_repeated=is_repeated)
    context = _context(request, standing, rejected)
    response = render(request, template, context, status=rejected.status if rejected else 200)
    if standing.takes_ballot and not poll.is_for_members:
        ballots.give(request, response)
    return response


def preview(request: HttpRequest, pk: int, words: str, files_at: str) -> HttpResponse:
    """The page of a poll before it is public: what can be chosen, without the form that casts a ballot."""
    poll = with_link_refs(Poll.objects.for_page()).get(pk=pk)
    poll.published_at = poll.published_at or timezone.now()
    context = {
        "standing": Standing(poll, has_voted=False, results=None),
        "poll": poll,
        "may_vote": not poll.is_for_members,
        "linked": linked(poll),
        "breadcrumbs": poll.trail,
        "preview_words": words,
    }
    return render(request, "stats/poll_detail.html", context)


public.preview_views[Poll] = preview


def _context(request: HttpRequest, standing: Standing, rejected: Rejected | None) -> dict[str, Any]:
    poll = standing.poll
    sent = request.POST if request.method == "POST" else request.GET
    context = {
        "standing": standing,
        "poll": poll,
        "names_poll": True,
        "chosen": sent.getlist(CHOSEN),
        "may_vote": not poll.is_for_members or request.user.is_authenticated,
        "linked": linked(poll),
        "breadcrumbs": poll.trail,
    }
    if not (standing.takes_ballot and context["may_vote"]):
        return context | refusal_of(request, rejected)
    context["notice"] = _notice(request, poll)
    return context | limits_of(request, GATE, casting.sender_for(request, poll), str(poll.pk), rejected)


def _notice(request: HttpRequest, poll: Poll) -> str:
    """Return what is said to one who comes with choices from a block: they are not cast yet."""
    if request.method == "POST" or CHOSEN not in request.GET:
        return ""
    return CHANGED if request.GET.get(WORDING, poll.wording) != poll.wording else NOT_SENT
