"""Options that several commands of ``btl-train`` share."""

from pathlib import Path

import click

MODELS = click.option(
    "--models",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="BTL_MODELS",
    default=Path("models"),
    show_default=True,
    help="The folder of model versions.",
)

CONFIG = click.option(
    "--config",
    "path",
    type=click.Path(path_type=Path),
    default=Path("training/default.toml"),
    show_default=True,
    help="The training configuration.",
)

DATA = click.option(
    "--data",
    type=click.Path(path_type=Path),
    default=Path("data"),
    show_default=True,
    help="The folder of the data files.",
)
