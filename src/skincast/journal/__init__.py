"""The store: people, consents, visits, days, products, places, notes and forecasts, encrypted."""

from skincast.journal.journal import Journal, open_journal
from skincast.journal.people import Owner

__all__ = ["Journal", "Owner", "open_journal"]
