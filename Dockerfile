# One image for the web server, the workers and the clock; docker-compose.yml says which it is.
# `make test-image` replays these steps without Docker.
FROM python:3.11.15-slim-bookworm

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 CIVICTRACK_VAR=/var/lib/civictrack
RUN useradd --uid 10001 --create-home civictrack
WORKDIR /app
COPY requirements-runtime.lock .
RUN pip install --no-cache-dir --no-deps --require-hashes -r requirements-runtime.lock
# Root's, so that the program can't change itself.
COPY . .
RUN mkdir -p "$CIVICTRACK_VAR" /backups && chown civictrack "$CIVICTRACK_VAR" /backups
USER civictrack
# The key is for this line alone: an image holds no secret.
RUN SECRET_KEY=of-the-build DJANGO_SETTINGS_MODULE=civictrack.settings \
    python -c "import django; django.setup(); from civictrack.static_files import collect; collect()"
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["gunicorn", "civictrack.wsgi", "--bind", "0.0.0.0:8000", "--threads", "4"]
