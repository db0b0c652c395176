"""Compiled parts, called through ctypes. Each is optional: without it the answers are the same.

setuptools builds them where there is a C compiler. They are found like modules, and never imported.
"""

import ctypes
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from typing import Any

Functions = Mapping[str, tuple[Sequence[Any], Any]]
"""What each function of a library takes and what it answers, as types of ctypes."""


def open_library(
    name: str, functions: Functions, *, version: tuple[str, int]
) -> ctypes.CDLL | None:
    """Open a compiled part by its module's name, with its functions' types set.

    ``version`` is the function that tells the number of these functions, and the number that is
    wanted. None where the library was not built, cannot be loaded or is of another release.
    """
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        return None
    teller, wanted = version
    try:
        library = ctypes.CDLL(spec.origin)
        for each, (takes, answers) in functions.items():
            function = library[each]
            function.argtypes, function.restype = takes, answers
            setattr(library, each, function)
        return library if getattr(library, teller)() == wanted else None
    except (OSError, AttributeError):
        return None
