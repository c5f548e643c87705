from django.urls import path

from stats.polls import views

urlpatterns = [
    path("", views.poll_list, name="poll-list"),
    path("<int:pk>/", views.poll_detail, name="poll-detail"),
    path("<int:pk>/phieu/", views.poll_form, name="poll-form"),
]
