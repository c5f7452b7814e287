"""The page that stands first in an archive."""

from __future__ import annotations

TEXT = """\
A Skincast journal
==================

This is everything that Skincast kept about one person, as a copy that can be read without Skincast. It is not encrypted
and may hold photos of a face: keep it where only that person can open it, or lock it.

Tables for spreadsheets (CSV, UTF-8, commas; a text that looks like a formula has an apostrophe in front):

  scores.csv     whole-face scores, one row a visit, version and concern: 0-100, higher is better; sd: standard
                 deviation of repeated photos; mdc95: smallest change between two visits that is not noise; empty:
                 could not be judged
  regions.csv    the same for regions of the face
  lesions.csv    what was found where: millimeters on a flattened face, x from its left edge, y from its top
  days.csv       what was logged of each day: every value of every source; planned: known beforehand
  products.csv   products with their active ingredients, one row an ingredient
  places.csv     where the person lived from which day on, rounded to 0.1 degree
  notes.csv      the person's own words
  consents.csv   what was agreed to or taken back, when, and the words that were shown

The same as JSON, complete and exact. `skincast import person` reads these and nothing else:

  person.json    id, name, year of birth, time zone
  visits.json    the list of files below visits/, in the order of time
  visits/        one file a visit: its photos by their facts, and what every version saw
  days.json, products.json, places.json, notes.json, consents.json, forecasts.json

Files of visits and forecasts; a name begins with the day of the visit:

  photos/        the photos as they were kept: without the data that the camera wrote into them
  documents/     the whole analysis of each photo, JSON (skincast.analysis/1)
  atlas/         maps of the face. Each begins with the 8 letters SKINMAP1 and the SHA-256 of the rest (32 bytes); then
                 the length of a header (4 bytes, most significant first), the header (JSON, which names the planes and
                 their lengths), and the planes, each compressed with zlib
  forecasts/     forecasts as they were issued, JSON (skincast.forecast/1)

manifest.json names every file with its size and SHA-256. Instants are UTC; days are those where the person was.
"""
