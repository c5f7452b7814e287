"""Other people's records of a life -> `Reading`s and dated photos."""
