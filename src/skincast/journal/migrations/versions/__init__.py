"""One file a change of the store's shape; each can be taken back."""
