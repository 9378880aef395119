import fc from 'fast-check';
import { type Angle, combineAngles, parameterAngle, transformAngle, type UnaryOperator } from '#core/circuit/angle.ts';
import type { Circuit, Condition, Control, GateName, Operation } from '#core/circuit/circuit.ts';
import { gateNames, gateTable } from '#core/circuit/gateTable.ts';
import { anyGates } from '#test/support/arbitraries/circuits.ts';
import { anyMeasuredCircuit } from '#test/support/arbitraries/measuredCircuits.ts';
import { gateUnitary } from '#test/support/arbitraries/unitaries.ts';
import {
  circuit,
  controlled,
  cx,
  gate,
  measure,
  measureAll,
  reset,
  unitary,
  when,
} from '#test/support/circuitBuilder.ts';

/** A circuit to be exported and run by an SDK. */
export interface ExportCase {
  readonly name: string;
  readonly circuit: Circuit;
  /** Values of the circuit's parameters, in order. */
  readonly values?: readonly number[];
}

const seed = 20261203;
const angles = [0.7, -1.3, Math.PI / 3];

function sample<T>(arbitrary: fc.Arbitrary<T>, count: number): T[] {
  return fc.sample(arbitrary, { seed, numRuns: count });
}

/** Controls of a gate: none, one of each value, two, three. */
const controlPatterns: readonly (readonly (0 | 1)[])[] = [[], [1], [0], [1, 0], [1, 1], [0, 0], [1, 0, 1]];

/** A gate under every pattern of controls, one after the other, on five qubits. */
function controlledEveryWay(name: GateName, parameters: readonly Angle[]): Operation[] {
  const places = [
    [2, 0, 3, 1, 4],
    [4, 2, 0, 3, 1],
    [1, 3, 4, 0, 2],
  ];
  return controlPatterns.map((pattern, index) => {
    const place = places[index % places.length] ?? [];
    const { parameters: needed, targets } = gateTable[name];
    const controls = pattern.map((value, position): Control => ({ qubit: place[targets + position] ?? 0, value }));
    return { ...gate(name, place.slice(0, targets), ...parameters.slice(0, needed.length)), controls };
  });
}

const singleGates = gateNames.map(
  (name): ExportCase => ({
    name: `${name} under controls`,
    circuit: circuit(5, controlledEveryWay(name, angles)),
  }),
);

const matrices = sample(fc.tuple(gateUnitary(1), gateUnitary(2), gateUnitary(3)), 4).flatMap(([one, two, three]) =>
  [
    unitary(one, [1], 'h^0.3'),
    controlled(unitary(one, [2]), { qubit: 0, value: 0 }, 1),
    unitary(two, [2, 0], 'swap^0.5'),
    controlled(unitary(two, [0, 2], ''), 1),
    unitary(three, [1, 2, 0], '"quoted" \\ label'),
  ].map((operation, index): ExportCase => ({ name: `matrix ${index}`, circuit: circuit(3, [operation]) })),
);

const [a, b] = [parameterAngle(0), parameterAngle(1)];
const functions: readonly UnaryOperator[] = [
  'negate',
  'sin',
  'cos',
  'tan',
  'arcsin',
  'arccos',
  'arctan',
  'exp',
  'log',
  'sqrt',
  'floor',
  'ceiling',
];
const expressions: readonly Angle[] = [
  a,
  combineAngles('add', combineAngles('multiply', 2, a), Math.PI / 4),
  combineAngles('subtract', a, combineAngles('subtract', b, 0.25)),
  combineAngles('divide', combineAngles('divide', a, 3), combineAngles('multiply', b, 2)),
  combineAngles('multiply', combineAngles('add', a, 1), combineAngles('subtract', 1, b)),
  combineAngles('power', combineAngles('add', a, b), 2),
  combineAngles('power', 2, combineAngles('power', a, b)),
  combineAngles('power', combineAngles('power', a, 2), b),
  combineAngles('power', transformAngle('negate', a), 2),
  transformAngle('negate', combineAngles('power', a, 2)),
  combineAngles('power', a, transformAngle('negate', b)),
  combineAngles('multiply', -0.5, transformAngle('negate', combineAngles('add', a, b))),
  transformAngle('sqrt', combineAngles('multiply', a, a)),
  combineAngles('power', transformAngle('sqrt', a), 3),
  ...functions.map((op) => transformAngle(op, combineAngles('multiply', a, b))),
];

const parameterised: readonly ExportCase[] = [
  ...expressions.map(
    (angle, index): ExportCase => ({
      name: `expression ${index}`,
      circuit: circuit(2, [gate('h', 0), gate('rx', 1, angle), controlled(gate('p', 0, angle), 1)], {
        parameters: ['theta', 'phi'],
      }),
      values: [0.6, 0.9],
    }),
  ),
  ...gateNames
    .filter((name) => gateTable[name].parameters.length > 0)
    .map(
      (name): ExportCase => ({
        name: `${name} of inputs under controls`,
        circuit: circuit(5, controlledEveryWay(name, [a, combineAngles('multiply', 2, b), a]), {
          parameters: ['theta', 'phi'],
        }),
        values: [0.6, 0.9],
      }),
    ),
];

/** Names that Python has other uses for, scalars, qubits in no register, registers in another order. */
const named: readonly ExportCase[] = [
  {
    name: 'awkward names',
    circuit: {
      ...circuit(6, [gate('rx', 0, a), gate('ry', 2, b), cx(0, 3), cx(2, 5), gate('h', 4), gate('s', 1)]),
      qubitRegisters: [
        { name: 'lambda', start: 0, size: 2 },
        { name: 'print', start: 2, size: 1, scalar: true },
        { name: 'φ₁', start: 3, size: 1 },
        { name: '$', start: 5, size: 1 },
      ],
      parameters: [
        { name: 'circuit', type: 'angle' },
        { name: 'θ', type: 'float' },
      ],
    },
    values: [0.3, 0.4],
  },
  {
    name: 'several registers of bits',
    circuit: {
      ...circuit(4, [gate('h', 0), cx(0, 2), gate('x', 3), ...[3, 0, 2, 1].map((qubit, bit) => measure(qubit, bit))], {
        bits: 6,
      }),
      bitRegisters: [
        { name: 'in', start: 0, size: 1, scalar: true },
        { name: 'c', start: 1, size: 3 },
        { name: 'c_1', start: 4, size: 2 },
      ],
    },
  },
];

const all = Array.from({ length: 3 }, (_, qubit) => qubit);
const each = (name: 'h' | 'sdg' | 'rx' | 'u' | 'p' | 'sx') =>
  all.map((qubit) => gate(name, qubit, ...angles.slice(0, gateTable[name].parameters.length)));

const broadcasts: readonly ExportCase[] = [
  {
    name: 'gates on a whole register',
    circuit: circuit(3, (['h', 'sdg', 'rx', 'u', 'p', 'sx'] as const).flatMap(each)),
  },
  {
    name: 'everything on a whole register',
    circuit: circuit(
      3,
      [...each('h'), ...all.map(reset), ...each('rx'), { kind: 'barrier', qubits: all }, ...measureAll(3)],
      {
        bits: 3,
      },
    ),
  },
  { name: 'phase alone', circuit: circuit(2, [gate('gphase', [], 0.4), gate('gphase', [], -Math.PI / 7)]) },
  { name: 'nothing at all', circuit: circuit(2, []) },
];

function measuredOn(bits: number, operations: readonly Operation[], qubits = 3): Circuit {
  return circuit(qubits, operations, { bits });
}

function branch(condition: Condition, body: readonly Operation[], otherwise: readonly Operation[] = []): Operation {
  return { kind: 'conditional', condition, body, otherwise };
}

const is = (
  bits: readonly number[],
  value: number,
  operator: '==' | '!=' | '<' | '<=' | '>' | '>=' = '==',
): Condition => ({
  kind: 'compare',
  bits,
  operator,
  value,
});

const spread = [gate('h', 0), gate('ry', 1, 0.8), gate('rx', 2, 1.1), cx(0, 1)];
const operators = ['==', '!=', '<', '<=', '>', '>='] as const;

const measured: readonly ExportCase[] = [
  { name: 'all bits', circuit: measuredOn(3, [...spread, ...measureAll(3)]) },
  { name: 'bits in another order', circuit: measuredOn(3, [...spread, measure(2, 0), measure(0, 1), measure(1, 2)]) },
  { name: 'some bits', circuit: measuredOn(4, [...spread, measure(2, 3), measure(0, 1)]) },
  { name: 'one qubit twice', circuit: measuredOn(3, [...spread, measure(0, 2), measure(0, 0), measure(1, 1)]) },
  {
    name: 'one bit twice',
    circuit: measuredOn(2, [...spread, measure(0, 0), gate('h', 0), measure(1, 1), measure(0, 0)]),
  },
  {
    name: 'gates after measurements',
    circuit: measuredOn(3, [...spread, measure(0, 0), gate('h', 0), cx(0, 2), measure(0, 1), measure(2, 2)]),
  },
  {
    name: 'a discarded result',
    circuit: measuredOn(1, [...spread, measure(0), gate('h', 0), cx(0, 1), measure(0, 0)]),
  },
  { name: 'discarded results at the end', circuit: measuredOn(1, [...spread, measure(0, 0), measure(1)]) },
  { name: 'reset', circuit: measuredOn(3, [...spread, reset(0), gate('ry', 0, 0.5), cx(0, 2), ...measureAll(3)]) },
  {
    name: 'reset after measurement',
    circuit: measuredOn(3, [...spread, measure(0, 0), reset(0), cx(0, 2), measure(0, 1), measure(2, 2)]),
  },
  ...operators.flatMap((operator) =>
    [1, 2].map(
      (value): ExportCase => ({
        name: `a register ${operator} ${value}`,
        circuit: measuredOn(3, [
          ...spread,
          ...measureAll(3),
          branch(is([0, 1, 2], value, operator), [gate('x', 2)]),
          gate('h', 1),
          measure(2, 2),
        ]),
      }),
    ),
  ),
  ...operators.map(
    (operator): ExportCase => ({
      name: `two bits ${operator} 2`,
      circuit: measuredOn(3, [
        ...spread,
        measure(0, 2),
        measure(1, 0),
        branch(is([2, 0], 2, operator), [gate('ry', 2, 0.7)]),
        measure(2, 1),
      ]),
    }),
  ),
  { name: 'if', circuit: measuredOn(2, [...spread, measure(0, 0), when([0], 1, [gate('x', 1)]), measure(1, 1)]) },
  {
    name: 'if not',
    circuit: measuredOn(2, [...spread, measure(0, 0), when([0], 0, [gate('u', 1, ...angles)]), measure(1, 1)]),
  },
  {
    name: 'if with several operations',
    circuit: measuredOn(2, [
      ...spread,
      measure(0, 0),
      when([0], 1, [gate('x', 1), gate('sdg', 1), controlled(gate('h', 1), { qubit: 2, value: 0 })]),
      measure(1, 1),
    ]),
  },
  {
    name: 'else',
    circuit: measuredOn(2, [
      ...spread,
      measure(0, 0),
      branch(is([0], 1), [gate('x', 1), gate('h', 2)], [gate('h', 1), cx(1, 2)]),
      measure(1, 1),
    ]),
  },
  {
    name: 'a branch in a branch',
    circuit: measuredOn(3, [
      ...spread,
      measure(0, 0),
      measure(1, 1),
      branch(
        is([0], 1),
        [gate('x', 2), branch(is([1], 1), [gate('h', 2)], [gate('t', 2)])],
        [branch(is([1], 0), [gate('y', 2)]), gate('h', 2)],
      ),
      measure(2, 2),
    ]),
  },
  {
    name: 'not, and, or',
    circuit: measuredOn(3, [
      ...spread,
      measure(0, 0),
      measure(1, 1),
      branch(
        {
          kind: 'or',
          left: { kind: 'not', operand: is([0], 1) },
          right: { kind: 'and', left: is([1], 1), right: is([0, 1], 3) },
        },
        [gate('x', 2)],
      ),
      measure(2, 2),
    ]),
  },
  {
    name: 'exclusive or',
    circuit: measuredOn(3, [
      ...spread,
      measure(0, 0),
      measure(1, 1),
      branch(
        {
          kind: 'or',
          left: { kind: 'and', left: is([0], 1), right: is([1], 0) },
          right: { kind: 'and', left: is([0], 0), right: is([1], 1) },
        },
        [gate('h', 2)],
      ),
      measure(2, 2),
    ]),
  },
  {
    name: 'a condition that always holds',
    circuit: measuredOn(2, [...spread, measure(0, 0), branch(is([0], 5, '<'), [gate('x', 1)]), measure(1, 1)]),
  },
  {
    name: 'a bit before its measurement',
    circuit: measuredOn(2, [
      ...spread,
      when([0], 0, [gate('x', 1)]),
      when([0], 1, [gate('h', 1)]),
      measure(1, 1),
      measure(0, 0),
    ]),
  },
  {
    name: 'an earlier result',
    circuit: measuredOn(2, [
      ...spread,
      measure(0, 0),
      when([0], 1, [gate('x', 1)]),
      gate('h', 0),
      measure(0, 0),
      when([0], 1, [gate('h', 1)]),
      measure(1, 1),
    ]),
  },
  {
    name: 'matrices and phases under conditions',
    circuit: measuredOn(2, [
      ...spread,
      measure(0, 0),
      when([0], 1, [
        gate('gphase', [], 0.4),
        ...sample(gateUnitary(2), 1).map((matrix) => unitary(matrix, [1, 2])),
        controlled(gate('gphase', [], 0.9), 1),
      ]),
      gate('h', 1),
      measure(1, 1),
    ]),
  },
  {
    name: 'a reset under a condition',
    circuit: measuredOn(2, [...spread, measure(0, 0), when([0], 1, [reset(1), gate('ry', 1, 0.3)]), measure(1, 1)]),
  },
  {
    name: 'a measurement under a condition',
    circuit: measuredOn(2, [...spread, measure(0, 0), measure(1, 1), when([0], 1, [gate('h', 1), measure(1, 1)])]),
  },
  {
    name: 'a first measurement under a condition',
    circuit: measuredOn(2, [...spread, measure(0, 0), when([0], 1, [measure(1, 1)])]),
  },
  {
    name: 'repeat until success',
    circuit: measuredOn(2, [
      ...spread,
      measure(0, 0),
      { kind: 'while', condition: is([0], 1), body: [reset(0), gate('ry', 0, 0.9), measure(0, 0)] },
      cx(0, 1),
      measure(1, 1),
    ]),
  },
  {
    name: 'a loop that begins with an unmeasured bit',
    circuit: measuredOn(2, [
      ...spread,
      { kind: 'while', condition: is([0], 0), body: [gate('h', 0), measure(0, 0)] },
      cx(0, 1),
      measure(1, 1),
    ]),
  },
  {
    name: 'switch',
    circuit: measuredOn(3, [
      ...spread,
      measure(0, 0),
      measure(1, 1),
      {
        kind: 'switch',
        subject: { kind: 'bits', type: { kind: 'bits', width: 2 }, bits: [0, 1] },
        cases: [
          { values: [0, 3], body: [gate('x', 2)] },
          { values: [1], body: [gate('h', 2)] },
        ],
        otherwise: [gate('ry', 2, 0.4)],
      },
      measure(2, 2),
    ]),
  },
];

const inputsOfMeasured: readonly ExportCase[] = [
  {
    name: 'inputs and feedback',
    circuit: circuit(
      2,
      [gate('ry', 0, a), measure(0, 0), when([0], 1, [gate('ry', 1, combineAngles('add', a, b))]), measure(1, 1)],
      {
        bits: 2,
        parameters: ['theta', 'phi'],
      },
    ),
    values: [1.2, 0.5],
  },
];

/** Every form a circuit can have, one each, and random ones. */
export const exportCases: readonly ExportCase[] = [
  ...singleGates,
  ...matrices,
  ...parameterised,
  ...named,
  ...broadcasts,
  ...measured,
  ...inputsOfMeasured,
  ...sample(anyGates(3, 15), 40).map((operations, index) => ({
    name: `random gates ${index}`,
    circuit: circuit(3, operations),
  })),
  ...sample(anyMeasuredCircuit(3, 3), 60).map((input, index) => ({
    name: `random measurements ${index}`,
    circuit: input,
  })),
];
