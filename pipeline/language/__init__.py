"""What words are, before anyone judges them: tokens, lemmas, Russian grammar, numbers. Home of spaCy."""
