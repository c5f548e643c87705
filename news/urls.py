from django.urls import include, path, re_path

from news import feeds, views

app_name = "news"

FORM = r"(?P<form>xml|atom)"
SLUG = r"(?P<slug>[-a-zA-Z0-9_]+)"

pages = [
    path("", views.article_list, name="article-list"),
    path("tep/<int:pk>/<str:name>", views.attachment, name="attachment"),
    path("chu-de/<slug:slug>/", views.topic_detail, name="topic-detail"),
    path("the/<slug:slug>/", views.tag_detail, name="tag-detail"),
    path("tac-gia/<slug:slug>/", views.author_detail, name="author-detail"),
    path("<slug:slug>/", views.category_detail, name="category-detail"),
    path("<slug:category>/<slug_id:pk>/", views.article_detail, name="article-detail"),
    path("<slug:category>/<slug_id:pk>/", include("news.voices.urls")),
]

urlpatterns = [
    path("tin-tuc/", include(pages)),
    re_path(rf"^rss/tin-tuc\.{FORM}$", feeds.feed, name="feed"),
    re_path(rf"^rss/tin-tuc/{SLUG}\.{FORM}$", feeds.category_feed, name="category-feed"),
    re_path(rf"^rss/(?P<kind>chu-de|the)/{SLUG}\.{FORM}$", feeds.name_feed, name="name-feed"),
]
