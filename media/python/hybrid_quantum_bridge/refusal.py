"""What cannot be done, said so that the other side can make a sentence of it."""

MOST_TEXT = 4000


class Refusal(Exception):
    """What cannot be done, as the other side turns it into a sentence."""

    def __init__(self, kind, **details):
        super().__init__(kind)
        self.details = {"kind": kind, **details}


def text_of(error):
    try:
        return str(error)[:MOST_TEXT]
    except Exception:
        return ""
