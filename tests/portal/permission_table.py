"""The rows of the permission table: the one source of the test and of the README's table."""

from tests.portal.permission_rows import (
    ADMIN,
    EVERYBODY,
    Row,
    adds_category,
    answers,
    approves,
    archive_of,
    beside,
    changes_group,
    copies,
    deletes,
    edits,
    file_of,
    gives_group,
    gives_scope,
    in_admin,
    lists,
    locks_superuser,
    makes_superuser,
    merges,
    moves,
    offers,
    offers_picture,
    opens,
    page_of,
    picks,
    resets_poll,
    saves,
    shares,
    shows,
    uploads,
    uses,
)

AUTOCOMPLETE = f"{ADMIN}autocomplete/?app_label=news&model_name=pick&field_name=article&term="
RELATED = f"{ADMIN}documents/document/lua-chon/"
RELATED += "?app_label=documents&model_name=relation&field_name=target&term="
REPORT = f"{ADMIN}bao-cao/bai-viet/"
IN_TRASH = "?trang_thai=thung-rac"
KINDS = "kinds · bodies · fields · signers"
FURNITURE = "blocks · menus · announcements · banners · links"


def of_draft(of: str, name: str, who: str) -> list[Row]:
    """Return the rows of a draft: who sees it does all of this."""
    return [
        Row(of, "see in the list", who, lists(name)),
        Row(of, "open", who, edits(name)),
        Row(of, "save", who, saves(name)),
        Row(of, "preview", who, beside(name, "xem-truoc/")),
        Row(of, "share a preview link", who, shares(name)),
        Row(of, "read its history", who, beside(name, "history/")),
    ]


def of_others(of: str, suffix: str, publish: str, delete: str) -> list[Row]:
    """Return the rows of what others wrote, in one place."""
    return [
        *of_draft(f"{of}, draft", f"draft_{suffix}", publish),
        Row(f"{of}, draft", "get its files", publish, file_of(f"draft_{suffix}")),
        Row(f"{of}, draft", "submit", publish, uses("submit", f"draft_{suffix}")),
        Row(f"{of}, draft", "publish", publish, uses("publish", f"draft_{suffix}")),
        Row(f"{of}, waiting", "return", publish, uses("return_to_draft", f"review_{suffix}")),
        Row(f"{of}, waiting", "publish", publish, uses("publish", f"review_{suffix}")),
        Row(f"{of}, public", "save", publish, saves(f"public_{suffix}")),
        Row(f"{of}, public", "withdraw", publish, uses("withdraw", f"public_{suffix}")),
        Row(f"{of}, withdrawn", "publish again", publish, uses("publish", f"withdrawn_{suffix}")),
        Row(f"{of}, withdrawn", "get its files", publish, file_of(f"withdrawn_{suffix}")),
        Row(f"{of}, withdrawn", "put into the trash", delete, uses("trash", f"withdrawn_{suffix}")),
        Row(f"{of}, trash", "see in the list", publish, lists(f"trashed_{suffix}", IN_TRASH)),
        Row(f"{of}, trash", "restore", delete, uses("restore", f"trashed_{suffix}")),
        Row(f"{of}, trash", "delete for good", delete, deletes(f"trashed_{suffix}")),
    ]


PUBLIC = [
    Row("public post", "read", EVERYBODY, page_of("public_a")),
    Row("public post", "get its files", EVERYBODY, file_of("public_a")),
    Row("public post", "find in the feed", EVERYBODY, shows("/rss/tin-tuc.xml", "public_a")),
    Row("public post", "find by search", EVERYBODY, shows("/tim-kiem/?q=Bài+public+a", "public_a")),
    Row("public document", "read", EVERYBODY, page_of("public_tb")),
    Row("public document", "get its files", EVERYBODY, file_of("public_tb")),
    Row("public document", "get all files", EVERYBODY, archive_of("public_tb")),
    Row("public document", "find in the feed", EVERYBODY, shows("/rss/van-ban.xml", "public_tb")),
    Row("public document", "find by search", EVERYBODY, shows("/tim-kiem/?q=Về+việc+public", "public_tb")),
    *(
        Row(of, "by its public address, feed, search", "", do)
        for name, of in (("draft_a", "post that is not public"), ("draft_tb", "document that is not public"))
        for do in (
            page_of(name),
            shows("/rss/tin-tuc.xml" if name == "draft_a" else "/rss/van-ban.xml", name),
            shows("/tim-kiem/?q=draft", name),
        )
    ),
]

OWN = [
    *of_draft("post, own draft", "own_draft", "CEAS"),
    Row("post, own draft", "get its files", "CEAS", file_of("own_draft")),
    Row("post, own draft", "submit", "CEAS", uses("submit", "own_draft")),
    Row("post, own draft", "put into the trash", "CAS", uses("trash", "own_draft")),
    Row("post, own draft", "publish", "EAS", uses("publish", "own_draft")),
    *of_draft("post, own draft of an editor elsewhere", "e_draft_b", "eEAS"),
    Row("post, own draft of an editor elsewhere", "submit", "eEAS", uses("submit", "e_draft_b")),
    Row("post, own draft of an editor elsewhere", "publish", "EAS", uses("publish", "e_draft_b")),
    *of_draft("document, own draft of a clerk of another kind", "k_draft_qd", "kKAS"),
    Row("document, own draft of a clerk of another kind", "submit", "kKAS", uses("submit", "k_draft_qd")),
    Row("document, own draft of a clerk of another kind", "publish", "KAS", uses("publish", "k_draft_qd")),
]

POSTS = [
    Row("posts", "write", "CcEeAS", in_admin("news/article", "add/")),
    Row("posts", "upload pictures", "CcEeKkAS", uploads),
    Row("posts", "learn of the same title", "CcEeAS", opens(f"{ADMIN}news/article/trung-tieu-de/?tieu-de=x")),
    *of_others("post in A", "a", "EeAS", "AS"),
    Row("post in A, draft", "look through its doubts", "EeAS", beside("draft_a", "xem-lai/")),
    Row("post in B, draft", "look through its doubts", "EAS", beside("draft_b", "xem-lai/")),
    Row("post in A, public", "copy", "EeAS", copies("public_a")),
    Row("post in A, public", "move below A", "EeAS", moves("public_a", "a")),
    Row("post in A, public", "move to B", "EAS", moves("public_a", "b")),
    Row("post in A, public", "choose for the home page", "EeAS", picks("public_a")),
    Row("post in A, draft", "find by search in the admin", "EeAS", lists("draft_a", "?q=draft")),
    Row("post in A, draft", "find by autocomplete", "EeAS", offers(AUTOCOMPLETE, "draft_a")),
    *of_others("post in B", "b", "EAS", "AS"),
    Row("post in B, public", "copy", "EAS", copies("public_b")),
    Row("post in B, public", "move to A", "EAS", moves("public_b", "a")),
    Row("post in B, public", "choose for the home page", "EAS", picks("public_b")),
    Row("post in B, draft", "find by search in the admin", "EAS", lists("draft_b", "?q=draft")),
    Row("post in B, draft", "find by autocomplete", "EAS", offers(AUTOCOMPLETE, "draft_b")),
    Row("post in A, public", "find in the report", "EeAS", shows(REPORT, "public_a")),
    Row("post in B, public", "find in the report", "EAS", shows(REPORT, "public_b")),
    Row("post in A, public", "see and take from the home page's choice", "EeAS", lists("pick_a")),
    Row("post in A, public", "see and take from the home page's choice", "EeAS", deletes("pick_a")),
    Row("post in B, public", "see and take from the home page's choice", "EAS", lists("pick_b")),
    Row("post in B, public", "see and take from the home page's choice", "EAS", deletes("pick_b")),
    Row("comment on a post in A", "see in the list", "EeAS", lists("comment_a")),
    Row("comment on a post in A", "approve", "EeAS", approves("comment_a")),
    Row("comment on a post in A", "answer", "EeAS", answers("comment_a")),
    Row("comment on a post in B", "see in the list", "EAS", lists("comment_b")),
    Row("comment on a post in B", "approve", "EAS", approves("comment_b")),
    Row("comment on a post in B", "answer", "EAS", answers("comment_b")),
]

DOCUMENTS = [
    Row("documents", "write", "KkAS", in_admin("documents/document", "add/")),
    *of_others("document of kind TB", "tb", "KkAS", "AS"),
    Row("document of kind TB, draft", "get all files", "KkAS", archive_of("draft_tb")),
    Row("document of kind TB, draft", "find by autocomplete", "KkAS", offers(RELATED, "draft_tb")),
    *of_others("document of kind QĐ", "qd", "KAS", "AS"),
    Row("document of kind QĐ, draft", "get all files", "KAS", archive_of("draft_qd")),
    Row("document of kind QĐ, draft", "find by autocomplete", "KAS", offers(RELATED, "draft_qd")),
    Row("document of kind QĐ, public", "find by autocomplete", "KkAS", offers(RELATED, "public_qd")),
]

REST = [
    Row("first page", "see", "CcEeKkAS", opens(ADMIN)),
    Row("first page", "choose public posts to link to", "CcEeKkAS", opens(f"{ADMIN}lien-ket/?term=x")),
    Row("calendar", "see", "CcEeKkAS", opens(f"{ADMIN}lich/")),
    Row("links that lead nowhere", "see", "EeKkAS", in_admin("core/weblink")),
    Row("report of posts", "see, take along", "EeAS", opens(REPORT)),
    Row("report of posts", "see, take along", "EeAS", opens(f"{REPORT}bai-viet.csv")),
    Row("report of posts", "see, take along", "EeAS", opens(f"{REPORT}bai-viet.xlsx")),
    Row("statistics", "see, take along", "EeKkAS", opens(f"{ADMIN}thong-ke/")),
    Row("statistics", "see, take along", "EeKkAS", opens(f"{ADMIN}thong-ke/so-lieu.csv")),
    Row("statistics", "see, take along", "EeKkAS", opens(f"{ADMIN}thong-ke/so-lieu.xlsx")),
    Row("statistics", "set where counting starts", "AS", in_admin("stats/countingsettings")),
    Row("pictures", "choose one of one's own", "CcEeKkAS", in_admin("core/picture", "chon/")),
    Row("pictures", "choose one of others", "EeKkAS", offers_picture),
    Row("pictures", "see, describe", "EeKkAS", in_admin("core/picture")),
    Row("tags", "choose", "CcEeAS", in_admin("news/tag", "choices/?term=x")),
    Row("topics · tags · authors", "add", "EeAS", in_admin("news/topic", "add/")),
    Row("topics · tags · authors", "add", "EeAS", in_admin("news/author", "add/")),
    Row("topics · tags · authors", "merge", "EeAS", merges),
    Row("categories", "add, change", "AS", adds_category),
    Row("categories", "add, change", "AS", edits("b")),
    Row(KINDS, "add", "KkAS", in_admin("documents/documenttype", "add/")),
    Row(KINDS, "add", "KkAS", in_admin("documents/issuingbody", "add/")),
    Row(KINDS, "read a number", "KkAS", in_admin("documents/document", "so-ky-hieu/")),
    Row("pages", "open, preview, versions", "EeAS", edits("page")),
    Row("pages", "open, preview, versions", "EeAS", beside("page", "xem-truoc/")),
    Row("pages", "open, preview, versions", "EeAS", beside("page", "history/")),
    Row(FURNITURE, "add", "EeAS", in_admin("portal/block", "add/")),
    Row(FURNITURE, "add", "EeAS", in_admin("portal/menuitem", "add/")),
    Row(FURNITURE, "add", "EeAS", in_admin("portal/announcement", "add/")),
    Row(FURNITURE, "add", "EeAS", in_admin("portal/banner", "add/")),
    Row("polls", "open, take results along, destroy ballots", "EeAS", edits("poll")),
    Row("polls", "open, take results along, destroy ballots", "EeAS", beside("poll", "ket-qua.csv")),
    Row("polls", "open, take results along, destroy ballots", "EeAS", resets_poll),
    Row("rules for comments and ratings", "set", "AS", in_admin("news/voicesettings")),
    Row("site settings", "set", "AS", in_admin("portal/sitesettings")),
    Row("jobs", "see", "AS", in_admin("core/job")),
    Row("audit log", "read, take along", "AS", in_admin("core/auditentry")),
    Row("audit log", "read, take along", "AS", in_admin("core/auditentry", "nhat-ky.csv")),
    Row("accounts", "see", "AS", in_admin("auth/user")),
    Row(
        "accounts",
        "find by autocomplete",
        "AS",
        offers(
            f"{ADMIN}autocomplete/?app_label=news&model_name=author&field_name=account&term=nguoi-khac",
            "other",
        ),
    ),
    Row("accounts", "change, take from a group", "AS", gives_group),
    Row("accounts", "put in charge", "AS", gives_scope),
    Row("accounts", "see how one signs in", "AS", beside("weak", "dang-nhap/")),
    Row("accounts", "make a superuser", "S", makes_superuser),
    Row("account of a superuser", "lock", "S", locks_superuser),
    Row("account of a superuser", "delete", "S", deletes("strong")),
    Row("account of a superuser", "see how one signs in", "S", beside("strong", "dang-nhap/")),
    Row("groups", "change", "AS", changes_group),
    Row("groups", "delete", "AS", deletes("writers")),
    Row("parts of the design", "see", "CcEeKkAS", opens("/_design/")),
]

TABLE = {"public": PUBLIC, "own": OWN, "posts": POSTS, "documents": DOCUMENTS, "rest": REST}
