"""What belongs to one post, under its own address."""

from django.urls import path

from news.voices import views

urlpatterns = [
    path("danh-gia/", views.rating, name="rating"),
    path("danh-gia/khung/", views.rating_form, name="rating-form"),
    path("y-kien/", views.comment_list, name="comment-list"),
    path("y-kien/viet/", views.comment, name="comment"),
    path("y-kien/viet/khung/", views.comment_form, name="comment-form"),
    path("y-kien/<int:comment>/bao-vi-pham/", views.report, name="comment-report"),
    path("y-kien/<int:comment>/bao-vi-pham/khung/", views.report_form, name="comment-report-form"),
]
