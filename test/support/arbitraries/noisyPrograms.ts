import fc from 'fast-check';
import type { Circuit, GateName, Operation } from '#core/circuit/circuit.ts';
import { circuit, controlled, gate, measure, reset } from '#test/support/circuitBuilder.ts';

/** An operation as a Python reference reads it; `name` is Qiskit’s. */
export interface WrittenOperation {
  readonly name: string;
  readonly qubits: readonly number[];
  readonly parameters?: readonly number[];
  /** Of measurements and control flow. */
  readonly bit?: number;
  /** What the bit has to be for the body of a condition or a loop. */
  readonly value?: number;
  readonly body?: readonly WrittenOperation[];
  readonly otherwise?: readonly WrittenOperation[];
}

/** The qubits of these programs. */
export const noisyQubits = 3;

/** Bits that are read at the end, one for each qubit, and others for measurements before that. */
export const noisyBits = noisyQubits + 8;

/** Reads all qubits at the end, qubit j into bit j. */
export const readAll: readonly WrittenOperation[] = [0, 1, 2].map((qubit) => ({
  name: 'measure',
  qubits: [qubit],
  bit: qubit,
}));

const distinct = (count: number) => fc.shuffledSubarray([0, 1, 2], { minLength: count, maxLength: count });
const angle = fc.integer({ min: -3000, max: 3000 }).map((value) => value / 1000);

/** Names of gates by their parameters and qubits; all of them have an axis of their own but those with a `swap`. */
const gateNamesOf = {
  fixed: [
    { names: ['h', 'x', 'y', 'z', 's', 'sdg', 't', 'tdg', 'sx', 'sxdg', 'id'], size: 1 },
    { names: ['cx', 'cy', 'cz', 'ch', 'swap'], size: 2 },
    { names: ['ccx', 'cswap'], size: 3 },
  ],
  turning: [
    { names: ['rx', 'ry', 'rz', 'p'], size: 1 },
    { names: ['cp', 'crx', 'cry', 'rxx', 'ryy', 'rzz'], size: 2 },
  ],
} as const;

/** Any gate that Qiskit and noise models call by the same name. */
export const writtenGate: fc.Arbitrary<WrittenOperation> = fc.oneof(
  ...gateNamesOf.fixed.map(({ names, size }) =>
    fc
      .tuple(fc.constantFrom(...names), distinct(size))
      .map(([name, qubits]): WrittenOperation => ({ name, qubits, parameters: [] })),
  ),
  ...gateNamesOf.turning.map(({ names, size }) =>
    fc
      .tuple(fc.constantFrom(...names), angle, distinct(size))
      .map(([name, turn, qubits]): WrittenOperation => ({ name, qubits, parameters: [turn] })),
  ),
);

/** Gates that map Pauli products to Pauli products. */
export const writtenCliffordGate: fc.Arbitrary<WrittenOperation> = fc.oneof(
  fc
    .tuple(fc.constantFrom('h', 'x', 'y', 'z', 's', 'sdg', 'sx', 'id'), distinct(1))
    .map(([name, qubits]): WrittenOperation => ({ name, qubits, parameters: [] })),
  fc
    .tuple(fc.constantFrom('cx', 'cy', 'cz', 'swap'), distinct(2))
    .map(([name, qubits]): WrittenOperation => ({ name, qubits, parameters: [] })),
);

const writtenReset = distinct(1).map((qubits): WrittenOperation => ({ name: 'reset', qubits }));

/** Gates, and now and then a reset. */
export const writtenSteps = fc.array(fc.oneof({ weight: 7, arbitrary: writtenGate }, writtenReset), {
  minLength: 4,
  maxLength: 11,
});

/** What can happen in the middle of a program, besides the gates of `gates`. */
export type MiddleStep = 'measure' | 'reset' | 'if' | 'switch' | 'while';

/** Programs with measurements, resets and feedback in their middle. */
export function writtenProgram(
  gates: fc.Arbitrary<WrittenOperation>,
  middle: readonly MiddleStep[],
): fc.Arbitrary<readonly WrittenOperation[]> {
  const body = fc.array(gates, { minLength: 1, maxLength: 3 });
  const bit = fc.integer({ min: noisyQubits, max: noisyQubits + 1 });
  const value = fc.nat({ max: 1 });
  const steps: { readonly [Step in MiddleStep]: fc.Arbitrary<WrittenOperation> } = {
    measure: distinct(1).map((qubits) => ({ name: 'measure', qubits, bit: 0 })),
    reset: writtenReset,
    if: fc.tuple(bit, value, body, fc.array(gates, { maxLength: 2 })).map(([from, wanted, then, otherwise]) => ({
      name: 'if',
      qubits: [],
      bit: from,
      value: wanted,
      body: then,
      otherwise,
    })),
    switch: fc
      .tuple(bit, body, body)
      .map(([from, one, zero]) => ({ name: 'switch', qubits: [], bit: from, body: one, otherwise: zero })),
    while: fc.tuple(fc.integer({ min: 800, max: 2300 }), distinct(1), body).map(([turn, qubits, inner]) => ({
      name: 'while',
      qubits: [],
      bit: 0,
      value: 0,
      body: [...inner, { name: 'ry', qubits, parameters: [turn / 1000] }, { name: 'measure', qubits, bit: 0 }],
    })),
  };
  const first = fc.tuple(gates, gates, steps.measure).map((all): readonly WrittenOperation[] => all);
  const rest = fc.array(
    fc.oneof({ weight: 4, arbitrary: gates }, ...middle.map((step) => ({ weight: 1, arbitrary: steps[step] }))),
    { minLength: 4, maxLength: 9 },
  );
  return fc.tuple(first, rest).map(([start, end]) => withBits([...start, ...end]));
}

/**
 * Gives every measurement a bit of its own, for of measurements into the same bit Aer may apply the readout errors of all
 * to the last; leaves out measurements for which there is no bit, and all loops but the first, for every loop multiplies the
 * ways through the program.
 */
function withBits(written: readonly WrittenOperation[]): WrittenOperation[] {
  let next = noisyQubits;
  const loop = written.find(({ name }) => name === 'while');
  return written.flatMap((each): WrittenOperation[] => {
    if (each.name !== 'measure' && each.name !== 'while') return [each];
    if (next === noisyBits || (each.name === 'while' && each !== loop)) return [];
    const bit = next++;
    if (each.name === 'measure') return [{ ...each, bit }];
    const body = (each.body ?? []).map((inner) => (inner.name === 'measure' ? { ...inner, bit } : inner));
    return [{ ...each, bit, body }];
  });
}

const plain: Readonly<Record<string, { readonly gate: GateName; readonly controls: number }>> = {
  cx: { gate: 'x', controls: 1 },
  cy: { gate: 'y', controls: 1 },
  cz: { gate: 'z', controls: 1 },
  ch: { gate: 'h', controls: 1 },
  cp: { gate: 'p', controls: 1 },
  crx: { gate: 'rx', controls: 1 },
  cry: { gate: 'ry', controls: 1 },
  ccx: { gate: 'x', controls: 2 },
  cswap: { gate: 'swap', controls: 1 },
};

/** The circuit of a written program, with all bits or with none. */
export function writtenCircuit(written: readonly WrittenOperation[], bits: number): Circuit {
  return circuit(noisyQubits, written.map(operationOf), { bits });
}

function operationOf(written: WrittenOperation): Operation {
  const { bit = 0, body = [], name, otherwise = [], parameters = [], qubits, value = 0 } = written;
  const [first = 0] = qubits;
  switch (name) {
    case 'measure':
      return measure(first, bit);
    case 'reset':
      return reset(first);
    case 'if':
      return {
        kind: 'conditional',
        condition: { kind: 'compare', bits: [bit], operator: '==', value },
        body: body.map(operationOf),
        otherwise: otherwise.map(operationOf),
      };
    case 'while':
      return {
        kind: 'while',
        condition: { kind: 'compare', bits: [bit], operator: '==', value },
        body: body.map(operationOf),
      };
    case 'switch':
      return {
        kind: 'switch',
        subject: { kind: 'bits', type: { kind: 'bits', width: 1 }, bits: [bit] },
        cases: [{ values: [1], body: body.map(operationOf) }],
        otherwise: otherwise.map(operationOf),
      };
    default: {
      const known = plain[name] ?? { gate: name as GateName, controls: 0 };
      const placed = gate(known.gate, qubits.slice(known.controls), ...parameters);
      return controlled(placed, ...qubits.slice(0, known.controls));
    }
  }
}
