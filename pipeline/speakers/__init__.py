"""Pure: who speaks. An unknown speaker is said to be unknown; nothing is scored against a guess."""
