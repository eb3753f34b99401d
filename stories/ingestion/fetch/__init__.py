"""HTTP, safe against hostile hosts: `Fetcher(settings).fetch(url)` brings a page or raises an IngestionError."""

from stories.ingestion.fetch.client import Fetcher, Gate, open_gate
from stories.ingestion.fetch.fetched import Fetched, Wish
from stories.ingestion.fetch.settings import FetchSettings
from stories.ingestion.fetch.urls import Target, check_url

__all__ = ["FetchSettings", "Fetched", "Fetcher", "Gate", "Target", "Wish", "check_url", "open_gate"]
