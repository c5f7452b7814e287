"""The store: people, consents, visits, days, products, places, notes and forecasts, encrypted."""

from skincast.journal.consents import Withdrawn
from skincast.journal.days import Logged, Refused
from skincast.journal.journal import Journal, open_journal
from skincast.journal.people import Owner
from skincast.journal.visit_parts import KeptAnalysis

__all__ = ["Journal", "KeptAnalysis", "Logged", "Owner", "Refused", "Withdrawn", "open_journal"]
