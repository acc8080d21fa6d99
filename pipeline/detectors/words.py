"""Small closed sets of grammar words. What people say to each other stands in YAML, not here."""


def words(*lines: str) -> frozenset[str]:
    """The words of the lines, as a set.

    >>> sorted(words("вас вам", "вы"))
    ['вам', 'вас', 'вы']
    """
    return frozenset(word for line in lines for word in line.split())
