"""The store: people, consents, visits, days, products, places, notes and forecasts, encrypted."""
