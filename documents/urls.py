from django.urls import include, path

from documents import feeds
from documents.views import exports, lists, pages

app_name = "documents"

register = [
    path("", lists.document_list, name="document-list"),
    path("sap-den-han/", lists.due_documents, name="due-documents"),
    path("sap-den-han.ics", feeds.due_calendar, name="due-calendar"),
    path("xuat/danh-sach.csv", exports.export_csv, name="export-csv"),
    path("xuat/danh-sach.xlsx", exports.export_xlsx, name="export-xlsx"),
    path("tep/<int:pk>/<str:name>", pages.file, name="file"),
    path("tep/tat-ca/<int:pk>/", pages.archive, name="archive"),
    path("<int:year>/<slug_id:pk>/", pages.document_detail, name="document-detail"),
]

urlpatterns = [
    path("van-ban/", include(register)),
    path("rss/van-ban.xml", feeds.rss, name="feed-rss"),
    path("rss/van-ban.atom", feeds.atom, name="feed-atom"),
]
