import { type RandomStream, randomStream } from '#core/base/random.ts';
import type { Circuit, GateOperation } from '#core/circuit/circuit.ts';
import { gateOperation } from '#core/circuit/gateOperation.ts';
import { ringCouplings } from '#core/transpiler/couplingMap.ts';

/** The circuits that are fitted, by their names and number of qubits; equal each time. */
export const namedCircuits: Readonly<Record<string, (qubits: number) => Circuit>> = {
  GHZ: (qubits) => circuitOf(qubits, [gateOperation('h', [], [0]), ...chain(qubits)]),
  QFT: (qubits) => circuitOf(qubits, fourier(qubits)),
  'QAOA on a ring': (qubits) => circuitOf(qubits, alternating(qubits, ringCouplings(qubits))),
  'QAOA on any pairs': (qubits) => circuitOf(qubits, alternating(qubits, randomPairs(qubits))),
  'VQE ansatz': (qubits) => circuitOf(qubits, ansatz(qubits)),
  'quantum volume': (qubits) => circuitOf(qubits, volume(qubits, randomStream(1, 'volume', qubits))),
  random: (qubits) => circuitOf(qubits, randomGates(qubits, randomStream(1, 'gates', qubits))),
};

function circuitOf(qubitCount: number, operations: readonly GateOperation[]): Circuit {
  const qubitRegisters = [{ name: 'q', start: 0, size: qubitCount }];
  return { qubitCount, bitCount: 0, qubitRegisters, bitRegisters: [], parameters: [], operations };
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

function cx(control: number, target: number): GateOperation {
  return gateOperation('x', [], [target], [control]);
}

function chain(qubits: number): GateOperation[] {
  return range(qubits - 1).map((qubit) => cx(qubit, qubit + 1));
}

function fourier(qubits: number): GateOperation[] {
  return range(qubits).flatMap((target) => [
    gateOperation('h', [], [target]),
    ...range(qubits - target - 1).map((step) =>
      gateOperation('p', [Math.PI / 2 ** (step + 1)], [target], [target + step + 1]),
    ),
  ]);
}

/** Two layers. */
function alternating(qubits: number, pairs: readonly (readonly [number, number])[]): GateOperation[] {
  const layer = (angle: number) => [
    ...pairs.map(([one, other]) => gateOperation('rzz', [angle], [one, other])),
    ...range(qubits).map((qubit) => gateOperation('rx', [2 * angle], [qubit])),
  ];
  return [...range(qubits).map((qubit) => gateOperation('h', [], [qubit])), ...layer(0.4), ...layer(0.7)];
}

/** One and a half for each qubit. */
function randomPairs(qubits: number): (readonly [number, number])[] {
  const random = randomStream(1, 'pairs', qubits);
  return range(Math.floor(1.5 * qubits)).map(() => {
    const [one = 0, other = 1] = random.permutation(qubits);
    return [one, other];
  });
}

/** Rotations and a chain of CX, three times. */
function ansatz(qubits: number): GateOperation[] {
  return range(3).flatMap((layer) => [
    ...range(qubits).flatMap((qubit) => [
      gateOperation('ry', [0.1 + layer + 0.2 * qubit], [qubit]),
      gateOperation('rz', [0.3 + layer - 0.1 * qubit], [qubit]),
    ]),
    ...chain(qubits),
  ]);
}

/** As many layers as qubits, at most ten, of any gates on pairs of all qubits: three CX between rotations. */
function volume(qubits: number, random: RandomStream): GateOperation[] {
  return range(Math.min(qubits, 10)).flatMap(() => {
    const order = random.permutation(qubits);
    return range(Math.floor(qubits / 2)).flatMap((pair) => {
      const [one = 0, other = 1] = order.slice(2 * pair, 2 * pair + 2);
      const turns = () => [one, other].map((qubit) => rotation(qubit, random));
      return [...turns(), cx(one, other), ...turns(), cx(other, one), ...turns(), cx(one, other), ...turns()];
    });
  });
}

/** Ten gates for each qubit, every third between two. */
function randomGates(qubits: number, random: RandomStream): GateOperation[] {
  return range(10 * qubits).map((index) => {
    const [one = 0, other = 1] = random.permutation(qubits);
    return index % 3 === 0 ? cx(one, other) : rotation(one, random);
  });
}

function rotation(qubit: number, random: RandomStream): GateOperation {
  return gateOperation(
    'u',
    [0, 1, 2].map(() => 2 * Math.PI * random.uniform()),
    [qubit],
  );
}
