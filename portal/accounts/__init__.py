"""Staff signing in, and what is theirs alone: password, second factor, sessions (docs/decisions/0016).

``throttle``   growing waits, that hurt who guesses and nobody else
``known``      browsers in which an account signed in before
``passwords``  what no password may be
``links``      the one-time link to a new password
``flow``       the steps of signing in, from a right password to a session
``views``      the pages
"""
