"""The way in for other WSGI servers: ``gunicorn "service.wsgi:application()"`` and the like."""

import os
from pathlib import Path

from flask import Flask

from service.app import create_app
from service.environment import read_settings
from service.metrics import SHARED_FOLDER, Metrics


def application() -> Flask:
    """The app under the settings of this process's environment.

    Where ``PROMETHEUS_MULTIPROC_DIR`` names a folder, the figures of all processes are summed.
    """
    shared = os.environ.get(SHARED_FOLDER)
    return create_app(read_settings(), metrics=Metrics(shared=Path(shared) if shared else None))
