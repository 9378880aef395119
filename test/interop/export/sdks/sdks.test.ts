import { beforeAll, describe, expect, test } from 'vitest';
import { exportCases } from './exportCases.ts';
import { runCases, type Sdk, type SdkRun, sdks } from './sdkAnswers.ts';
import { expectOutcomes, expectUnitary, failures } from './sdkComparison.ts';

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
    expect(failures(runs)).toBe('');
  });

  test('have the unitary of the circuit, global phase included', () => {
    expect(runs.filter(expectUnitary).length).toBeGreaterThan(100);
  });

  test('give every outcome as often as the circuit does', () => {
    const compared = runs.filter(
      (run) => expectOutcomes(run, 'distribution', sdk) || expectOutcomes(run, 'frequencies', sdk),
    );
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
