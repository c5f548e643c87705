"""Polls as visitors meet them.

``casting``  a ballot into the box: one transaction, one voice
``state``    what a visitor sees of a poll: form, thanks, results
``views``    the pages, and the form that a block fetches
``blocks``   the kind of block
``tables``   results as a table to keep
``tasks``    what the clock does
"""
