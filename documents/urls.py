from django.urls import path

from documents import views

app_name = "documents"

urlpatterns = [
    path("", views.document_list, name="document-list"),
    path("tep/<int:pk>/<str:name>", views.file, name="file"),
    path("<int:year>/<slug_id:pk>/", views.document_detail, name="document-detail"),
]
