"""The portal's application as the benchmark's gunicorn runs it, in place of ``portal.wsgi``."""

from django.core.wsgi import get_wsgi_application

from bench.measured import Measured

application = Measured(get_wsgi_application())
