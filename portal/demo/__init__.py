"""The demo: the site of a fictional department, so that a new checkout shows what the portal is for.

``content/`` holds the texts as an editor would write them, ``pictures/`` the covers, ``fonts/`` the faces
of the PDF files; the bold one writes the picture of shared links too (:mod:`portal.icons.sharing`).
:mod:`portal.demo.fill` puts all of it into an empty site (``manage.py demo``). The province of Sơn Hà, its
communes, schools and people do not exist; circulars of the ministry do, and are only summarised.
"""
