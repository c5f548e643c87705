"""Rich text: the editor staff write in, and the one gate that makes its HTML trusted.

``fields``     the model field that sanitises on the way to the database
``sanitiser``  ``sanitise`` and ``find_lost_images``
``rules``      what an article's HTML may hold
``tidy``       from what people paste to what an article should be, in the steps ``outline`` (ranks of
               headings), ``footnotes``, ``word`` (lists as Word writes them), ``convert``, ``arrange``,
               ``polish`` and ``cards`` (videos, maps), on the ``tree``
``oldtext``    text in an encoding of before Unicode, and what it would be
``text``       the plain text of rich text
``editor``     the editor's settings
``widgets``    the editor in a form

Nothing is imported here, so that settings can read ``editor`` before any app is loaded.
"""
