import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import type { Circuit } from '#core/circuit/circuit.ts';
import { exportCircuit } from '#core/circuit/export/exportCircuit.ts';
import { simulate } from '#core/simulator/simulate.ts';
import type { SimulationOptions } from '#core/simulator/simulationOptions.ts';
import type { SimulationResult } from '#core/simulator/simulationResult.ts';
import { feedbackLanguageProgram, unitaryLanguageProgram } from '#test/support/programs/languagePrograms.ts';
import { openqasm2Program } from '#test/support/programs/openqasm2Programs.ts';
import { openqasm3Program } from '#test/support/programs/openqasm3Programs.ts';
import { type Amplitude, circuitOf, unitaryOf } from '#test/support/programUnitary.ts';
import { pythonEnvironment } from '#test/support/pythonEnvironment.ts';
import { simulationContext } from '#test/support/simulationContext.ts';

/** More than a thousand programs, each read by the product and by one of three other readers. */
interface Family {
  readonly reader: 'qasm2' | 'qasm3' | 'interpreter';
  readonly hasFeedback: boolean;
  readonly count: number;
  /** How many of the programs Aer runs as well. */
  readonly sampled: number;
  make(seed: number): string;
  /** What the product reads instead, where the others read something that was made of it. */
  origin?(seed: number): string;
}

const families = {
  gates2: {
    reader: 'qasm2',
    hasFeedback: false,
    count: 250,
    sampled: 0,
    make: (seed) => openqasm2Program(seed, false),
  },
  feedback2: {
    reader: 'qasm2',
    hasFeedback: true,
    count: 100,
    sampled: 20,
    make: (seed) => openqasm2Program(seed, true),
  },
  gates3: {
    reader: 'qasm3',
    hasFeedback: false,
    count: 250,
    sampled: 0,
    make: (seed) => openqasm3Program(seed, false),
  },
  feedback3: {
    reader: 'qasm3',
    hasFeedback: true,
    count: 100,
    sampled: 20,
    make: (seed) => openqasm3Program(seed, true),
  },
  unitaryLanguage: {
    reader: 'interpreter',
    hasFeedback: false,
    count: 150,
    sampled: 0,
    make: unitaryLanguageProgram,
  },
  feedbackLanguage: {
    reader: 'interpreter',
    hasFeedback: true,
    count: 150,
    sampled: 0,
    make: feedbackLanguageProgram,
  },
  exportedLanguage: {
    reader: 'interpreter',
    hasFeedback: true,
    count: 60,
    sampled: 0,
    make: (seed) => exportCircuit(circuitOf(feedbackLanguageProgram(seed)), 'qasm3').text ?? '',
    origin: feedbackLanguageProgram,
  },
} as const satisfies Record<string, Family>;

type FamilyName = keyof typeof families;

interface Answer {
  readonly error?: string;
  readonly unitary?: Amplitude[];
  readonly amplitudes?: Amplitude[];
  readonly distribution?: Readonly<Record<string, number>>;
  readonly counts?: Readonly<Record<string, number>>;
  readonly outcomes?: readonly (readonly [Readonly<Record<string, unknown>>, number])[];
}

/** Other programs than those of the test, and more, are compared by hand: see CONTRIBUTING.md. */
const firstSeed = Number(process.env['PROGRAMS_FROM_SEED'] ?? 0);
const times = Number(process.env['PROGRAMS_TIMES'] ?? 1);

const shots = 1000;
const programs = Object.entries<Family>(families).flatMap(
  ([family, { count, hasFeedback, make, origin, reader, sampled }]) =>
    Array.from({ length: count * times }, (_, index) => ({
      origin: origin?.(firstSeed + index),
      family,
      reader,
      hasFeedback,
      shots: index < sampled ? shots : 0,
      text: make(firstSeed + index),
    })),
);

let answers: Answer[];

beforeAll(async () => {
  const python = await pythonEnvironment();
  const script = fileURLToPath(new URL('reference.py', import.meta.url));
  const child = spawn(python, [script], { stdio: ['pipe', 'pipe', 'ignore'] });
  child.stdin.end(JSON.stringify({ programs }));
  answers = JSON.parse(await text(child.stdout)) as Answer[];
}, 300_000 * times);

/** Compares every program of a family with its answer; what differs is told with the program. */
function compare(name: FamilyName, isSame: (program: string, answer: Answer) => string | undefined): void {
  let compared = 0;
  const differences: string[] = [];
  programs.forEach(({ family, origin, text }, index) => {
    if (family !== name) return;
    const program = origin ?? text;
    const answer = answers[index] ?? { error: 'There is no answer.' };
    const difference = answer.error ?? isSame(program, answer);
    if (difference !== undefined) differences.push(`${difference}\n\n${program}`);
    compared++;
  });
  if (differences.length > 0)
    throw new Error(`${differences.length} programs differ.\n${differences.slice(0, 5).join('\n')}`);
  expect(compared).toBe(families[name].count * times);
}

function run(circuit: Circuit, options: Partial<SimulationOptions>): SimulationResult {
  return simulate(circuit, { shots: 0, seed: 0, ...options }, simulationContext);
}

function distance(actual: readonly Amplitude[], wanted: readonly Amplitude[]): number {
  return actual.reduce((worst, [re, im], index) => {
    const [otherRe, otherIm] = wanted[index] ?? [Number.NaN, Number.NaN];
    return Math.max(worst, Math.hypot(re - otherRe, im - otherIm));
  }, 0);
}

/** The first matrix with the global phase of the second, found at their largest common entry. */
function inPhase(actual: readonly Amplitude[], wanted: readonly Amplitude[]): Amplitude[] {
  const largest = actual.reduce((best, [re, im], index) => {
    const [otherRe, otherIm] = actual[best] ?? [0, 0];
    return Math.hypot(re, im) > Math.hypot(otherRe, otherIm) ? index : best;
  }, 0);
  const [a, b] = actual[largest] ?? [1, 0];
  const [c, d] = wanted[largest] ?? [1, 0];
  const size = a * a + b * b;
  const [re, im] = [(c * a + d * b) / size, (d * a - c * b) / size];
  return actual.map(([x, y]) => [x * re - y * im, x * im + y * re]);
}

test('OpenQASM 2 programs of gates have Qiskit’s unitary, up to the phase the language does not fix', () => {
  compare('gates2', (program, { unitary = [] }) => {
    const actual = unitaryOf(program).flat();
    const error = distance(inPhase(actual, unitary), unitary);
    return error < 1e-9 ? undefined : `The unitaries differ by ${error}.`;
  });
});

test('OpenQASM 3 programs of gates have Qiskit’s unitary, global phase included', () => {
  compare('gates3', (program, { unitary = [] }) => {
    const error = distance(unitaryOf(program).flat(), unitary);
    return error < 1e-9 ? undefined : `The unitaries differ by ${error}.`;
  });
});

test('OpenQASM 3 programs of everything without measurement have the amplitudes of an independent interpreter', () => {
  compare('unitaryLanguage', (program, { amplitudes = [] }) => {
    const error = distance(run(circuitOf(program), { amplitudes: true }).amplitudes ?? [], amplitudes);
    return error < 1e-9 ? undefined : `The amplitudes differ by ${error}.`;
  });
});

/** Probabilities by the bits in their order, as Qiskit numbers them. */
function distributionOf(circuit: Circuit): Map<string, number> {
  const { probabilities = {} } = run(circuit, { probabilities: true });
  return new Map(
    Object.entries(probabilities).map(([bits, value]) => [[...bits.replaceAll(' ', '')].reverse().join(''), value]),
  );
}

function differenceOf(actual: ReadonlyMap<string, number>, wanted: ReadonlyMap<string, number>): string | undefined {
  for (const outcome of new Set([...actual.keys(), ...wanted.keys()])) {
    const [found = 0, expected = 0] = [actual.get(outcome), wanted.get(outcome)];
    if (Math.abs(found - expected) > 1e-9) return `${outcome} has probability ${found}, not ${expected}.`;
  }
  return undefined;
}

test.each(['feedback2', 'feedback3'] as const)('%s programs have Qiskit’s exact distribution', (family) => {
  compare(family, (program, { distribution = {} }) =>
    differenceOf(distributionOf(circuitOf(program)), new Map(Object.entries(distribution))),
  );
});

test.each(['feedback2', 'feedback3'] as const)('%s programs are sampled by Aer as likely as calculated', (family) => {
  let sampled = 0;
  compare(family, (program, { counts }) => {
    if (!counts) return undefined;
    sampled++;
    const likely = distributionOf(circuitOf(program));
    const impossible = Object.keys(counts).find((bits) => (likely.get(bits) ?? 0) < 1e-9);
    if (impossible !== undefined) return `Aer found ${impossible}, which cannot happen.`;
    let squares = 0;
    for (const [bits, probability] of likely)
      squares += ((counts[bits] ?? 0) - shots * probability) ** 2 / (shots * probability);
    // With at most seven degrees of freedom, less than one in a million programs is beyond.
    return squares < 45 ? undefined : `Aer’s counts are unlikely: chi-squared is ${squares}.`;
  });
  expect(sampled).toBeGreaterThan(10);
});

test.each(['feedbackLanguage', 'exportedLanguage'] as const)(
  '%s programs return what an independent interpreter returns',
  (family) => {
    compare(family, (program, { outcomes: wanted = [] }) => {
      const circuit = circuitOf(program);
      const registers = (circuit.outputs ?? []).filter(({ value }) => value.kind === 'bits').map(({ name }) => name);
      const actual = new Map<string, number>();
      for (const { bits, probability = 0, values } of run(circuit, { probabilities: true }).outcomes ?? []) {
        const groups = bits.split(' ').reverse();
        const all = { ...values, ...Object.fromEntries(registers.map((name, index) => [name, groups[index]])) };
        add(actual, all, probability);
      }
      const expected = new Map<string, number>();
      for (const [values, probability] of wanted) add(expected, values, probability);
      return differenceOf(actual, expected);
    });
  },
);

/** Floats of both sides are close and not the same, for their functions round differently. */
function add(distribution: Map<string, number>, values: Readonly<Record<string, unknown>>, probability: number): void {
  const sorted = Object.entries(values).sort(([left], [right]) => (left < right ? -1 : 1));
  const key = JSON.stringify(sorted, (_, value: unknown) =>
    typeof value === 'number' && !Number.isInteger(value) ? Number(value.toFixed(6)) : value,
  );
  distribution.set(key, (distribution.get(key) ?? 0) + probability);
}
