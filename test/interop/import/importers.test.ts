import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from 'vitest';
import { type ImportFormat, importFormats } from '#core/circuit/import/importCircuit.ts';
import { imported } from '#test/support/importing.ts';
import { matrixDistance, operationsUnitary } from '#test/support/operationsUnitary.ts';
import { expectSameProbabilities, outcomeDistribution } from '#test/support/outcomeDistribution.ts';
import { pythonEnvironment } from '#test/support/pythonEnvironment.ts';

/** A program made by the tool whose format it has, with what the tool says it does. */
interface ToolProgram {
  readonly format: ImportFormat;
  readonly text: string;
  /** On three qubits. */
  readonly unitary?: number[];
  /** How often each result of all measurements was sampled, of 2048 times. */
  readonly samples?: Record<string, number>;
}

let programs: readonly ToolProgram[];

beforeAll(async () => {
  const script = fileURLToPath(new URL('programs.py', import.meta.url));
  const options = { maxBuffer: 2 ** 28 };
  const { stdout } = await promisify(execFile)(await pythonEnvironment(), [script], options);
  programs = JSON.parse(stdout) as ToolProgram[];
});

test.each(importFormats)('%s programs that its own tool writes do here what they do there', (format) => {
  const written = programs.filter((program) => program.format === format);
  expect(written.length).toBeGreaterThanOrEqual(60);
  for (const { samples, text, unitary } of written) {
    const { circuit, notes } = imported(text, format);
    expect(notes, text).toEqual([]);
    if (unitary !== undefined) {
      const gates = circuit.operations.filter(({ kind }) => kind !== 'measure');
      // Matrices of Stim have single precision.
      expect(matrixDistance(unitary, operationsUnitary(gates, 3), true), text).toBeLessThan(
        format === 'stim' ? 1e-5 : 1e-9,
      );
    } else {
      const wanted = outcomeDistribution(circuit);
      for (const outcome of Object.keys(samples ?? {})) expect(wanted[outcome] ?? 0, text).toBeGreaterThan(1e-9);
      // Six standard deviations of a frequency in 2048 samples.
      expectSameProbabilities(samples ?? {}, wanted, 0.067);
    }
  }
});
