from django.urls import include, path

from news import views

app_name = "news"

urlpatterns = [
    path("", views.article_list, name="article-list"),
    path("tep/<int:pk>/<str:name>", views.attachment, name="attachment"),
    path("<slug:slug>/", views.category_detail, name="category-detail"),
    path("<slug:category>/<slug_id:pk>/", views.article_detail, name="article-detail"),
    path("<slug:category>/<slug_id:pk>/", include("news.voices.urls")),
]
