"""The rule lab: the engine and the published rules side by side on diaries whose truth is known."""
