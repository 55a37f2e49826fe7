# SPDX-License-Identifier: MIT
"""What people use instead: a loop over ``requests`` with urllib3's ``Retry``, and the task queue Huey on SQLite.

Each is written as well as its documentation teaches: one kept-open session a thread, time-outs, retries on what is
worth a retry, Retry-After obeyed. Both register, then vaccinate, and ask nothing first. ``python -m
tests.benchmarks.contenders loop|huey BASE_URL PEOPLE FOLDER WORKERS`` prints how many it believes to be done.
"""

from __future__ import annotations

import json
import logging
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import requests
from huey import SqliteHuey
from huey.exceptions import RetryTask
from huey.signals import SIGNAL_COMPLETE, SIGNAL_ERROR
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from tests.benchmarks.held import Person
from tests.benchmarks.shaping import TIMEOUTS_S

NEW, VACCINATE = "/v2/vaccinator/beneficiaries/new", "/v2/vaccinator/beneficiaries/vaccinate"
RETRIES = Retry(
    total=5,
    backoff_factor=0.5,
    status_forcelist=(429, 500, 502, 503, 504),
    allowed_methods=None,
    respect_retry_after_header=True,
)
TASK_RETRIES, TASK_RETRY_DELAY_S = 10, 2
IDLE_S = 1.0


def session(retries: Retry | int) -> requests.Session:
    """Return a session that keeps its connection and knows the key."""
    made = requests.Session()
    made.headers["x-api-key"] = "invented-portal-key"
    made.mount("http://", HTTPAdapter(max_retries=retries))
    return made


def reference_of(answer: requests.Response) -> str:
    """Return the reference in ``answer``.

    Raises:
        requests.RequestException, LookupError, TypeError: it is not the answer that was hoped for.
    """
    answer.raise_for_status()
    return str(answer.json()["beneficiary_reference_id"])


def loop(base_url: str, people: Sequence[Person], _folder: Path, _workers: int) -> int:
    """One person after the other; whoever fails in spite of all retries is left out, as a log would say."""
    done = 0
    with session(RETRIES) as http:
        for person in people:
            try:
                new = http.post(base_url + NEW, json=person["registration"], timeout=TIMEOUTS_S)
                dose = person["dose"] | {"beneficiary_reference_id": reference_of(new)}
                reference_of(http.post(base_url + VACCINATE, json=dose, timeout=TIMEOUTS_S))
                done += 1
            except (requests.RequestException, LookupError, TypeError):
                continue
    return done


def huey(base_url: str, people: Sequence[Person], folder: Path, workers: int) -> int:
    """Two tasks a person, the second put in by the first; ends when each person is done or given up."""
    queue = SqliteHuey(filename=str(folder / "huey.db"))
    own = threading.local()
    ended: list[bool] = []
    all_ended = threading.Event()

    def post(path: str, body: dict[str, Any]) -> str:
        if not hasattr(own, "http"):
            own.http = session(0)
        answer = own.http.post(base_url + path, json=body, timeout=TIMEOUTS_S)
        if answer.headers.get("Retry-After", "").isdigit():
            raise RetryTask(delay=int(answer.headers["Retry-After"]))
        return reference_of(answer)

    @queue.task(retries=TASK_RETRIES, retry_delay=TASK_RETRY_DELAY_S)
    def vaccinate(dose: dict[str, Any], reference: str) -> None:
        post(VACCINATE, dose | {"beneficiary_reference_id": reference})

    @queue.task(retries=TASK_RETRIES, retry_delay=TASK_RETRY_DELAY_S)
    def register(registration: dict[str, Any], dose: dict[str, Any]) -> None:
        vaccinate(dose, post(NEW, registration))

    @queue.signal(SIGNAL_COMPLETE, SIGNAL_ERROR)
    def note(signal: str, task: Any, _error: object = None) -> None:
        if (signal == SIGNAL_ERROR and not task.retries) or (signal == SIGNAL_COMPLETE and task.name == "vaccinate"):
            ended.append(signal == SIGNAL_COMPLETE)
            if len(ended) == len(people):
                all_ended.set()

    for person in people:
        register(person["registration"], person["dose"])
    consumer = queue.create_consumer(workers=workers, worker_type="thread", max_delay=IDLE_S, periodic=False)
    consumer.start()
    all_ended.wait()
    consumer.stop(graceful=True)
    return sum(ended)


CONTENDERS = {"loop": loop, "huey": huey}


def main(name: str, base_url: str, people: str, folder: str, workers: str) -> int:
    """Run one contender."""
    logging.disable(logging.CRITICAL)
    known = json.loads(Path(people).read_text(encoding="utf-8"))
    done = CONTENDERS[name](base_url, known, Path(folder), int(workers))
    sys.stdout.write(f"{done}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
