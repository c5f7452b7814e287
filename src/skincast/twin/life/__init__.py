"""Seed -> a life: what a person does, where they are, what they use, and what their skin makes of it, day by day."""
