"""The admin of the register of documents.

``documents``  the list and the form of documents
``forms``      the form's own fields and rules
``inlines``    files, signers and relations in the form
``numbers``    what a number says of its document, and what does not fit it
``effects``    in words: whether a document is in force, and which others speak of it
``links``      how a document is named and linked
``filters``    filters of the list
``deletion``   what the page before a deletion says
``names``      what documents name: issuing bodies, kinds, fields, signers
"""

from documents.admin import documents, names

__all__ = ["documents", "names"]
