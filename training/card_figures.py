"""What a model card says of an evaluation: other people's sets, groups, disguises, functions."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from training.evaluate import KEPT_ASIDE, KEPT_ASIDE_NATURAL
from training.targets import KEPT_IN_DISGUISE, TARGETS, Evaluation, Target

WEAK: Final = 0.5
"""Functions below this rate are named in the card."""

MOST_TERMS: Final = 10
"""How many of the terms that are stopped most often the card names."""

NOTHING: Final = "none"
"""What stands in a cell that has nothing to say."""

_LEFT_OUT: Final = "A text that stands in the training part as well is left out."


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table; whatever stands in a cell stays in it."""
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join(f"| {' | '.join(map(_cell, line))} |" for line in lines)


def measured_on(evaluation: Evaluation, version: str) -> str:
    """Which texts the evaluation has measured on, as list entries."""
    bias, disguise, functions = (
        evaluation[part].get(version) for part in ("bias", "disguise", "functions")
    )
    statements = (evaluation.get("statements") or {}).get(version)
    sets = ", ".join(dict.fromkeys(one["name"] for one in _foreign(evaluation)))
    lines = [f"- Other people's sets, never trained on: {sets or NOTHING}.\n  {_LEFT_OUT}"]
    if bias:
        lines.append(f"- Sentences of our own about {len(bias['terms'])} identity terms.")
    if statements:
        lines.append(f"- {statements['asked']} plain statements of who people are, of our own.")
    if disguise:
        lines.append(
            f"- {disguise['caught']} comments kept aside with a rude word, each in "
            f"{len(disguise['kinds'])} kinds of disguise."
        )
    if functions:
        tested = functions["tested"]
        cases = sum(each["cases"] for each in tested)
        lines.append(f"- {len(tested)} functions with {cases:,} cases of our own.")
    return "\n".join(lines)


def figures(evaluation: Evaluation, version: str) -> str:
    """All that was measured of one version, each part under a heading."""
    parts = (
        ("On other people's sets", _sets),
        ("What is asked of a version", _targets),
        ("By group", _groups),
        ("Plain statements of who people are", _statements),
        ("In disguise", _disguises),
        ("By function", _functions),
    )
    return "\n\n".join(f"### {title}\n\n{part(evaluation, version)}" for title, part in parts)


def _foreign(evaluation: Evaluation) -> list[Mapping[str, Any]]:
    """The rankings on sets that are not the rows kept aside."""
    return [
        one for one in evaluation["sets"] if one["name"] not in (KEPT_ASIDE, KEPT_ASIDE_NATURAL)
    ]


def _sets(evaluation: Evaluation, version: str) -> str:
    """A row for each set, and a sentence on marked words."""
    peers = [each["name"] for each in evaluation["scorers"] if each["kind"] == "peer"]
    rows = [
        (
            one["name"],
            one["attribute"],
            f"{one['rows']:,}",
            one["positive"],
            _bounded(one["figures"][version], "auc"),
            _short(one["figures"][version]["average_precision"]),
            _others(one["figures"], peers),
        )
        for one in _foreign(evaluation)
        if version in one["figures"]
    ]
    columns = (
        *("set", "attribute", "rows", "positive"),
        *("ROC AUC (95 % interval)", "average precision", "others' ROC AUC"),
    )
    found = table(columns, rows) if rows else "None of the sets was measured."
    return f"{found}{_marked(evaluation, version)}"


def _others(measured: Mapping[str, Any], peers: Iterable[str]) -> str:
    """What others reach on the same set."""
    found = (f"{name} {_short(measured[name]['auc'])}" for name in peers if name in measured)
    return ", ".join(found) or NOTHING


def _marked(evaluation: Evaluation, version: str) -> str:
    """How well marked words agree, as a paragraph of its own; nothing where not measured."""
    spans = evaluation.get("spans")
    if not spans or version not in spans["figures"]:
        return ""
    agreed = _bounded(spans["figures"][version], "f1")
    return f"\n\nMarked words, {spans['set']}, {spans['rows']} comments: character F1 {agreed}."


def _targets(evaluation: Evaluation, version: str) -> str:
    """What the project asks of a version, and which of it is not reached."""
    found = [(target, target.find(evaluation, version)) for target in TARGETS]
    measured = [(target, figure.value) for target, figure in found if figure is not None]
    missed = [(target, value) for target, value in measured if not target.met(value)]
    told = f"{len(measured) - len(missed)} of the {len(measured)} figures that were measured reach "
    told += "what the project asks for."
    if not missed:
        return told
    rows = [(target.name, _short(value), _asked(target)) for target, value in missed]
    return f"{told} These do not:\n\n{table(('figure', 'this version', 'asked for'), rows)}"


def _asked(target: Target) -> str:
    """The bound of a target in words."""
    side = "at least" if target.at_most is None else "at most"
    return f"{side} {_short(target.bound)}"


def _groups(evaluation: Evaluation, version: str) -> str:
    """The worst terms of each group, the group with the lowest BPSN AUC first."""
    bias = evaluation["bias"].get(version)
    if not bias:
        return "Not measured."
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for term in bias["terms"]:
        groups.setdefault(term["group"], []).append(term)
    worst = [
        (name, len(terms), _lowest(terms, "bpsn_auc"), _lowest(terms, "bnsp_auc"))
        for name, terms in groups.items()
    ]
    worst.sort(key=lambda row: float(row[2]["bpsn_auc"]))
    rows = [
        (name, count, _term(silenced, "bpsn_auc"), _term(unprotected, "bnsp_auc"))
        for name, count, silenced, unprotected in worst
    ]
    means = bias["mean"]
    return (
        f"{table(('group', 'terms', 'lowest BPSN AUC', 'lowest BNSP AUC'), rows)}\n\n"
        f"Generalised means over all terms (low ones count most): BPSN AUC "
        f"{_short(means['bpsn_auc'])},\nBNSP AUC {_short(means['bnsp_auc'])}, within one term "
        f"{_short(means['subgroup_auc'])}."
    )


def _statements(evaluation: Evaluation, version: str) -> str:
    """How many are stopped, and with which terms most often."""
    found = (evaluation.get("statements") or {}).get(version)
    if not found:
        return "Not measured."
    told = (
        f"Of {found['asked']} statements that say who somebody is and nothing else, the default "
        f"policy stops {found['stopped']}:\n{_bounded(found, 'share')} of them, with 95 % "
        "intervals."
    )
    stopped = sorted(
        (each for each in found["terms"] if each["stopped"]),
        key=lambda each: (-each["stopped"] / each["asked"], each["term"]),
    )
    if not stopped:
        return told
    rows = [
        (
            *(each["term"], each["group"], f"{each['stopped']} of {each['asked']}"),
            f"{_short(each['low'])} to {_short(each['high'])}",
        )
        for each in stopped[:MOST_TERMS]
    ]
    more = len(stopped) - len(rows)
    rest = f"\n\n{more} more terms have some stopped, none of them oftener." if more else ""
    columns = ("term", "group", "stopped", "share lies in")
    return f"{told} The terms with most:\n\n{table(columns, rows)}{rest}"


def _lowest(terms: Iterable[Mapping[str, Any]], measure: str) -> Mapping[str, Any]:
    """The term with the lowest figure."""
    return min(terms, key=lambda term: float(term[measure]))


def _term(term: Mapping[str, Any], measure: str) -> str:
    """A term with its figure."""
    return f"{_short(term[measure])} ({term['term']})"


def _disguises(evaluation: Evaluation, version: str) -> str:
    """The kinds that hide most, and what undoing disguises costs the clean."""
    found = evaluation["disguise"].get(version)
    if not found or not found["kinds"]:
        return "Not measured."
    kinds = sorted(found["kinds"], key=lambda kind: float(kind["kept"]))
    weak = [kind for kind in kinds if kind["kept"] < KEPT_IN_DISGUISE]
    others = kinds[len(weak) :]
    least = f"{found['threshold']:.2f}"
    told = [f"{found['caught']} comments are caught as they stand: TOXICITY of {least} or more."]
    if weak:
        rows = [(kind["kind"].replace("_", " "), _kept(kind)) for kind in weak]
        told.append(table(("kind of disguise", "still caught (95 % interval)"), rows))
    if others:
        told.append(
            f"Of each {'other ' if weak else ''}kind ({len(others)} of {len(kinds)}), at least "
            f"{_short(others[0]['kept'])} are still caught."
        )
    return "\n\n".join([*told, *_clean(found)])


def _kept(kind: Mapping[str, Any]) -> str:
    """The share still caught in one kind, with its interval where it has one."""
    if "low" not in kind or "high" not in kind:
        return _short(kind["kept"])
    return f"{_short(kind['kept'])} ({_short(kind['low'])} to {_short(kind['high'])})"


def _clean(found: Mapping[str, Any]) -> Iterator[str]:
    """What is held of the clean comments, where that was measured."""
    held, plain = found.get("clean_held"), found.get("clean_held_as_it_stands")
    if held is not None and plain is not None:
        yield (
            f"Of the clean comments {100 * held:.1f} % are held, and {100 * plain:.1f} % would be "
            "if no disguise were undone."
        )


def _functions(evaluation: Evaluation, version: str) -> str:
    """The functions that mostly fail, the worst first, each with the reason of its label."""
    found = evaluation["functions"].get(version)
    if not found or not found["tested"]:
        return "Not measured."
    tested = sorted(found["tested"], key=lambda each: float(each["rate"]))
    weak = [each for each in tested if each["rate"] < WEAK]
    told = f"The mean rate of {len(tested)} functions is {_short(found['mean'])}."
    if not weak:
        return f"{told} None is under {_short(WEAK)}."
    rows = [
        (
            each["name"],
            "hold" if each["hold"] else "publish",
            f"{each['passed']} of {each['cases']}",
            _short(each["rate"]),
            each["reason"],
        )
        for each in weak
    ]
    columns = ("function", "should be", "right", "rate", "why it should")
    return f"{told} {len(weak)} of them under {_short(WEAK)}:\n\n{table(columns, rows)}"


def _bounded(measured: Mapping[str, Any], name: str) -> str:
    """A figure with its interval."""
    low, high = measured[f"{name}_low"], measured[f"{name}_high"]
    return f"{_short(measured[name])} ({_short(low)} to {_short(high)})"


def _short(value: float) -> str:
    """A figure to three digits."""
    return f"{value:.3f}"


def _cell(content: object) -> str:
    """One line in which no bar ends the cell."""
    return " ".join(str(content).split()).replace("|", "\\|")
