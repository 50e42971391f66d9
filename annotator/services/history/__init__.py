"""The history: what people did, act by act, in words."""
