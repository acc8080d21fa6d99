"""The optional language model that is asked where a criterion needs reading. An edge: HTTP lives here."""
