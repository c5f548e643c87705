"""What a page of the news tells search engines."""

from django import template
from django.template import RequestContext
from django.utils.safestring import SafeString

from core.structured import as_data_block
from news.structured import news_article

register = template.Library()


@register.simple_tag(takes_context=True)
def news_article_data(context: RequestContext, publisher: dict) -> SafeString:
    """The post of a page, as schema.org/NewsArticle."""
    return as_data_block(
        news_article(
            context["article"],
            authors=context["authors"],
            tags=context["tags"],
            photos=context["photos"],
            publisher=publisher,
            absolute=context.request.build_absolute_uri,
        )
    )
