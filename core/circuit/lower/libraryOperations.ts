import type { OffsetRange } from '#core/base/textRange.ts';
import { type Angle, combineAngles, transformAngle } from '../angle.ts';
import type { Control, GateName, GateOperation } from '../circuit.ts';

/**
 * A gate of a library in terms of the gate table. Operands and parameters are in the order of the library.
 * @param source the statement the operations come from
 */
export type Expansion = (
  parameters: readonly Angle[],
  qubits: readonly number[],
  source: OffsetRange,
) => readonly GateOperation[];

const noControls: readonly Control[] = [];

function gate(
  name: GateName,
  parameters: readonly Angle[],
  targets: readonly number[],
  source: OffsetRange,
  controls: readonly number[] = [],
): GateOperation {
  return {
    kind: 'gate',
    gate: name,
    parameters,
    controls: controls.length === 0 ? noControls : controls.map((qubit): Control => ({ qubit, value: 1 })),
    targets,
    source,
  };
}

/** A gate of a library that is a single one of the table. */
export interface SingleGate {
  readonly gate: GateName;
  /** How many of its first operands are controls. */
  readonly controls: number;
}

/** The named gate on the last qubits, controlled by those before them. */
function expansionOf({ controls, gate: name }: SingleGate): Expansion {
  return (parameters, qubits, source) => [
    controls === 0
      ? gate(name, parameters, qubits, source)
      : gate(name, parameters, qubits.slice(controls), source, qubits.slice(0, controls)),
  ];
}

function half(angle: Angle): Angle {
  return combineAngles('divide', angle, 2);
}

function minus(angle: Angle): Angle {
  return transformAngle('negate', angle);
}

/** U with the phase e^{−i(φ+λ)/2}: the `U` of OpenQASM 2 and `u3` of both libraries (gates). */
const symmetricU: Expansion = ([theta = 0, phi = 0, lambda = 0], qubits, source) => [
  gate('gphase', [minus(half(combineAngles('add', phi, lambda)))], [], source),
  gate('u', [theta, phi, lambda], qubits, source),
];

/** U with the phase e^{iθ/2}: the built-in `U` of OpenQASM 3 (gates). */
const builtinU: Expansion = ([theta = 0, phi = 0, lambda = 0], qubits, source) => [
  gate('gphase', [half(theta)], [], source),
  gate('u', [theta, phi, lambda], qubits, source),
];

const eighth = Math.PI / 4;

/** Toffoli up to relative phases, after Margolus. */
const relativeToffoli: Expansion = (_parameters, [a = 0, b = 0, t = 0], source) => [
  gate('h', [], [t], source),
  gate('p', [eighth], [t], source),
  gate('x', [], [t], source, [b]),
  gate('p', [-eighth], [t], source),
  gate('x', [], [t], source, [a]),
  gate('p', [eighth], [t], source),
  gate('x', [], [t], source, [b]),
  gate('p', [-eighth], [t], source),
  gate('h', [], [t], source),
];

/** X with three controls up to relative phases. */
const relativeToffoli3: Expansion = (_parameters, [a = 0, b = 0, c = 0, t = 0], source) => {
  const fromC = [
    gate('h', [], [t], source),
    gate('p', [eighth], [t], source),
    gate('x', [], [t], source, [c]),
    gate('p', [-eighth], [t], source),
    gate('h', [], [t], source),
  ];
  const fromA = gate('x', [], [t], source, [a]);
  const fromB = gate('x', [], [t], source, [b]);
  const forward = gate('p', [eighth], [t], source);
  const back = gate('p', [-eighth], [t], source);
  return [...fromC, fromA, forward, fromB, back, fromA, forward, fromB, back, ...fromC];
};

const singleGates: ReadonlyMap<string, SingleGate> = new Map([
  ...(
    [
      'x',
      'y',
      'z',
      'h',
      's',
      'sdg',
      't',
      'tdg',
      'sx',
      'sxdg',
      'id',
      'p',
      'rx',
      'ry',
      'rz',
      'u',
      'swap',
      'rxx',
      'rzz',
      'gphase',
    ] as const
  ).map((name): readonly [string, SingleGate] => [name, { gate: name, controls: 0 }]),
  ['phase', { gate: 'p', controls: 0 }],
  ['u1', { gate: 'p', controls: 0 }],
  ['cx', { gate: 'x', controls: 1 }],
  ['CX', { gate: 'x', controls: 1 }],
  ['cy', { gate: 'y', controls: 1 }],
  ['cz', { gate: 'z', controls: 1 }],
  ['ch', { gate: 'h', controls: 1 }],
  ['cp', { gate: 'p', controls: 1 }],
  ['cphase', { gate: 'p', controls: 1 }],
  ['cu1', { gate: 'p', controls: 1 }],
  ['crx', { gate: 'rx', controls: 1 }],
  ['cry', { gate: 'ry', controls: 1 }],
  ['crz', { gate: 'rz', controls: 1 }],
  ['csx', { gate: 'sx', controls: 1 }],
  ['cu3', { gate: 'u', controls: 1 }],
  ['cswap', { gate: 'swap', controls: 1 }],
  ['ccx', { gate: 'x', controls: 2 }],
  ['c3x', { gate: 'x', controls: 3 }],
  ['c4x', { gate: 'x', controls: 4 }],
  ['c3sqrtx', { gate: 'sx', controls: 3 }],
]);

const expansions: ReadonlyMap<string, Expansion> = new Map([
  ...[...singleGates].map(([name, single]): readonly [string, Expansion] => [name, expansionOf(single)]),
  ['u2', ([phi = 0, lambda = 0], qubits, source) => symmetricU([Math.PI / 2, phi, lambda], qubits, source)],
  ['u3', symmetricU],
  ['u0', (_parameters, qubits, source) => [gate('id', [], qubits, source)]],
  [
    'cu',
    ([theta = 0, phi = 0, lambda = 0, gamma = 0], [control = 0, target = 0], source) => [
      gate('p', [gamma], [control], source),
      gate('u', [theta, phi, lambda], [target], source, [control]),
    ],
  ],
  ['rccx', relativeToffoli],
  ['rc3x', relativeToffoli3],
]);

/** The gate of the table that a gate of the libraries is by itself; undefined where it is something else or unknown. */
export function singleGate(name: string): SingleGate | undefined {
  return singleGates.get(name);
}

/**
 * How a gate of `stdgates.inc`, `qelib1.inc` or the language is made of gates of the table, exact with its global phase
 * as the libraries document it; the phases that published bodies of `qelib1.inc` add are left out.
 * @returns undefined for a gate no library has
 */
export function libraryExpansion(name: string, major: 2 | 3): Expansion | undefined {
  return name === 'U' ? (major === 3 ? builtinU : symmetricU) : expansions.get(name);
}

/** Whether a gate of the libraries is made of several gates of the table that act on qubits. */
export function isCompound(name: string): boolean {
  return name === 'cu' || name === 'rccx' || name === 'rc3x';
}
