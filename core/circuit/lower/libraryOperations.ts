import { type Angle, combineAngles, transformAngle } from '../angle.ts';
import type { Control, GateName, GateOperation } from '../circuit.ts';

/** A gate of a library in terms of the gate table. Operands and parameters are in the order of the library. */
type Expansion = (parameters: readonly Angle[], qubits: readonly number[]) => GateOperation[];

function gate(
  name: GateName,
  parameters: readonly Angle[],
  targets: readonly number[],
  controls: readonly number[] = [],
): GateOperation {
  return {
    kind: 'gate',
    gate: name,
    parameters,
    targets,
    controls: controls.map((qubit): Control => ({ qubit, value: 1 })),
  };
}

/** The named gate on the last qubits, controlled by those before them. */
function controlled(name: GateName, controls: number): Expansion {
  return (parameters, qubits) => [gate(name, parameters, qubits.slice(controls), qubits.slice(0, controls))];
}

function half(angle: Angle): Angle {
  return combineAngles('divide', angle, 2);
}

function minus(angle: Angle): Angle {
  return transformAngle('negate', angle);
}

/** U with the phase e^{−i(φ+λ)/2}: the `U` of OpenQASM 2 and `u3` of both libraries (gates). */
const symmetricU: Expansion = ([theta = 0, phi = 0, lambda = 0], qubits) => [
  gate('gphase', [minus(half(combineAngles('add', phi, lambda)))], []),
  gate('u', [theta, phi, lambda], qubits),
];

/** U with the phase e^{iθ/2}: the built-in `U` of OpenQASM 3 (gates). */
const builtinU: Expansion = ([theta = 0, phi = 0, lambda = 0], qubits) => [
  gate('gphase', [half(theta)], []),
  gate('u', [theta, phi, lambda], qubits),
];

const eighth = Math.PI / 4;

/** Toffoli up to relative phases, after Margolus. */
const relativeToffoli: Expansion = (_parameters, [a = 0, b = 0, t = 0]) => [
  gate('h', [], [t]),
  gate('p', [eighth], [t]),
  gate('x', [], [t], [b]),
  gate('p', [-eighth], [t]),
  gate('x', [], [t], [a]),
  gate('p', [eighth], [t]),
  gate('x', [], [t], [b]),
  gate('p', [-eighth], [t]),
  gate('h', [], [t]),
];

/** X with three controls up to relative phases. */
const relativeToffoli3: Expansion = (_parameters, [a = 0, b = 0, c = 0, t = 0]) => {
  const fromC = [
    gate('h', [], [t]),
    gate('p', [eighth], [t]),
    gate('x', [], [t], [c]),
    gate('p', [-eighth], [t]),
    gate('h', [], [t]),
  ];
  const fromA = gate('x', [], [t], [a]);
  const fromB = gate('x', [], [t], [b]);
  const forward = gate('p', [eighth], [t]);
  const back = gate('p', [-eighth], [t]);
  return [...fromC, fromA, forward, fromB, back, fromA, forward, fromB, back, ...fromC];
};

const common: readonly (readonly [string, Expansion])[] = [
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
      'swap',
      'rxx',
      'rzz',
    ] as const
  ).map((name): readonly [string, Expansion] => [name, controlled(name, 0)]),
  ['phase', controlled('p', 0)],
  ['u1', controlled('p', 0)],
  ['u2', ([phi = 0, lambda = 0], qubits) => symmetricU([Math.PI / 2, phi, lambda], qubits)],
  ['u3', symmetricU],
  ['u', controlled('u', 0)],
  ['u0', (_parameters, qubits) => [gate('id', [], qubits)]],
  ['cx', controlled('x', 1)],
  ['CX', controlled('x', 1)],
  ['cy', controlled('y', 1)],
  ['cz', controlled('z', 1)],
  ['ch', controlled('h', 1)],
  ['cp', controlled('p', 1)],
  ['cphase', controlled('p', 1)],
  ['cu1', controlled('p', 1)],
  ['crx', controlled('rx', 1)],
  ['cry', controlled('ry', 1)],
  ['crz', controlled('rz', 1)],
  ['csx', controlled('sx', 1)],
  ['cu3', controlled('u', 1)],
  [
    'cu',
    ([theta = 0, phi = 0, lambda = 0, gamma = 0], [control = 0, target = 0]) => [
      gate('p', [gamma], [control]),
      gate('u', [theta, phi, lambda], [target], [control]),
    ],
  ],
  ['cswap', controlled('swap', 1)],
  ['ccx', controlled('x', 2)],
  ['c3x', controlled('x', 3)],
  ['c4x', controlled('x', 4)],
  ['c3sqrtx', controlled('sx', 3)],
  ['rccx', relativeToffoli],
  ['rc3x', relativeToffoli3],
  ['gphase', (parameters) => [gate('gphase', parameters, [])]],
];

const expansions: ReadonlyMap<string, Expansion> = new Map(common);

/**
 * A gate of `stdgates.inc`, `qelib1.inc` or the language, on circuit qubits. Exact with its global phase as
 * `reference` libraries define it, except that gates of `qelib1.inc` have their documented matrix and not the phase their
 * published body adds.
 * @returns undefined for a gate no library has
 */
export function libraryOperations(
  name: string,
  major: 2 | 3,
  parameters: readonly Angle[],
  qubits: readonly number[],
): GateOperation[] | undefined {
  if (name === 'U') return (major === 3 ? builtinU : symmetricU)(parameters, qubits);
  return expansions.get(name)?.(parameters, qubits);
}
