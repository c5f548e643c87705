# syntax=docker/dockerfile:1
# One image for the web processes and for the worker; compose says which it is.
FROM python:3.13-slim AS build
WORKDIR /srv/portal
COPY requirements.txt .
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements.txt

FROM python:3.13-slim
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PORTAL_ENV=production \
    HOST=0.0.0.0 \
    STATIC_ROOT=/srv/static \
    MEDIA_ROOT=/srv/media/public \
    ATTACHMENTS_ROOT=/srv/media/private
# For scanned PDFs: the worker reads them where this is there.
RUN apt-get update && apt-get install -y --no-install-recommends tesseract-ocr tesseract-ocr-vie \
    && rm -rf /var/lib/apt/lists/*
# 101 is nginx's user in its own image: both must read the shared volumes.
RUN groupadd --gid 101 portal && useradd --uid 101 --gid 101 --no-create-home --home-dir /nonexistent portal \
    && mkdir -p /srv/static /srv/media/public /srv/media/private && chown -R portal:portal /srv
COPY --from=build /venv /venv
WORKDIR /srv/portal
COPY . .
# collectstatic needs settings, not secrets: these values live for this one command.
RUN SECRET_KEY=build-only ALLOWED_HOSTS=localhost DATABASE_URL=postgres://build/build \
    STATIC_ROOT=/srv/static-image python manage.py collectstatic --noinput
USER portal
EXPOSE 8000
CMD ["sh", "deploy/start-web.sh"]
