import { expect, test } from 'vitest';
import { type CancellationSignal, neverCancelled } from '#core/base/cancellation.ts';
import { randomStream } from '#core/base/random.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import { CouplingMap, gridCouplings } from '#core/transpiler/couplingMap.ts';
import { gateBasis, usualBasis } from '#core/transpiler/gateBasis.ts';
import { transpilation, transpileCircuit } from '#core/transpiler/transpileCircuit.ts';
import { transpiledInTurns } from '#runner/transpiledInTurns.ts';
import { circuit, controlled, cx, gate } from '#test/support/circuitBuilder.ts';
import { misfits } from '#test/support/transpiledCircuits.ts';

/** Rotations and CX between any qubits. */
function randomCircuit(qubits: number, pairs: number): Circuit {
  const random = randomStream(3, 'pairs', qubits);
  const gates = Array.from({ length: pairs }, () => {
    const [one = 0, other = 1] = random.permutation(qubits);
    return [gate('ry', one, 6 * random.uniform()), cx(one, other)];
  });
  return circuit(qubits, gates.flat());
}

function grid(rows: number, columns: number) {
  return { basis: gateBasis(usualBasis), coupling: new CouplingMap(rows * columns, gridCouplings(rows, columns)) };
}

/** Steps take a few milliseconds each. */
function stepsOf(pairs: number): number {
  const work = transpilation(randomCircuit(36, pairs), grid(6, 6), { level: 2, seed: 1 });
  for (let count = 1; ; count++) if (work.next().done === true) return count;
}

test('four times as many gates are about four times as many steps', () => {
  const [some, more] = [stepsOf(600), stepsOf(2400)];
  expect(some).toBeGreaterThan(20);
  expect(more / some).toBeGreaterThan(3);
  expect(more / some).toBeLessThan(6);
});

test('a hundred qubits are fitted whose pairs are anywhere', async () => {
  const target = grid(10, 10);
  const result = await transpiledInTurns(randomCircuit(100, 300), target, { level: 3, seed: 1 }, neverCancelled);
  expect(misfits(result.circuit, target)).toEqual([]);
  expect(result.after.twoQubitGates).toBeLessThan(4000);
});

test('a circuit of a hundred qubits that is cancelled is given up at the next step', async () => {
  let asked = 0;
  const signal: CancellationSignal = {
    get isCancelled() {
      return ++asked >= 10;
    },
    onCancel: () => () => {},
  };
  const fitting = transpiledInTurns(randomCircuit(100, 4000), grid(10, 10), { level: 3, seed: 1 }, signal);
  await expect(fitting).rejects.toMatchObject({ reason: 'cancelled' });
  expect(asked).toBe(10);
});

test('a chain lies on a line of the device, where it needs no swap', () => {
  const chain = circuit(
    30,
    Array.from({ length: 29 }, (_, qubit) => cx(qubit, qubit + 1)),
  );
  const { after, swaps } = transpileCircuit(chain, grid(6, 6), { level: 2, seed: 1 });
  expect(swaps).toBe(0);
  expect(after.twoQubitGates).toBe(29);
});

test('a Fourier transform takes three CX a pair, swaps included, and its smallest rotations are left out', () => {
  const phase = (angle: number, one: number, other: number) => controlled(gate('p', other, angle), one);
  const transform = (qubits: number) =>
    circuit(
      qubits,
      Array.from({ length: qubits }, (_, target) => [
        gate('h', target),
        ...Array.from({ length: qubits - target - 1 }, (_step, step) =>
          phase(Math.PI / 2 ** (step + 1), target, target + step + 1),
        ),
      ]).flat(),
    );
  const { after } = transpileCircuit(transform(14), grid(5, 5), { level: 3, seed: 1 });
  expect(after.twoQubitGates).toBeLessThanOrEqual((3 * 14 * 13) / 2);
  const tiny = circuit(2, [phase(1e-8, 0, 1)]);
  expect(transpileCircuit(tiny, grid(1, 2), { level: 2, seed: 1 }).after.twoQubitGates).toBe(0);
});
