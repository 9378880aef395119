"""One JSON document a line comes in on standard input, one answer a line goes out on standard output, in the order of the
requests. Every request stands by itself: objects are made anew, seeded and forgotten.
"""

import json
import os
import queue
import signal
import sys
import threading

from .programs import Bridge


def end_with_children():
    """Nobody listens any more: whatever is still being computed, here or in processes of the user's code, is for nothing."""
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
        os.killpg(os.getpgrp(), signal.SIGKILL)
    os._exit(0)


def read_requests(incoming, requests):
    for line in incoming:
        requests.put(line)
    end_with_children()


def converse():
    """Answers until nobody asks any more."""
    # What the user's code prints or reads must not get into the conversation.
    incoming = os.fdopen(os.dup(0), "rb")
    outgoing = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    sys.stdin = open(os.devnull)
    sys.stdout = sys.stderr
    requests = queue.Queue()
    threading.Thread(target=read_requests, args=(incoming, requests), daemon=True).start()
    bridge = Bridge()
    while True:
        request = json.loads(requests.get())
        try:
            answer = {"id": request["id"], "answer": bridge.answer(request)}
        except BaseException as error:
            # Code that calls sys.exit() must not end the conversation either.
            answer = {"id": request["id"], "failure": bridge.failure(error)}
        outgoing.write(json.dumps(answer, allow_nan=False) + "\n")
        outgoing.flush()
