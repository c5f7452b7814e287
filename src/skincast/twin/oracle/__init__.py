"""What can be known about a life's future: two ceilings for every forecaster, and the truth of what-if questions."""
