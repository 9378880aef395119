import { beforeAll, describe, expect, test } from 'vitest';
import type { Circuit } from '#core/circuit/circuit.ts';
import { matrixDistance, operationsUnitary } from '#test/support/operationsUnitary.ts';
import { outcomeDistribution } from '#test/support/outcomeDistribution.ts';
import { exportCases } from './exportCases.ts';
import { measuredBits, runCases, type Sdk, type SdkRun, sdks } from './sdkAnswers.ts';

/** Shots behind every frequency. */
const shots = 4_000;

const ran = new Map<Sdk, readonly SdkRun[]>();

beforeAll(async () => {
  await Promise.all(sdks.map(async (sdk) => ran.set(sdk, await runCases(sdk, exportCases))));
});

describe.each(sdks)('programs for %s', (sdk) => {
  let runs: readonly SdkRun[];

  beforeAll(() => {
    runs = ran.get(sdk) ?? [];
  });

  test('run', () => {
    const failed = runs.filter(({ answer }) => answer?.error !== undefined);
    expect(failed.map(({ answer, name, program }) => `${name}\n${program}\n${answer?.error}`).join('\n\n')).toBe('');
  });

  test('have the unitary of the circuit, global phase included', () => {
    const compared = runs.filter(({ answer }) => answer?.unitary !== undefined);
    for (const { answer, circuit, name, program } of compared) {
      const operations = circuit.operations.filter(({ kind }) => kind !== 'barrier');
      const wanted = operationsUnitary(operations, circuit.qubitCount);
      expect(matrixDistance(answer?.unitary ?? [], wanted), `${name}\n${program}`).toBeLessThan(1e-9);
    }
    expect(compared.length).toBeGreaterThan(100);
  });

  test('give every outcome as often as the circuit does', () => {
    const compared = runs.filter(({ answer }) => answer?.distribution ?? answer?.frequencies);
    for (const { answer, circuit, name, program } of compared) {
      const found = allBits(answer?.distribution ?? answer?.frequencies ?? {}, circuit);
      const wanted = outcomeDistribution(circuit);
      for (const outcome of new Set([...Object.keys(found), ...Object.keys(wanted)])) {
        const probability = wanted[outcome] ?? 0;
        const deviation = Math.sqrt((probability * (1 - probability)) / shots);
        const tolerance = answer?.frequencies && probability > 1e-12 ? 5 * deviation + 1 / shots : 1e-9;
        const difference = Math.abs((found[outcome] ?? 0) - probability);
        expect(difference, `${name}: ${outcome}\n${program}`).toBeLessThan(tolerance);
      }
    }
    expect(compared.length).toBeGreaterThan(60);
  });

  test('are missing only where something cannot be said', () => {
    for (const { name, omissions, program } of runs) {
      expect(
        omissions.some(({ severity }) => severity === 'error'),
        name,
      ).toBe(program === undefined);
    }
  });
});

/** Outcomes in which all bits of the circuit stand, registers apart from each other, from those that an SDK returns. */
function allBits(found: Readonly<Record<string, number>>, circuit: Circuit): Record<string, number> {
  const returned = measuredBits(circuit);
  const whole: Record<string, number> = {};
  for (const [outcome, share] of Object.entries(found)) {
    const bits = Array.from({ length: circuit.bitCount }, () => '0');
    // Some return every bit, others only those that are measured; discarded results come before all.
    const places = outcome.length === circuit.bitCount ? bits.map((_, bit) => circuit.bitCount - 1 - bit) : returned;
    const digits = outcome.slice(-places.length);
    expect(digits).toHaveLength(places.length);
    places.forEach((bit, position) => {
      bits[bit] = digits[position] ?? '0';
    });
    const text = circuit.bitRegisters
      .map(({ size, start }) =>
        bits
          .slice(start, start + size)
          .reverse()
          .join(''),
      )
      .reverse()
      .join(' ');
    whole[text] = (whole[text] ?? 0) + share;
  }
  return whole;
}
