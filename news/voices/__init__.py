"""What readers say of posts, as they meet it.

``state``       what a page shows: the average, the conversations
``rating``      a score into the sums: one transaction, one voice
``commenting``  a comment into the queue of those who moderate
``reporting``   a complaint of a comment on the portal
``views``       the pages, and the forms that a post fetches into its place
``tasks``       what the clock does
"""
