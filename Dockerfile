# One image for the web server, the workers and the clock; docker-compose.yml says which it is.
FROM python:3.11-slim

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
RUN useradd --create-home civictrack
WORKDIR /app
COPY requirements.lock .
RUN pip install --no-cache-dir --no-deps --require-hashes -r requirements.lock
COPY --chown=civictrack . .
RUN mkdir -p var /backups && chown civictrack var /backups
USER civictrack
EXPOSE 8000
CMD ["gunicorn", "civictrack.wsgi", "--bind", "0.0.0.0:8000", "--threads", "4"]
