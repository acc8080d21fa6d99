"""Sound: from a file of any telephone codec to samples, speech spans, quality figures, playback copy."""
