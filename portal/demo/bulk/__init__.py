"""Documents and posts by the thousand, to see how the portal bears them (``manage.py demo --documents``).

They are added to the demo until there are as many as were asked for, in batches that are each a
transaction: a run that is interrupted leaves whole documents, and the next one goes on. :mod:`.fill` begins
the work, :mod:`.crew` shares it out, :mod:`.documents` and :mod:`.articles` do it.
"""
