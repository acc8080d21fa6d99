"""The hash-chained log and its verifier. Pure: entries come in, problems go out."""
