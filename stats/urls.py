from django.urls import include, path

from stats.views.beacon import beacon, pixel
from stats.views.pages import visits

app_name = "stats"

urlpatterns = [
    path("dem/", beacon, name="beacon"),
    path("dem/<path:token>.gif", pixel, name="pixel"),
    path("thong-ke-truy-cap/", visits, name="visits"),
    path("tham-do/", include("stats.polls.urls")),
]
