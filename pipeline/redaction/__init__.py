"""What must not be stored: card numbers and the like, taken out of the text and out of the sound."""
