#!/bin/sh
# Starts a web container: the image's static files go to the volume that nginx reads, the database is
# brought up to date (one container at a time, the others wait), gunicorn serves.
set -eu
cp -r /srv/static-image/. "$STATIC_ROOT"/
python manage.py migrate_once
exec gunicorn --config portal/gunicorn.py
