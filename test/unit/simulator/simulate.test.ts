import { describe, expect, it } from 'vitest';
import { CancellationSource } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import { parameterAngle } from '#core/circuit/angle.ts';
import type { Circuit, Operation } from '#core/circuit/circuit.ts';
import { simulate } from '#core/simulator/simulate.ts';
import type { SimulationOptions } from '#core/simulator/simulationOptions.ts';
import type { SimulationResult } from '#core/simulator/simulationResult.ts';
import { circuit, controlled, cx, gate, measure, measureAll, reset, when } from '#test/support/circuitBuilder.ts';
import { simulationContext } from '#test/support/simulationContext.ts';

function run(input: Circuit, options: Partial<SimulationOptions> = {}): SimulationResult {
  return simulate(input, { shots: 1000, seed: 7, ...options }, simulationContext);
}

function exactly(input: Circuit): Readonly<Record<string, number>> {
  return run(input, { shots: 0, probabilities: true }).probabilities ?? {};
}

function expectProbabilities(input: Circuit, wanted: Record<string, number>): void {
  const found = exactly(input);
  expect(Object.keys(found).toSorted()).toEqual(Object.keys(wanted).toSorted());
  for (const [bits, probability] of Object.entries(wanted)) expect(found[bits]).toBeCloseTo(probability, 12);
}

function failureOf(work: () => unknown): Failure {
  try {
    work();
  } catch (thrown) {
    if (thrown instanceof Failure) return thrown;
    throw thrown;
  }
  throw new Error('It did not fail.');
}

const ghz = (qubits: number): Operation[] => [
  gate('h', 0),
  ...Array.from({ length: qubits - 1 }, (_, qubit) => cx(qubit, qubit + 1)),
];

describe('closed forms', () => {
  it('GHZ on 12 qubits', () => {
    expectProbabilities(circuit(12, ghz(12)), { [`${'0'.repeat(12)}`]: 0.5, [`${'1'.repeat(12)}`]: 0.5 });
  });

  it('the Fourier transform of a basis state has equal magnitudes and linear phases', () => {
    const qubits = 5;
    const state = 11;
    const operations: Operation[] = [];
    for (let qubit = 0; qubit < qubits; qubit++) if ((state >> qubit) & 1) operations.push(gate('x', qubit));
    for (let qubit = qubits - 1; qubit >= 0; qubit--) {
      operations.push(gate('h', qubit));
      for (let lower = qubit - 1; lower >= 0; lower--) {
        operations.push(controlled(gate('p', qubit, Math.PI / 2 ** (qubit - lower)), lower));
      }
    }
    operations.push(gate('swap', [0, 4]), gate('swap', [1, 3]));
    const { amplitudes = [] } = run(circuit(qubits, operations), { amplitudes: true });
    amplitudes.forEach(([re, im], index) => {
      const angle = (2 * Math.PI * state * index) / 2 ** qubits;
      expect(re).toBeCloseTo(Math.cos(angle) / Math.sqrt(32), 12);
      expect(im).toBeCloseTo(Math.sin(angle) / Math.sqrt(32), 12);
    });
    expect(amplitudes.length).toBe(32);
  });

  it('Grover finds the marked state of three qubits with its textbook probability', () => {
    const all = [0, 1, 2];
    const oracle = [controlled(gate('z', 0), 1, { qubit: 2, value: 0 })];
    const diffusion = [
      ...all.map((qubit) => gate('h', qubit)),
      ...all.map((qubit) => gate('x', qubit)),
      controlled(gate('z', 0), 1, 2),
      ...all.map((qubit) => gate('x', qubit)),
      ...all.map((qubit) => gate('h', qubit)),
    ];
    const round = [...oracle, ...diffusion];
    const found = exactly(circuit(3, [...all.map((qubit) => gate('h', qubit)), ...round, ...round]));
    expect(found['011']).toBeCloseTo(Math.sin(5 * Math.asin(1 / Math.sqrt(8))) ** 2, 12);
  });
});

describe('bit strings', () => {
  it('show the bits with the highest index on the left, the last register leftmost', () => {
    const input: Circuit = {
      ...circuit(3, [gate('x', 0), gate('x', 2), measure(0, 0), measure(1, 1), measure(2, 2)], { bits: 3 }),
      bitRegisters: [
        { name: 'low', start: 0, size: 2 },
        { name: 'high', start: 2, size: 1, scalar: true },
      ],
    };
    expect(run(input).counts).toEqual({ '1 01': 1000 });
  });

  it('show all qubits when nothing is measured', () => {
    const input: Circuit = {
      ...circuit(3, [gate('x', 0), gate('x', 2)]),
      qubitRegisters: [
        { name: 'a', start: 0, size: 1 },
        { name: 'b', start: 1, size: 2 },
      ],
    };
    expect(run(input).counts).toEqual({ '10 1': 1000 });
  });

  it('leave bits that are never written 0', () => {
    expect(run(circuit(2, [gate('x', 1), measure(1, 2)], { bits: 4 })).counts).toEqual({ '0100': 1000 });
  });

  it('show the last value written to a bit', () => {
    expect(run(circuit(2, [gate('x', 1), measure(1, 0), measure(0, 0)], { bits: 1 })).counts).toEqual({ '0': 1000 });
    expect(run(circuit(1, [measure(0, 0), gate('x', 0), measure(0, 0)], { bits: 1 })).counts).toEqual({ '1': 1000 });
  });
});

describe('shots', () => {
  const bell = circuit(2, [...ghz(2), ...measureAll(2)], { bits: 2 });

  it('are the same for the same seed and others for another', () => {
    expect(run(bell).counts).toEqual(run(bell).counts);
    expect(run(bell, { seed: 8 }).counts).not.toEqual(run(bell).counts);
  });

  it('stay the numbers they were in earlier versions', () => {
    expect(run(bell, { seed: 2026 }).counts).toEqual({ '00': 477, '11': 523 });
  });

  it('may be millions', () => {
    const { counts } = run(circuit(3, [gate('ry', 0, 1), gate('h', 1), gate('h', 2)]), { shots: 3_000_000 });
    expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(3_000_000);
    const expected = (3_000_000 * Math.cos(0.5) ** 2) / 4;
    for (const bits of ['000', '010', '100', '110']) {
      // Five standard deviations.
      expect(Math.abs((counts[bits] ?? 0) - expected)).toBeLessThan(5 * Math.sqrt(expected));
    }
  });

  it.each([-1, 1.5, Number.NaN, 1e12])('refuse %s as their number', (shots) => {
    expect(failureOf(() => run(bell, { shots })).reason).toBe('invalid-input');
  });
});

describe('what depends on measured values', () => {
  it('teleports a state', () => {
    const theta = 1.2;
    const input = circuit(
      3,
      [
        gate('ry', 0, theta),
        gate('h', 1),
        cx(1, 2),
        cx(0, 1),
        gate('h', 0),
        measure(0, 0),
        measure(1, 1),
        when([1], 1, [gate('x', 2)]),
        when([0], 1, [gate('z', 2)]),
        gate('ry', 2, -theta),
        measure(2, 2),
      ],
      { bits: 3 },
    );
    expectProbabilities(input, { '000': 0.25, '001': 0.25, '010': 0.25, '011': 0.25 });
    const { counts } = run(input, { shots: 4000 });
    expect(Object.keys(counts).toSorted()).toEqual(['000', '001', '010', '011']);
    for (const count of Object.values(counts)) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });

  it('resets a qubit and what it was entangled with keeps its value', () => {
    expectProbabilities(circuit(2, [...ghz(2), reset(0), ...measureAll(2)], { bits: 2 }), { '00': 0.5, '10': 0.5 });
  });

  it('measures a qubit again after a gate', () => {
    const input = circuit(1, [gate('h', 0), measure(0, 0), gate('h', 0), measure(0, 1)], { bits: 2 });
    expectProbabilities(input, { '00': 0.25, '01': 0.25, '10': 0.25, '11': 0.25 });
  });

  it('a discarded measurement still disturbs', () => {
    expectProbabilities(circuit(1, [gate('h', 0), gate('h', 0), measure(0, 0)], { bits: 1 }), { '0': 1 });
    expectProbabilities(circuit(1, [gate('h', 0), measure(0), gate('h', 0), measure(0, 0)], { bits: 1 }), {
      '0': 0.5,
      '1': 0.5,
    });
  });

  it('takes the other branch, compares integers and nests', () => {
    const flip = (bits: number[], operator: '<' | '>=', value: number, target: number, other: number): Operation => ({
      kind: 'conditional',
      condition: {
        kind: 'and',
        left: { kind: 'compare', bits, operator, value },
        right: { kind: 'not', operand: { kind: 'compare', bits: [3], operator: '==', value: 1 } },
      },
      body: [gate('x', target), when([0], 1, [gate('x', target)])],
      otherwise: [gate('x', other)],
    });
    const input = circuit(
      4,
      [
        gate('x', 1),
        measure(0, 0),
        measure(1, 1),
        flip([0, 1], '>=', 2, 2, 3),
        measure(2, 2),
        flip([0, 1], '<', 2, 0, 3),
        measure(3, 3),
      ],
      { bits: 4 },
    );
    expect(run(input).counts).toEqual({ '1110': 1000 });
  });

  it('has no amplitudes', () => {
    const input = circuit(1, [gate('h', 0), measure(0, 0), gate('h', 0)], { bits: 1 });
    expect(failureOf(() => run(input, { amplitudes: true })).reason).toBe('unsupported');
  });

  it('refuses exact probabilities when there are too many ways through', () => {
    const operations = Array.from({ length: 13 }, (_, bit) => [gate('h', 0), measure(0, bit)]).flat();
    const input = circuit(1, [...operations, gate('h', 0)], { bits: 13 });
    expect(failureOf(() => run(input, { shots: 0, probabilities: true })).reason).toBe('too-large');
    const { counts } = run(input, { shots: 20_000 });
    expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(20_000);
  });
});

describe('limits', () => {
  it('says how wide a circuit may be before asking for memory', () => {
    const failure = failureOf(() => run(circuit(40, [gate('h', 39)]), { method: 'statevector' }));
    expect(failure.reason).toBe('too-large');
    expect(failure.message).toBe(
      'The circuit has 40 qubits, and the embedded simulator holds the state of at most 27 (2 GiB; 40 would need 16 TiB).',
    );
    expect(failure.advice).toBeDefined();
  });

  it('refuses options that the chosen method does not know', () => {
    const bell = circuit(2, ghz(2));
    for (const options of [{ bondLimit: 4 }, { truncationThreshold: 1e-8 }]) {
      for (const method of ['statevector', 'stabilizer', 'density', 'trajectories'] as const) {
        const { advice, message, reason } = failureOf(() => run(bell, { ...options, method }));
        expect(reason).toBe('invalid-input');
        expect(message).toContain(method);
        expect(advice).toContain('mps');
      }
      expect(run(bell, { ...options, method: 'mps' }).method).toBe('mps');
      expect(run(bell, options).method).toBe('statevector');
    }
    for (const method of ['stabilizer', 'density', 'mps'] as const) {
      const failure = failureOf(() => run(bell, { precision: 'single', method }));
      expect(failure).toMatchObject({ reason: 'invalid-input', message: expect.stringContaining(method) });
    }
    for (const method of ['statevector', 'trajectories', 'auto'] as const) {
      expect(run(bell, { precision: 'single', method }).precision).toBe('single');
    }
  });

  it('lists probabilities and amplitudes of at most 20 qubits', () => {
    expect(failureOf(() => run(circuit(21, []), { probabilities: true })).reason).toBe('too-large');
    expect(failureOf(() => run(circuit(21, []), { amplitudes: true })).reason).toBe('too-large');
  });

  it('wants every parameter bound to a number', () => {
    const input = circuit(1, [gate('rx', 0, parameterAngle(0))], { parameters: ['theta'] });
    expect(failureOf(() => run(input)).reason).toBe('invalid-input');
    expect(failureOf(() => run(input, { bindings: [Number.NaN] })).message).toContain("'theta'");
    expect(run(input, { bindings: [Math.PI] }).counts).toEqual({ '1': 1000 });
  });

  it('stops when cancelled', () => {
    const source = new CancellationSource();
    let looks = 0;
    const signal = {
      onCancel: source.signal.onCancel,
      get isCancelled() {
        looks++;
        return looks > 5;
      },
    };
    const input = circuit(
      16,
      Array.from({ length: 100 }, (_, index) => gate('ry', index % 16, 0.1)),
    );
    const failure = failureOf(() => simulate(input, { shots: 10, seed: 1 }, { ...simulationContext, signal }));
    expect(failure.reason).toBe('cancelled');
    expect(looks).toBe(6);
  });
});

it('reports the shape of the circuit', () => {
  const result = run(circuit(2, [...ghz(2), ...measureAll(2)], { bits: 2 }));
  expect(result).toMatchObject({ method: 'statevector', qubits: 2, bits: 2, shots: 1000, seed: 7, depth: 3, gates: 2 });
});
