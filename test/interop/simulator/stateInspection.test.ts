import { expect, test } from 'vitest';
import * as z from 'zod';
import { type RandomStream, randomStream } from '#core/base/random.ts';
import type { Circuit, Operation } from '#core/circuit/circuit.ts';
import type { PauliSum } from '#core/circuit/observable.ts';
import type { StateInspection } from '#core/simulator/readout/stateInspection.ts';
import { circuit, controlled, gate, measure, reset, when } from '#test/support/circuitBuilder.ts';
import { inspectedState } from '#test/support/inspectedState.ts';
import { pythonAnswer } from '#test/support/pythonAnswer.ts';

const circuitCount = 50;
const digits = 9;

const answersSchema = z.array(
  z.object({
    /** The probability of each content of the bits, bit 0 leftmost, and the Bloch vectors there. */
    bits: z.record(z.string(), z.number()),
    blochOf: z.record(z.string(), z.array(z.array(z.number()))),
    chances: z.array(z.number()),
    bloch: z.array(z.array(z.number())),
    correlations: z.array(z.number()),
    mean: z.number(),
    variance: z.number(),
    amplitudes: z.array(z.tuple([z.number(), z.number()])).optional(),
  }),
);

const [plainGates, turningGates] = [['h', 'x', 's', 't'] as const, ['p', 'rx', 'ry', 'rz'] as const];

/** An operation as the product and as the script have it. */
interface Both {
  readonly ours: Operation;
  readonly theirs: unknown;
}

function randomGate(stream: RandomStream, qubits: number): Both {
  const target = stream.integerBelow(qubits);
  const other = stream.integerBelow(qubits);
  const turns = stream.uniform() < 0.6;
  const name = turns ? turningGates[stream.integerBelow(4)] : plainGates[stream.integerBelow(4)];
  const angle = 2 * Math.PI * (stream.uniform() - 0.5);
  const ours = gate(name ?? 'x', target, ...(turns ? [angle] : []));
  const theirs = { kind: 'gate', gate: name, target, ...(turns && { angle }) };
  if (other === target) return { ours, theirs };
  return { ours: controlled(ours, other), theirs: { ...theirs, control: other } };
}

function randomReading(stream: RandomStream, qubits: number, bits: number): Both {
  const qubit = stream.integerBelow(qubits);
  if (stream.uniform() < 0.3) return { ours: reset(qubit), theirs: { kind: 'reset', qubit } };
  const bit = stream.integerBelow(bits);
  return { ours: measure(qubit, bit), theirs: { kind: 'measure', qubit, bit } };
}

/** Every qubit is turned; then gates, and in two of three circuits up to five measurements, resets and what runs where a bit has a value. */
function randomOperations(stream: RandomStream, qubits: number, bits: number): Both[] {
  const isPure = stream.uniform() < 1 / 3;
  let readings = 5;
  const begin = Array.from({ length: qubits }, (_, qubit): Both => {
    const angle = 3 * stream.uniform();
    return { ours: gate('ry', qubit, angle), theirs: { kind: 'gate', gate: 'ry', target: qubit, angle } };
  });
  const rest = Array.from({ length: 12 + stream.integerBelow(14) }, () => {
    const drawn = stream.uniform();
    if (isPure || drawn < 0.7) return randomGate(stream, qubits);
    if (drawn < 0.9) return readings-- > 0 ? randomReading(stream, qubits, bits) : randomGate(stream, qubits);
    const [bit, value] = [stream.integerBelow(bits), stream.integerBelow(2)];
    const body = [randomGate(stream, qubits), randomGate(stream, qubits)];
    return {
      ours: when(
        [bit],
        value,
        body.map(({ ours }) => ours),
      ),
      theirs: { kind: 'when', bit, value, body: body.map(({ theirs }) => theirs) },
    };
  });
  return [...begin, ...rest];
}

function randomObservable(stream: RandomStream, qubits: number): PauliSum {
  const axes = ['X', 'Y', 'Z'] as const;
  const terms = Array.from({ length: 3 }, () => {
    const [first, second] = stream.permutation(qubits);
    const factors = [first, second].flatMap((qubit) => {
      const axis = axes[stream.integerBelow(3)];
      return qubit === undefined || axis === undefined ? [] : [{ qubit, axis }];
    });
    return { coefficient: 2 * stream.uniform() - 1, factors };
  });
  return { terms };
}

const inspect = (input: Circuit, observable: PauliSum, branch?: string) =>
  inspectedState(input, { outcomes: { kind: 'all', ...(branch !== undefined && { branch }) }, observable });

function expectVectors(found: StateInspection['bloch'], wanted: readonly (readonly number[])[] | undefined): void {
  for (const [qubit, vector] of (found ?? []).entries()) {
    for (const [axis, part] of vector.entries())
      expect(part).toBeCloseTo(wanted?.[qubit]?.[axis] ?? Number.NaN, digits);
  }
}

test('states of random circuits, with measurements and without, are those that NumPy finds', {
  timeout: 280_000,
}, async () => {
  const stream = randomStream(7, 'inspected');
  const cases = Array.from({ length: circuitCount }, () => {
    const [qubits, bits] = [2 + stream.integerBelow(5), 3];
    const operations = randomOperations(stream, qubits, bits);
    const observable = randomObservable(stream, qubits);
    const theirs = { qubits, bits, operations: operations.map((each) => each.theirs), observable };
    return {
      input: circuit(
        qubits,
        operations.map(({ ours }) => ours),
        { bits },
      ),
      observable,
      theirs,
    };
  });
  const question = cases.map(({ theirs }) => theirs);
  const answers = answersSchema.parse(await pythonAnswer('simulator/state_inspection.py', question));
  let mixtures = 0;
  for (const [place, { input, observable }] of cases.entries()) {
    const wanted = answers[place];
    if (wanted === undefined) throw new Error('An answer is missing.');
    const found = inspect(input, observable);
    const chances = new Map(found.rows.map(({ index, probability }) => [index, probability]));
    for (const [index, chance] of wanted.chances.entries()) expect(chances.get(index) ?? 0).toBeCloseTo(chance, digits);
    expectVectors(found.bloch, wanted.bloch);
    for (const [pair, value] of wanted.correlations.entries()) {
      expect(found.correlations?.[pair]).toBeCloseTo(value, 7);
    }
    expect(found.observable?.mean).toBeCloseTo(wanted.mean, digits);
    expect(found.observable?.variance).toBeCloseTo(wanted.variance, digits);
    for (const { amplitude, index } of wanted.amplitudes === undefined ? [] : found.rows) {
      const [re, im] = wanted.amplitudes?.[index] ?? [Number.NaN, Number.NaN];
      expect(amplitude?.re).toBeCloseTo(re, digits);
      expect(amplitude?.im).toBeCloseTo(im, digits);
    }
    const branches = found.branches?.all ?? [];
    if (branches.length > 1) mixtures++;
    for (const [text, probability] of found.branches === undefined ? [] : Object.entries(wanted.bits)) {
      const alike = branches.filter(({ bits }) => bits.join('') === text);
      expect(alike.reduce((sum, branch) => sum + branch.probability, 0)).toBeCloseTo(probability, digits);
      // Several states with the same bits are not told apart there.
      const [only, another] = alike;
      if (only !== undefined && another === undefined) {
        expectVectors(inspect(input, observable, only.key).bloch, wanted.blochOf[text]);
      }
    }
  }
  expect(mixtures).toBeGreaterThan(circuitCount / 3);
  expect(mixtures).toBeLessThan(circuitCount);
});
