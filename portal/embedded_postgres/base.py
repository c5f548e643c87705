"""Django's PostgreSQL backend, with a server that starts when the first connection is opened."""

import functools
from pathlib import Path

from django.conf import settings
from django.db.backends.postgresql import base, client

from .server import PORT, ROLE, Server, ServerError, locate, wheel_folder


@functools.cache
def server_of(checkout: Path) -> Server:
    """Return this process's one handle on the server of a checkout."""
    return Server(locate(checkout))


class DatabaseClient(client.DatabaseClient):
    """``manage.py dbshell`` with the package's own psql."""

    executable_name = str(wheel_folder() / "pginstall" / "bin" / "psql")

    def runshell(self, parameters):
        """Start the server first: dbshell opens no connection of Django's."""
        self.connection.server.ensure_running()
        super().runshell(parameters)


class DatabaseWrapper(base.DatabaseWrapper):
    """Connects to the checkout's embedded server; ``manage.py check`` and the like leave it alone."""

    client_class = DatabaseClient

    def __init__(self, settings_dict, *args, **kwargs):
        self.server = server_of(Path(settings.BASE_DIR))
        # In place, as Django's test runner and this object must go on sharing one dictionary.
        settings_dict.update(HOST=str(self.server.socket_folder), PORT=str(PORT), USER=ROLE)
        super().__init__(settings_dict, *args, **kwargs)

    def get_new_connection(self, conn_params):
        """Connect, starting the server when it is not up (yet, or since somebody killed it)."""
        try:
            if not self.server.is_held:
                self.server.ensure_running()
            try:
                return super().get_new_connection(conn_params)
            except self.Database.OperationalError:
                if not self.server.ensure_running():
                    raise
                return super().get_new_connection(conn_params)
        except ServerError as error:
            raise self.Database.OperationalError(str(error)) from error
