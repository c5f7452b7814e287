"""The best learner: knows the world's law and its population, and must learn the person from what a folder shows."""
