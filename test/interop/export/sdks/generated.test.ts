import { beforeAll, describe, expect, test } from 'vitest';
import { classicalProgram } from '#test/support/programs/classicalPrograms.ts';
import { unitaryLanguageProgram } from '#test/support/programs/languagePrograms.ts';
import { openqasm3Program } from '#test/support/programs/openqasm3Programs.ts';
import { unusualPrograms } from '#test/support/programs/unusualPrograms.ts';
import { circuitOf } from '#test/support/programUnitary.ts';
import type { ExportCase } from './exportCases.ts';
import { runCases, type Sdk, type SdkRun, sdks } from './sdkAnswers.ts';
import { expectOutcomes, expectUnitary, failures } from './sdkComparison.ts';

/**
 * Circuits of OpenQASM programs: random ones with gates of every kind, with feedback, and computing with what they measure,
 * and those with unusual names and registers.
 */
function generatedCases(sdk: Sdk): ExportCase[] {
  const made = (name: string, count: number, program: (seed: number) => string) =>
    Array.from(
      { length: count },
      (_, seed): ExportCase => ({
        name: `${name} ${seed}`,
        circuit: circuitOf(program(seed)),
      }),
    );
  return [
    ...made('language', 20, unitaryLanguageProgram),
    ...made('feedback', 40, (seed) => openqasm3Program(seed, true)),
    ...Object.entries(unusualPrograms).map(
      ([name, body]): ExportCase => ({
        name,
        circuit: circuitOf(`OPENQASM 3.2;\ninclude "stdgates.inc";\n${body}`),
        values: [0.6, 0.9, -0.4],
      }),
    ),
    ...made('computing', 80, (seed) => classicalProgram(seed, sdk === 'qiskit' ? 'qiskit' : 'results')),
  ];
}

const ran = new Map<Sdk, readonly SdkRun[]>();

beforeAll(async () => {
  await Promise.all(sdks.map(async (sdk) => ran.set(sdk, await runCases(sdk, generatedCases(sdk)))));
});

describe.each(sdks)('programs for %s', (sdk) => {
  let runs: readonly SdkRun[];

  beforeAll(() => {
    runs = ran.get(sdk) ?? [];
  });

  test('are made for nearly all circuits, run, and do what the circuits do', () => {
    expect(failures(runs)).toBe('');
    const compared = runs.filter(
      (run) =>
        expectUnitary(run) || expectOutcomes(run, 'distribution', sdk) || expectOutcomes(run, 'frequencies', sdk),
    );
    expect(compared.length).toBeGreaterThan(110);
  });

  test('are missing only where something cannot be said', () => {
    for (const { name, omissions, program } of runs) {
      const hasErrors = omissions.some(({ severity }) => severity === 'error');
      expect(hasErrors, name).toBe(program === undefined);
    }
  });
});

test('programs for Qiskit are sampled by Aer as often as calculated, where Aer can compute them', () => {
  const sampled = (ran.get('qiskit') ?? []).filter((run) => expectOutcomes(run, 'frequencies', 'qiskit'));
  expect(sampled.length).toBeGreaterThan(30);
});
