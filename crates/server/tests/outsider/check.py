"""Conformance, checked by an outsider: pm4py over the exported log against the exported model.

usage: check.py FOLDER [NAME ...]

For each NAME.xes and NAME.pnml of FOLDER (all of them when none is named):
- every distinct way a case went fits the model perfectly (fitness by alignments 1.0);
- the model permits little else (precision at least 0.8);
- for every step of the model, logs with that step removed, doubled or moved do not fit.

It ends with 1 and says what is wrong when any of it is not so.
"""

import os
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

os.environ.setdefault("PM4PY_SHOW_PROGRESS_BAR", "false")

import pm4py
from pm4py.algo.conformance.alignments.petri_net import algorithm as alignments
from pm4py.algo.evaluation.precision import algorithm as precision
from pm4py.objects.log.obj import Event, EventLog, Trace

LEAST_PRECISION = 0.8
# Of each step, so many of its shortest cases are changed in each way. Without a step many a case is
# another one that the procedure permits too, so more of them make the log that must not fit.
CHANGED = {"removed": 40, "doubled": 2, "moved": 2}


def log_of(variants):
    return EventLog(Trace([Event({"concept:name": name}) for name in variant]) for variant in variants)


def fitness(variants, model):
    net, begin, end = model
    found = alignments.apply_log(log_of(variants), net, begin, end)
    return [None if each is None else each["fitness"] for each in found]


def variants_of(path):
    log = pm4py.read_xes(str(path), return_legacy_log_object=True)
    return Counter(tuple(event["concept:name"] for event in trace) for trace in log)


def removed(variant, at):
    return [variant[:at] + variant[at + 1 :]]


def doubled(variant, at):
    return [variant[: at + 1] + variant[at:]]


def moved(variant, at):
    """The step at this place put at every other place."""
    rest = variant[:at] + variant[at + 1 :]
    return sorted({rest[:to] + (variant[at],) + rest[to:] for to in range(len(rest) + 1)} - {variant})


HOW = {"removed": removed, "doubled": doubled, "moved": moved}


def check(folder, name):
    started = time.monotonic()
    wrong = []
    model = pm4py.read_pnml(str(folder / f"{name}.pnml"))
    variants = variants_of(folder / f"{name}.xes")
    cases = sum(variants.values())

    for variant, fits in zip(variants, fitness(variants, model)):
        if fits is None or fits < 1.0:
            wrong.append(f"fitness {fits}: {' | '.join(variant)}")

    # Every walk fits, so replaying marks the same places as aligning does.
    log = log_of(variant for variant, times in variants.items() for _ in range(times))
    measured = precision.apply(log, *model, variant=precision.Variants.ETCONFORMANCE_TOKEN)
    if measured < LEAST_PRECISION:
        wrong.append(f"precision {measured:.3f}, less than {LEAST_PRECISION}")

    steps = {transition.label for transition in model[0].transitions}
    walked = {step for variant in variants for step in variant}
    wrong += [f"no case took «{step}»" for step in sorted(steps - walked)]
    wrong += [f"the model does not know «{step}»" for step in sorted(walked - steps)]

    altered = defaultdict(list)
    for step in sorted(steps & walked):
        # The shortest cases that took this step once, unless the change makes another case that was
        # lived: who is attended on the first level went the same way but for the escalation.
        own = sorted((v for v in variants if v.count(step) == 1), key=lambda v: (len(v), v))
        for how in HOW:
            for variant in own:
                logs = [each for each in HOW[how](variant, variant.index(step)) if each not in variants]
                if logs and len(altered[step, how]) < CHANGED[how]:
                    altered[step, how].append(logs)
            if not altered[step, how]:
                wrong.append(f"no case shows «{step}» {how}")
    altered = {key: [each for logs in every for each in logs] for key, every in altered.items()}
    distinct = sorted({each for every in altered.values() for each in every})
    fits = dict(zip(distinct, fitness(distinct, model)))
    for (step, how), logs in altered.items():
        # A log is rejected when it does not fit as a whole.
        if logs and sum(fits[each] or 0.0 for each in logs) / len(logs) >= 1.0:
            wrong.append(f"«{step}» {how} and the model does not notice")

    print(
        f"{name}: {cases} cases, {len(variants)} distinct, {len(steps)} steps; precision {measured:.3f}; "
        f"{len(distinct)} changed cases, {sum(1 for each in distinct if (fits[each] or 0.0) >= 1.0)} of them "
        f"still walks of the model; {time.monotonic() - started:.0f} s"
    )
    for line in wrong:
        print(f"  WRONG: {line}")
    return not wrong


def main(arguments):
    if not arguments:
        print(__doc__)
        return 2
    folder = Path(arguments[0])
    names = arguments[1:] or sorted(path.stem for path in folder.glob("*.pnml"))
    if not names:
        print(f"there is no model in {folder}")
        return 2
    return 0 if all([check(folder, name) for name in names]) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
