import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { azureFormat } from '#core/backends/azure/azureFormats.ts';
import type { Circuit, Operation, Register } from '#core/circuit/circuit.ts';
import { circuit, controlled, gate, measure } from '#test/support/circuitBuilder.ts';
import { type ProviderManners, providerPrograms } from '#test/support/emulators/azure/providerPrograms.ts';

/** A circuit that permutes basis states, with what its bits are in the end, computed by hand. */
interface Permuting {
  readonly circuit: Circuit;
  readonly key: string;
}

const names = ['c', 'ro', 'if', 'gate', 'X', 'measure', 'pi', 'q', 'out_1', 'BIT'];

/**
 * Random flips, swaps and controlled flips; qubits in any order into bits in any order, some of neither; bits divided into
 * registers of any names, or in none.
 */
const permuting: fc.Arbitrary<Permuting> = fc
  .record({ qubits: fc.integer({ min: 1, max: 5 }), bits: fc.integer({ min: 1, max: 6 }) })
  .chain(({ bits, qubits }) =>
    fc.record({
      qubits: fc.constant(qubits),
      bits: fc.constant(bits),
      steps: fc.array(
        fc.shuffledSubarray([...new Array(qubits).keys()], { minLength: 1, maxLength: Math.min(3, qubits) }),
        {
          maxLength: 12,
        },
      ),
      swaps: fc.boolean(),
      read: fc.shuffledSubarray([...new Array(qubits).keys()], { minLength: 1 }),
      into: fc.shuffledSubarray([...new Array(bits).keys()], { minLength: 1 }),
      cuts: fc.subarray([...new Array(bits).keys()].slice(1)),
      named: fc.shuffledSubarray(names, { minLength: 6 }),
      isLoose: fc.boolean(),
    }),
  )
  .map(({ bits, cuts, into, isLoose, named, qubits, read, steps, swaps }) => {
    const state = new Array<number>(qubits).fill(0);
    const operations: Operation[] = steps.map(([target = 0, ...controls]) => {
      const [other] = controls;
      if (swaps && other !== undefined && controls.length === 1) {
        [state[target], state[other]] = [state[other] ?? 0, state[target] ?? 0];
        return gate('swap', [target, other]);
      }
      if (controls.every((control) => state[control] === 1)) state[target] = 1 - (state[target] ?? 0);
      return controlled(gate('x', target), ...controls);
    });
    const key = new Array<number>(bits).fill(0);
    for (const [index, qubit] of read.slice(0, into.length).entries()) {
      const bit = into[index] ?? 0;
      operations.push(measure(qubit, bit));
      key[bits - 1 - bit] = state[qubit] ?? 0;
    }
    const starts = [0, ...cuts];
    const registers = starts.map((start, index): Register => {
      return { name: named[index] ?? 'r', start, size: (starts[index + 1] ?? bits) - start };
    });
    const made = { ...circuit(qubits, operations, { bits }), bitRegisters: isLoose ? registers.slice(1) : registers };
    return { circuit: made, key: key.join('') };
  });

let programs: Readonly<Record<string, ProviderManners>>;
beforeAll(async () => {
  programs = await providerPrograms();
});

describe.each(['ionq', 'quantinuum', 'rigetti'] as const)('circuits for %s', (family) => {
  test('come back with every bit in its place', () => {
    fc.assert(
      fc.property(permuting, ({ circuit: sent, key }) => {
        const format = azureFormat(family);
        const text = format.write(sent);
        const result = programs[family]?.run({ target: `${family}.sim.h2-1e`, text, shots: 3, seed: 'a' });
        expect(format.read(JSON.stringify(result), sent)?.probabilities).toEqual({ [key]: 1 });
      }),
      { numRuns: 60 },
    );
  });
});
