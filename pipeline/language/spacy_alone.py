"""spaCy, without the deep-learning libraries that it would load as well.

Its library for networks looks for torch (which is there, for a recogniser) and CuPy; the blank pipelines used
here have no network, and torch takes seconds and 200 MB in every process that only reads words.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

NETWORKS = ("torch", "cupy")


@contextmanager
def _hidden(*names: str) -> Iterator[None]:
    """While it lasts these are not to be found, unless they are loaded already."""
    unloaded = [name for name in names if name not in sys.modules]
    sys.modules.update(dict.fromkeys(unloaded))  # type: ignore[arg-type]  # None: there is no such module
    try:
        yield
    finally:
        for name in unloaded:
            del sys.modules[name]


with _hidden(*NETWORKS):
    import spacy
    from spacy.language import Language as Pipeline
    from spacy.matcher import PhraseMatcher
    from spacy.tokens import Doc
    from spacy.tokens import Token as SpacyToken
    from spacy.util import compile_infix_regex
    from spacy.vocab import Vocab

__all__ = ["Doc", "PhraseMatcher", "Pipeline", "SpacyToken", "Vocab", "compile_infix_regex", "spacy"]
