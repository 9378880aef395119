"""Programs for the stabilizer simulator's interop test, with what Stim samples of them.

Without arguments: writes generated programs. With `--compare`: reads pairs of texts and says how their error models differ.
"""

import json
import random
import re
import sys

import numpy
import stim

SMALL = 140
WIDE = 60
SMALL_SHOTS = 4096
WIDE_SHOTS = 16384

UNITARY = [name for name in stim.gate_data() if stim.gate_data(name).is_unitary and name not in ("SPP", "SPP_DAG")]
SINGLE = [name for name in UNITARY if stim.gate_data(name).is_single_qubit_gate]
PAIR = [name for name in UNITARY if stim.gate_data(name).is_two_qubit_gate]
SINGLE_MEASURE = ["M", "MX", "MY", "MR", "MRX", "MRY"]
FEEDBACK = ["CX", "CY", "CZ"]


def product(rng, qubits):
    chosen = rng.sample(range(qubits), rng.randint(1, min(3, qubits)))
    return rng.choice(["", "!"]) + "*".join(f"{rng.choice('XYZ')}{qubit}" for qubit in chosen)


def paulis(rng, qubits):
    return " ".join(f"{rng.choice('XYZ')}{qubit}" for qubit in rng.sample(range(qubits), rng.randint(1, min(3, qubits))))


def probabilities(rng, count, scale):
    return ", ".join(f"{rng.random() * scale / count:.4f}" for _ in range(count))


def noise_line(rng, qubits, pair, scale):
    p = f"{rng.random() * scale:.4f}"
    one = " ".join(map(str, rng.sample(range(qubits), rng.randint(1, min(3, qubits)))))
    return rng.choice(
        [
            f"X_ERROR({p}) {one}",
            f"Y_ERROR({p}) {one}",
            f"Z_ERROR({p}) {one}",
            f"DEPOLARIZE1({p}) {one}",
            f"DEPOLARIZE2({p}) {pair}",
            f"PAULI_CHANNEL_1({probabilities(rng, 3, scale)}) {one}",
            f"PAULI_CHANNEL_2({probabilities(rng, 15, scale)}) {pair}",
            f"E({p}) {paulis(rng, qubits)}",
            f"E({p}) {paulis(rng, qubits)}\nELSE_CORRELATED_ERROR({p}) {paulis(rng, qubits)}\nELSE_CORRELATED_ERROR(0.5) {paulis(rng, qubits)}",
            f"HERALDED_ERASE({p}) {one}",
            f"HERALDED_PAULI_CHANNEL_1({probabilities(rng, 4, scale)}) {one}",
        ]
    )


def lines_of(rng, qubits, length, most, scale, measured=0):
    """Random lines of which at most `most` measurements come."""
    lines = []
    while len(lines) < length:
        pair = " ".join(map(str, rng.sample(range(qubits), 2)))
        one = str(rng.randrange(qubits))
        kind = rng.random()
        if kind < 0.25:
            line = f"{rng.choice(SINGLE)} {one}"
        elif kind < 0.5:
            line = f"{rng.choice(PAIR)} {pair}"
        elif kind < 0.68:
            line = noise_line(rng, qubits, pair, scale)
        elif kind < 0.72:
            line = f"{rng.choice(['R', 'RX', 'RY'])} {one}"
        elif kind < 0.76:
            line = f"{rng.choice(['SPP', 'SPP_DAG'])} {product(rng, qubits)}"
        elif kind < 0.84 and measured > 0:
            line = f"{rng.choice(FEEDBACK)} rec[-{rng.randint(1, measured)}] {one}"
        else:
            flip = rng.choice(["", f"({rng.random() * scale:.4f})"])
            line = rng.choice(
                [
                    f"{rng.choice(SINGLE_MEASURE)}{flip} {rng.choice(['', '!'])}{one}",
                    f"{rng.choice(['MXX', 'MYY', 'MZZ'])}{flip} {rng.choice(['', '!'])}{pair}",
                    f"MPP{flip} {product(rng, qubits)}",
                    f"MPAD{flip} {rng.choice('01')}",
                ]
            )
        found = stim.Circuit(line).num_measurements if "rec[" not in line else 0
        if measured + found > most:
            continue
        measured += found
        lines.append(line)
    return lines


def small_program(rng):
    qubits = rng.randint(2, 5)
    lines = lines_of(rng, qubits, rng.randint(8, 24), 5, 0.4)
    circuit = stim.Circuit("\n".join([*lines, f"M 0"]))
    shots = circuit.compile_sampler(seed=rng.getrandbits(48)).sample(SMALL_SHOTS)
    words, counts = numpy.unique(shots, axis=0, return_counts=True)
    records = {"".join("1" if bit else "0" for bit in reversed(word)): int(count) for word, count in zip(words, counts)}
    return {"text": str(circuit), "shots": SMALL_SHOTS, "records": records}


def marginals(circuit, rng):
    measurements = circuit.compile_sampler(seed=rng.getrandbits(48)).sample(WIDE_SHOTS)
    detectors, observables = circuit.compile_detector_sampler(seed=rng.getrandbits(48)).sample(
        WIDE_SHOTS, separate_observables=True
    )
    neighbours = lambda bits: (bits[:, 1:] ^ bits[:, :-1]).sum(axis=0).tolist()
    return {
        "text": str(circuit),
        "shots": WIDE_SHOTS,
        "measurements": measurements.sum(axis=0).tolist(),
        "measuredPairs": neighbours(measurements),
        "detectors": detectors.sum(axis=0).tolist(),
        "detectedPairs": neighbours(detectors),
        "observables": observables.sum(axis=0).tolist(),
    }


def wide_program(rng):
    """Anything on up to 70 qubits, with a loop; detectors need not be certain, as Stim samples them anyway."""
    qubits = rng.randint(10, 70)
    before = lines_of(rng, qubits, 60, 1000, 0.1)
    measured = stim.Circuit("\n".join(line for line in before if "rec[" not in line)).num_measurements
    body = lines_of(rng, qubits, 20, 1000, 0.1, measured)
    inside = [f"DETECTOR rec[-1] rec[-{rng.randint(2, max(2, measured))}]", "SHIFT_COORDS(0, 1)"] if measured > 1 else []
    lines = [*before, f"REPEAT {rng.randint(2, 6)} {{", *body, *inside, "}", f"M {' '.join(map(str, range(qubits)))}"]
    for index in range(10):
        places = " ".join(f"rec[-{place}]" for place in rng.sample(range(1, qubits + 1), rng.randint(1, 4)))
        lines.append(f"DETECTOR({index}, 2) {places}")
        lines.append(f"OBSERVABLE_INCLUDE({rng.randrange(3)}) {places}")
    return marginals(stim.Circuit("\n".join(lines)), rng)


def codes(rng):
    tasks = [
        ("repetition_code:memory", 7, 10),
        ("surface_code:rotated_memory_x", 5, 4),
        ("surface_code:rotated_memory_z", 3, 6),
        ("surface_code:unrotated_memory_z", 3, 3),
        ("color_code:memory_xyz", 5, 4),
    ]
    for task, distance, rounds in tasks:
        p = 0.01
        circuit = stim.Circuit.generated(
            task,
            distance=distance,
            rounds=rounds,
            after_clifford_depolarization=p,
            before_round_data_depolarization=p,
            before_measure_flip_probability=p,
            after_reset_flip_probability=p,
        )
        yield marginals(circuit, rng)


def error_model(text):
    """Observables become detectors: those of generated programs are no certain parities, which Stim models only so."""
    lines = [re.sub(r"OBSERVABLE_INCLUDE\(\d+\)", "DETECTOR", line) for line in text.splitlines()]
    circuit = stim.Circuit("\n".join(lines))
    return circuit.detector_error_model(allow_gauge_detectors=True, approximate_disjoint_errors=True)


def difference(before, after):
    one, other = stim.Circuit(before), stim.Circuit(after)
    if (one.num_qubits, one.num_measurements, one.num_detectors, one.num_observables) != (
        other.num_qubits,
        other.num_measurements,
        other.num_detectors,
        other.num_observables,
    ):
        return "sizes"
    if one.get_detector_coordinates() != other.get_detector_coordinates():
        return "coordinates of detectors"
    if one.get_final_qubit_coordinates() != other.get_final_qubit_coordinates():
        return "coordinates of qubits"
    if not error_model(before).approx_equals(error_model(after), atol=1e-9):
        return "error model"
    return ""


if "--compare" in sys.argv:
    json.dump([difference(*pair) for pair in json.load(sys.stdin)], sys.stdout)
else:
    rng = random.Random(20261126)
    json.dump(
        {
            "small": [small_program(rng) for _ in range(SMALL)],
            "wide": [*(wide_program(rng) for _ in range(WIDE)), *codes(rng)],
        },
        sys.stdout,
    )
