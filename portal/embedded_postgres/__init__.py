"""The Django backend for a PostgreSQL that starts by itself where no DATABASE_URL is given."""
