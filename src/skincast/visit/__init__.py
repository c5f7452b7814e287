"""The photos of one visit -> `Sitting`; two visits -> `Change`."""
