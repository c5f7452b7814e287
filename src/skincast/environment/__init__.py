"""A place and a period -> weather, air and UV as `Reading`s."""
