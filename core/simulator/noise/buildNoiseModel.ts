import { closestName } from '#core/base/closestName.ts';
import { Failure } from '#core/base/failure.ts';
import type { SourcePath } from '#core/base/yaml/sourceNode.ts';
import { gateNames, gateTable, isGateName } from '#core/circuit/gateTable.ts';
import { type DenseMatrix, denseMatrix } from '#core/circuit/matrices/denseMatrix.ts';
import { type Channel, krausChannel } from './channel.ts';
import { durationPattern, type NoiseFile } from './noiseFileSchema.ts';
import {
  byWeight,
  type CorrelatedReadout,
  type IdleNoise,
  type NoiseModel,
  type NoiseRule,
  type NoiseTarget,
  type OperationClass,
  type OperationNoise,
  operationClasses,
  ownAxis,
  type QubitNoise,
  type QubitTable,
} from './noiseModel.ts';
import { depolarising, pauliChannel, type Relaxation } from './standardChannels.ts';

type RuleEntry = NonNullable<NoiseFile['gates']>[number];
type QubitEntry = NonNullable<NoiseFile['qubits']>[string];

/** Refuses the value at a path of the file with a whole sentence. */
type Refusal = (path: SourcePath, message: string) => never;

/** Powers of ten, so that `35 ns` is the number nearest to 35·10⁻⁹. */
const exponents: Readonly<Record<string, number>> = { s: 0, ms: -3, us: -6, µs: -6, μs: -6, ns: -9, ps: -12 };

/**
 * The model a file describes, changed from the one it is based on: its rules come after, its other blocks instead.
 * Checks what a schema cannot: names of gates, sizes of operators, traces, T2 ≤ 2 T1.
 */
export function buildNoiseModel(file: NoiseFile, base: NoiseModel | undefined, refuse: Refusal): NoiseModel {
  const rules = (file.gates ?? []).flatMap((entry, index) => rulesOf(entry, ['gates', index], refuse));
  return {
    name: file.name ?? base?.name ?? 'noise model',
    rules: byWeight([...(base?.rules ?? []), ...rules]),
    qubits: file.qubits ? qubitTable(file.qubits, refuse) : (base?.qubits ?? { all: {}, single: new Map() }),
    correlatedReadout: file.readout ? correlated(file.readout, refuse) : (base?.correlatedReadout ?? []),
    notes: base?.notes ?? [],
    idle: file.idle === undefined ? (base?.idle ?? { kind: 'none' }) : idleNoise(file.idle, refuse),
  };
}

/** Seconds of a time with its unit. */
function seconds(text: string): number {
  const match = durationPattern.exec(text);
  return Number(`${match?.[1]}e${exponents[match?.[2] ?? '']}`);
}

function rulesOf(entry: RuleEntry, path: SourcePath, refuse: Refusal): NoiseRule[] {
  const names = typeof entry.on === 'string' ? [entry.on] : entry.on;
  return names.map((name, index) => {
    const on = targetOf(name, typeof entry.on === 'string' ? [...path, 'on'] : [...path, 'on', index], refuse);
    const size = sizeOf(on);
    if (entry.qubits && size !== undefined && entry.qubits.length !== size) {
      refuse([...path, 'qubits'], `\`${name}\` acts on ${size}, but here are ${entry.qubits.length} qubits.`);
    }
    const noise = noiseOf(entry, size ?? entry.qubits?.length, path, refuse);
    if (on.kind === 'class' && on.class === 'measure' && Object.keys(noise).some((key) => key !== 'duration')) {
      refuse([...path, 'on'], 'Measurements have a duration only; their errors are given as `readout` of qubits.');
    }
    return { on, noise, ...(entry.qubits && { qubits: entry.qubits }) };
  });
}

function targetOf(name: string, path: SourcePath, refuse: Refusal): NoiseTarget {
  const found = operationClasses.find((each) => each === name);
  if (found) return { kind: 'class', class: found };
  const { gate } = gateWithControls(name);
  if (isGateName(gate) && gate !== 'gphase') return { kind: 'gate', name };
  const known = [...operationClasses, ...gateNames, ...gateNames.map((each) => `c${each}`), 'ccx', 'ccz', 'cswap'];
  const meant = closestName(name, known);
  return refuse(
    path,
    `There is no gate \`${name}\`.${meant === undefined ? '' : ` Did you mean \`${meant}\`?`} Gates are named as results count them, with a c for every control: h, cx, ccx, c3x; or ${operationClasses.join(', ')}.`,
  );
}

/** `ccx` is x with two controls, `c3x` with three. */
function gateWithControls(name: string): { readonly gate: string; readonly controls: number } {
  const match = /^(?:c(\d+)|(c{1,2}))?(.+)$/.exec(name);
  const controls = match?.[1] === undefined ? (match?.[2]?.length ?? 0) : Number(match[1]);
  return { gate: match?.[3] ?? name, controls };
}

/** How many qubits the operations meant act on; undefined for wide ones. */
function sizeOf(on: NoiseTarget): number | undefined {
  if (on.kind === 'class') return classSize(on.class);
  const { controls, gate } = gateWithControls(on.name);
  return isGateName(gate) ? gateTable[gate].targets + controls : undefined;
}

function classSize(name: OperationClass): number | undefined {
  switch (name) {
    case 'one-qubit':
    case 'measure':
    case 'reset':
      return 1;
    case 'two-qubit':
      return 2;
    case 'wide':
      return undefined;
  }
}

function noiseOf(entry: RuleEntry, size: number | undefined, path: SourcePath, refuse: Refusal): OperationNoise {
  const { depolarising: probability, duration, errorRate, kraus, overRotation, pauli } = entry;
  const requireSize = (key: string, found: number) => {
    if (size !== undefined && found !== size) {
      refuse([...path, key], `The operation acts on ${size} and this on ${found} qubits.`);
    }
  };
  if (overRotation && overRotation.axis !== ownAxis) requireSize('overRotation', overRotation.axis.length);
  return {
    ...(overRotation && { overRotation }),
    ...(kraus && { kraus: krausOf(kraus, [...path, 'kraus'], requireSize, refuse) }),
    ...(pauli && { pauli: pauliOf(pauli, [...path, 'pauli'], requireSize, refuse) }),
    ...(probability !== undefined && { strength: { kind: 'depolarising', probability } }),
    ...(errorRate !== undefined && { strength: { kind: 'error-rate', rate: errorRate } }),
    ...(duration !== undefined && { duration: seconds(duration) }),
  };
}

type SizeCheck = (key: string, found: number) => void;

function krausOf(
  matrices: NonNullable<RuleEntry['kraus']>,
  path: SourcePath,
  requireSize: SizeCheck,
  refuse: Refusal,
): Channel {
  const qubitCount = Math.log2(matrices[0]?.length ?? 0);
  const operators = matrices.map((rows, index): DenseMatrix => {
    if (
      !Number.isInteger(qubitCount) ||
      rows.length !== 2 ** qubitCount ||
      rows.some((row) => row.length !== rows.length)
    ) {
      refuse([...path, index], 'Kraus operators are square matrices of the same size, 2, 4 or 8.');
    }
    const matrix = denseMatrix(rows.length);
    rows.flat().forEach((entry, place) => {
      matrix.re[place] = typeof entry === 'number' ? entry : entry[0];
      matrix.im[place] = typeof entry === 'number' ? 0 : entry[1];
    });
    return matrix;
  });
  if (qubitCount > 3) refuse(path, 'Kraus operators act on at most three qubits.');
  requireSize('kraus', qubitCount);
  return checked(() => krausChannel(qubitCount, operators), path, refuse);
}

function pauliOf(
  words: Readonly<Record<string, number>>,
  path: SourcePath,
  requireSize: SizeCheck,
  refuse: Refusal,
): Channel {
  const lengths = new Set(Object.keys(words).map(({ length }) => length));
  const [length = 1] = lengths;
  if (lengths.size > 1) refuse(path, 'The words of a Pauli channel have one letter for every qubit.');
  requireSize('pauli', length);
  return checked(() => pauliChannel(length, words), path, refuse);
}

/** What the product's own checks refuse, at its place in the file. */
function checked<T>(make: () => T, path: SourcePath, refuse: Refusal): T {
  try {
    return make();
  } catch (thrown) {
    if (!Failure.is(thrown)) throw thrown;
    return refuse(path, [thrown.message, thrown.advice].filter((part) => part !== undefined).join(' '));
  }
}

function qubitTable(entries: Readonly<Record<string, QubitEntry>>, refuse: Refusal): QubitTable {
  const { all = {}, ...single } = entries;
  return {
    all: qubitOf(all, ['qubits', 'all'], refuse),
    single: new Map(
      Object.entries(single).map(([name, entry]) => {
        return [Number(name), qubitOf({ ...all, ...entry }, ['qubits', name], refuse)];
      }),
    ),
  };
}

function qubitOf(entry: QubitEntry, path: SourcePath, refuse: Refusal): QubitNoise {
  const { readout } = entry;
  const relaxation = relaxationOf(entry);
  if (relaxation && Math.min(relaxation.t1, relaxation.t2) <= 0) refuse(path, 'T1 and T2 are times above 0.');
  if (relaxation && relaxation.t2 > 2 * relaxation.t1 * (1 + 1e-12)) {
    refuse(path, `T2 is at most twice T1, but T1 is ${entry.T1} and T2 is ${entry.T2}.`);
  }
  return { ...(relaxation && { relaxation }), ...(readout && { readout }) };
}

function relaxationOf({ excitedPopulation = 0, T1, T2 }: QubitEntry): Relaxation | undefined {
  if (T1 === undefined && T2 === undefined) return undefined;
  const t1 = T1 === undefined ? Number.POSITIVE_INFINITY : seconds(T1);
  return { t1, t2: T2 === undefined ? 2 * t1 : seconds(T2), excitedPopulation };
}

function correlated(entries: readonly CorrelatedReadout[], refuse: Refusal): readonly CorrelatedReadout[] {
  const seen = new Set<number>();
  entries.forEach(({ qubits }, index) => {
    for (const qubit of qubits) {
      if (seen.has(qubit))
        refuse(['readout', index, 'qubits'], `Qubit ${qubit} is named twice among correlated readouts.`);
      seen.add(qubit);
    }
  });
  return entries;
}

function idleNoise(entry: NonNullable<NoiseFile['idle']>, refuse: Refusal): IdleNoise {
  if (typeof entry === 'string') return { kind: entry };
  if ('depolarising' in entry) return { kind: 'moment', channel: depolarising(1, entry.depolarising) };
  const requireSize: SizeCheck = (_key, found) => {
    if (found !== 1) refuse(['idle', 'pauli'], 'Idle noise acts on one qubit, so its words have one letter.');
  };
  return { kind: 'moment', channel: pauliOf(entry.pauli, ['idle', 'pauli'], requireSize, refuse) };
}
