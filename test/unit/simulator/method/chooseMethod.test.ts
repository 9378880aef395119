import { describe, expect, it, test } from 'vitest';
import { Failure } from '#core/base/failure.ts';
import type { Operation } from '#core/circuit/circuit.ts';
import { bondExponent } from '#core/simulator/method/bondEstimate.ts';
import { chooseMethod, type MethodName, type MethodRequest, methodNames } from '#core/simulator/method/chooseMethod.ts';
import { type CircuitFacts, circuitFacts } from '#core/simulator/method/circuitFacts.ts';
import { circuit, controlled, cx, gate, measure, when } from '#test/support/circuitBuilder.ts';

const request = (changes: Partial<MethodRequest> = {}): MethodRequest => ({
  method: 'auto',
  precision: 'double',
  shots: 1024,
  noise: 'none',
  wantsAmplitudes: false,
  wantsState: false,
  ...changes,
});

const clifford = (qubits: number, bondExponent = 1): CircuitFacts => ({
  qubits,
  gates: 10,
  bondExponent: () => bondExponent,
});
const general = (qubits: number, bondExponent = qubits / 2): CircuitFacts => ({
  ...clifford(qubits, bondExponent),
  nonClifford: { name: 'rx' },
});

describe('auto', () => {
  const table: readonly [string, CircuitFacts, Partial<MethodRequest>, MethodName, RegExp][] = [
    ['a small Clifford circuit', clifford(2), {}, 'statevector', /^2 qubits fit .* fastest for circuits this small/],
    ['one qubit', clifford(1), {}, 'statevector', /^One qubit fits/],
    ['a Clifford circuit of 16 qubits', clifford(16, 8), {}, 'stabilizer', /^All gates are Clifford gates/],
    ['thousands of qubits', clifford(5000, 2500), { wantsState: true }, 'stabilizer', /^All gates are Clifford/],
    ['amplitudes of it', clifford(20, 10), { wantsAmplitudes: true }, 'statevector', /amplitudes that are asked for/],
    ['other gates', general(20), {}, 'statevector', /^20 qubits fit .* rx is no Clifford gate/],
    ['the widest in double precision', general(27), {}, 'statevector', /^27 qubits fit/],
    ['the widest in single precision', general(28), { precision: 'single' }, 'statevector', /^28 qubits fit/],
    ['wide and little entangled', general(60, 6), {}, 'mps', /^The circuit has 60 qubits .* bond dimension of 64\.$/],
    ['a bit narrower, hardly entangled', general(25, 3), {}, 'mps', /bond dimension of 8/],
    ['a bit narrower, more entangled', general(25, 8), {}, 'statevector', /^25 qubits fit/],
    ['narrow, hardly entangled', general(20, 1), {}, 'statevector', /^20 qubits fit/],
    ['amplitudes of a wide Clifford circuit', clifford(50, 1), { wantsAmplitudes: true }, 'mps', /dimension of 2\.$/],
    ['little memory', general(24, 4), { memoryLimit: 2 ** 20 }, 'mps', /bond dimension of 16/],
    ['noise, narrow', general(4), { noise: 'general' }, 'density', /density matrix of 4 qubits is exact and cheaper/],
    ['Pauli noise, other gates', general(10), { noise: 'pauli' }, 'density', /10 qubits is exact/],
    ['noise, few shots', general(11), { noise: 'general' }, 'trajectories', /each of 1024 shots is cheaper/],
    ['noise, many shots', general(12), { noise: 'general', shots: 10_000 }, 'density', /12 qubits is exact/],
    ['noise, exact values', general(12), { noise: 'general', wantsState: true }, 'density', /12 qubits is exact\.$/],
    ['noise, wide', general(20), { noise: 'general' }, 'trajectories', /20 qubits are more than the 12/],
    ['Pauli noise on Clifford gates', clifford(30), { noise: 'pauli' }, 'stabilizer', /Pauli frames/],
    ['its shots one by one', clifford(30), { noise: 'pauli-by-shots' }, 'stabilizer', /a tableau samples shot by shot/],
    ['a few qubits of it', clifford(8), { noise: 'pauli-by-shots' }, 'density', /8 qubits is exact/],
    ['exact values of it', clifford(8), { noise: 'pauli', wantsState: true }, 'density', /8 qubits is exact/],
    [
      'its state, wide',
      clifford(30),
      { noise: 'pauli', wantsState: true },
      'stabilizer',
      /state of each of 1024 shots/,
    ],
    [
      'the state of those',
      clifford(20),
      { noise: 'pauli-by-shots', wantsState: true },
      'stabilizer',
      /state of each of 1024 shots/,
    ],
    ['other noise on Clifford gates', clifford(18), { noise: 'general' }, 'trajectories', /18 qubits are more/],
  ];

  it.each(table)('%s', (_, facts, changes, method, why) => {
    const choice = chooseMethod(facts, request(changes));
    expect(choice.method).toBe(method);
    expect(choice.why).toMatch(why);
    expect(choice.why).toMatch(/^[^.]+\.$/);
    // What it chooses can be asked for.
    expect(chooseMethod(facts, request({ ...changes, method })).method).toBe(method);
  });

  it.each([
    [
      general(40, 20),
      {},
      'No method simulates this circuit of 40 qubits: a state vector holds at most 27, rx is no Clifford gate for a tableau, and the bond dimension of a matrix product state may reach 2^20.',
    ],
    [general(28, 14), {}, 'a state vector holds at most 27'],
    [clifford(40, 20), { wantsAmplitudes: true }, 'a tableau has no amplitudes'],
    [general(40, 20), { noise: 'general' }, 'a state vector holds at most 27, and rx is no Clifford gate'],
    [clifford(40, 20), { noise: 'general' }, 'only counts of Pauli noise fit a tableau'],
  ] as const)('says why nothing fits: %o %o', (facts, changes, message) => {
    const failure = failureOf(() => chooseMethod(facts, request(changes)));
    expect(failure.reason).toBe('too-large');
    expect(failure.message).toContain(message);
    expect(failure.advice).toMatch(/^Use .*\.$/);
  });

  it('has no amplitudes with noise, and says so', () => {
    for (const noise of ['pauli', 'pauli-by-shots', 'general'] as const) {
      const failure = failureOf(() => chooseMethod(clifford(4), request({ noise, wantsAmplitudes: true })));
      expect(failure).toMatchObject({ reason: 'unsupported', message: expect.stringContaining('noise') });
      expect(failure.advice).toContain('probabilities');
    }
  });

  it('offers single precision where that is enough', () => {
    expect(failureOf(() => chooseMethod(general(28), request())).advice).toContain('single precision');
    expect(failureOf(() => chooseMethod(general(29), request())).advice).not.toContain('single precision');
  });
});

describe('a method that was chosen', () => {
  it.each<[MethodName, CircuitFacts, Partial<MethodRequest>, string, RegExp]>([
    ['statevector', general(28), {}, 'too-large', /28 qubits, .* at most 27 \(2 GiB; 28 would need 4 GiB\)/],
    ['statevector', general(3), { noise: 'pauli' }, 'unsupported', /the noise makes states that are not/],
    ['mps', general(3), { noise: 'pauli' }, 'unsupported', /the noise makes states that are not/],
    ['stabilizer', general(3), {}, 'unsupported', /rx is none/],
    ['stabilizer', clifford(3), { noise: 'general' }, 'unsupported', /Pauli noise only/],
    ['density', general(13), {}, 'too-large', /13 qubits, .* at most 12/],
    ['density', general(3), { wantsAmplitudes: true }, 'unsupported', /no amplitudes/],
    ['trajectories', general(3), { wantsAmplitudes: true }, 'unsupported', /no amplitudes/],
    ['trajectories', general(30), {}, 'too-large', /at most 27/],
  ])('%s is refused: %o %o', (method, facts, changes, reason, message) => {
    const failure = failureOf(() => chooseMethod(facts, request({ ...changes, method })));
    expect(failure).toMatchObject({ reason, message: expect.stringMatching(message) });
    expect(failure.advice).toMatch(/^(Use|Leave) .*\.$/);
  });

  it('is refused with advice that fits what is asked', () => {
    const adviceOn = (method: MethodName, qubits: number, changes: Partial<MethodRequest> = {}) =>
      failureOf(() => chooseMethod(general(qubits), request({ ...changes, method }))).advice;
    expect(adviceOn('statevector', 28)).toContain('single precision');
    expect(adviceOn('statevector', 28)).toContain('mps');
    expect(adviceOn('statevector', 29)).not.toContain('single precision');
    expect(adviceOn('statevector', 29, { precision: 'single' })).not.toContain('single precision');
    // Matrix product states are without noise.
    expect(adviceOn('trajectories', 30, { noise: 'general' })).not.toContain('mps');
    expect(adviceOn('trajectories', 30, { noise: 'general' })).toContain('Pauli noise');
  });

  it('is used where it can be', () => {
    for (const method of methodNames) {
      expect(chooseMethod(clifford(3), request({ method }))).toEqual({ method, why: 'It was asked for.' });
    }
  });
});

describe('facts of circuits', () => {
  const bondOf = (qubits: number, operations: readonly Operation[]) =>
    circuitFacts(circuit(qubits, operations)).bondExponent();

  test('the first gate that is no Clifford gate, also in bodies, whatever its name', () => {
    expect(circuitFacts(circuit(2, [gate('h', 0), cx(0, 1), gate('rz', 0, Math.PI / 2)]))).not.toHaveProperty(
      'nonClifford',
    );
    expect(circuitFacts(circuit(2, [gate('h', 0), gate('rz', 0, 0.3), gate('t', 1)])).nonClifford?.name).toBe('rz');
    expect(circuitFacts(circuit(3, [controlled(gate('x', 0), 1, 2)])).nonClifford?.name).toBe('ccx');
    const inside = [measure(0, 0), when([0], 1, [gate('t', 1)])];
    expect(circuitFacts(circuit(2, inside, { bits: 1 }))).toMatchObject({ gates: 1, nonClifford: { name: 't' } });
    expect(circuitFacts(circuit(1, [gate('gphase', [], 0.3)]))).not.toHaveProperty('nonClifford');
  });

  test('the bond of product states and of GHZ states', () => {
    expect(
      bondOf(
        10,
        Array.from({ length: 10 }, (_, qubit) => gate('h', qubit)),
      ),
    ).toBe(0);
    expect(bondOf(50, [gate('h', 0), ...Array.from({ length: 49 }, (_, qubit) => cx(qubit, qubit + 1))])).toBe(1);
  });

  test('the bond grows with the layers of a brickwork and stops at half of the qubits', () => {
    const layers = (count: number): Operation[] =>
      Array.from({ length: count }, (_, layer) =>
        Array.from({ length: 4 }, (_unused, pair) =>
          cx((2 * pair + (layer % 2)) % 8, (2 * pair + 1 + (layer % 2)) % 8),
        ).slice(0, 4 - (layer % 2)),
      ).flat();
    expect(bondOf(8, layers(2))).toBe(1);
    expect(bondOf(8, layers(6))).toBe(3);
    expect(bondOf(8, layers(60))).toBe(4);
  });

  test('gates repeated on the same qubits count as one gate, gates over a cut count there', () => {
    const repeated = Array.from({ length: 9 }, () => gate('rzz', [0, 1], 0.1));
    expect(bondOf(4, [cx(2, 3), ...repeated])).toBe(1);
    const nested = [cx(0, 5), cx(1, 4), cx(2, 3)];
    expect(bondExponent(nested, 6)).toBe(3);
    // Matrix product states put partners beside each other.
    expect(bondExponent(nested, 6, [0, 5, 1, 4, 2, 3])).toBe(1);
    expect(bondOf(6, nested)).toBe(1);
    expect(bondOf(4, [gate('swap', [1, 2]), gate('h', 1)])).toBe(1);
    expect(bondOf(5, [cx(0, 1), cx(3, 4), controlled(gate('x', 2), 0, 4)])).toBe(1);
  });
});

function failureOf(work: () => unknown): Failure {
  try {
    work();
  } catch (thrown) {
    if (thrown instanceof Failure) return thrown;
    throw thrown;
  }
  throw new Error('It did not fail.');
}
