"""The addresses of the portal: permanent, readable, Vietnamese (docs/decisions/)."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path, re_path

from core import previews
from core import views as core_views
from core.admin.held import drop_held, held_preview, hold_picture
from core.admin.links import link_choices
from portal import views
from portal.views import banners, crawlers, design, feeds, icons, pages

urlpatterns = [
    path("", views.home, name="home"),
    path("tim-kiem/", views.search_page, name="search"),
    path("healthz", views.healthz, name="healthz"),
    path("robots.txt", crawlers.robots, name="robots"),
    path("sitemap.xml", crawlers.sitemap_index, name="sitemap"),
    path("sitemap-tin-moi.xml", crawlers.news_sitemap, name="news-sitemap"),
    re_path(
        r"^sitemap-(?P<section>[a-z-]+)-(?P<number>[1-9][0-9]{0,5})\.xml$",
        crawlers.sitemap_page,
        name="sitemap-page",
    ),
    path("favicon.ico", icons.favicon, name="favicon"),
    path("site.webmanifest", icons.manifest, name="manifest"),
    path("bieu-tuong/<slug:version>/<str:name>", icons.icon, name="icon"),
    path("rss/", feeds.feed_list, name="feeds"),
    path("", include("news.urls")),
    path("", include("documents.urls")),
    path("trang/<slug:slug>/", pages.page_detail, name="page-detail"),
    path("xem-truoc/<str:token>/", previews.preview, name="preview"),
    path("xem-truoc/<str:token>/tep/<int:pk>/<str:name>", previews.preview_file, name="preview-file"),
    path("_design/", design.design, name="design"),
    path("di/<int:pk>/", banners.banner_click, name="banner-click"),
    path("", include("stats.urls")),
    path("", include("portal.accounts.urls")),
    path("quan-tri/anh/tai-len/", core_views.picture_upload, name="picture-upload"),
    path("quan-tri/anh/giu-tam/", hold_picture, name="hold-picture"),
    path("quan-tri/anh/giu-tam/<str:token>/", held_preview, name="held-preview"),
    path("quan-tri/anh/giu-tam/<str:token>/bo/", drop_held, name="drop-held"),
    path("quan-tri/soan-thao/dan/", core_views.tidy_paste, name="tidy-paste"),
    path("quan-tri/soan-thao/bang-ma/", core_views.read_old_text, name="read-old-text"),
    path("quan-tri/lien-ket/", link_choices, name="link-choices"),
    path("quan-tri/", admin.site.urls),
]
if settings.SERVE_MEDIA:
    urlpatterns.append(re_path(r"^media/(?P<path>.+)$", core_views.media))

handler404 = "portal.views.not_found"
handler403 = "portal.views.forbidden"
handler400 = "portal.views.bad_request"
handler500 = "portal.views.server_error"
