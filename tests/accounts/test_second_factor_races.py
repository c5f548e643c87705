"""Two who show the same thing at once."""

from threading import Barrier, Thread

from django.db import connection

from portal.accounts import factors
from tests.factories import make_user


def test_two_who_send_the_same_code_at_once_are_one(committing_db):
    user = make_user(username="hai-nguoi")
    codes = factors.make_recovery_codes(user)
    barrier, accepted = Barrier(4), []

    def send():
        barrier.wait()
        accepted.append(factors.accept_code(user, codes[0]))
        connection.close()

    threads = [Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(accepted) == ["", "", "", "recovery"]
