"""The admin of what core holds, and what the apps build theirs from.

``base``         what every list and form of ours does differently from the stock admin
``publishing``   the admin of everything that is published: verbs as buttons, rights, the trash
``forms``        its form
``scopes``       what it offers and refuses to who is in charge of some places alone
``verbs``        how its verbs are named
``problems``     what was refused in a form, with the way to each box
``states``       the states that staff know, as a column and a filter
``attachments``  files in the form of the object that they belong to
``previews``     how it will look, and links for others
``calendar``     what comes and goes by its date
``weblinks``     what texts link to and is not there any more
``pages``        pages that stand on no model
``sorting``      lists whose rows staff put into their order
``versions``     the history of what is published, and the way back to an earlier version
``history``      the history of what is published from the book of who did what: changes of status, edits
``changes``      how two versions differ, in words
``conflicts``    two people on one object: what differs, and which of the two it shall be
``autosave``     what is typed and not saved, and who has what open
``drafts``       all that one has typed and not saved, as a page
``held``         files chosen in a form that came back
``trash``        what was thrown away, of all kinds
``submissions``  what the public sends in: what waits, the verbs, the answers
``audit``        the book of who did what, to be searched and taken along
``widgets``      form fields that the stock admin has no good ones for
"""

from core.admin import audit, jobs, pictures, weblinks

__all__ = ["audit", "jobs", "pictures", "weblinks"]
