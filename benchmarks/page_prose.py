"""The prose around the table of ``docs/performance.md``."""

from typing import Final

HEAD: Final = """\
# Performance

Written by `make bench`; change `benchmarks/` instead. Renew it with

```sh
.venv/bin/python benchmarks/bench.py --write
```

Everybody is measured in turn, in rounds, in one run; a figure is the median of the rounds, and
*times ours* is the median of what stood beside ours in the same round, *in rounds* the least and
the most of that. Only these ratios travel from one machine to another, and where others use the
machine meanwhile (the load average tells), those of the wall clock travel badly. By the wall clock
are what one comment takes and everything over HTTP; by the time that a core works, whatever else
it has to do, are batches, the curves inside a process and the processor time of a server.
"""
QUALITY: Final = """\
Quality is measured by another command, `make evaluate`: see [evaluation](evaluation.md).
"""
FOOT: Final = """\
## What the names mean

- **Below the Line** scores every attribute, looks for disguised words, and reads the text a
  second time where it finds some. Every round has comments that it has not met, where there are
  enough of them. Batches go through `score_all` where the scorer has it.
- **With spans** also finds the words that raised each score. Spans are told of one comment at a
  time.
- **alt-profanity-check** has one attribute and reads words only. **better-profanity** looks words
  up in a list.
- **Stock scikit-learn Pipeline** has hashed n-grams of the same ranges, buckets and attributes,
  `TfidfTransformer` and `LogisticRegression`, fitted on our own few comments: other weights, the
  same work. It reads each text once, in one piece, and calibrates nothing, so it does less than
  ours.
- **fastText with subwords** has all attributes, subwords of 3 to 6 letters, pairs of words and
  100 dimensions, and is asked past its Python wrapper, which fails under NumPy 2 and would cost
  it time.
- **The physical floor** reads the same bytes once and gathers and adds the same number of rows of
  a table of the same size, in the tightest loop, with no other work. There is one row for each
  distinct n-gram of each sentence, and of what crosses from one sentence to the next, in each
  reading. Which rows these are is found out before the clock starts, and a first pass that warms
  the caches is not timed either.
- **Below the Line, comments:analyze** is asked what clients of Google's Perspective ask: the same
  comments for `TOXICITY` alone, under the same server.
- **A Flask route that only validates** reads the JSON and checks it with the schema of `POST
  /v1/comments`; **an empty Flask route** answers at once. Both run under the service's own
  gunicorn settings, and neither logs or counts.
- The load comes from the same machine, so it takes its part of the cores from all three alike.
- **At 70 % of saturation**, 32 clients pause at random so that 70 % of the requests/s that each
  server reached with 32 connections arrive.
- **Start-up** is from the command to the first verdict over HTTP, files being in the system's
  cache.
- **Memory** is the proportional set size of the workers after all this load, from
  `/proc/*/smaps_rollup`.
"""
