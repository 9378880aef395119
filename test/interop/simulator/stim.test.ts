import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import { exportStimProgram } from '#core/circuit/export/stimProgram.ts';
import { importStimProgram } from '#core/circuit/import/stim.ts';
import type { StabilizerProgram } from '#core/circuit/stabilizerProgram.ts';
import { sampleDetectors, sampleProgram } from '#core/simulator/stabilizer/sampleProgram.ts';
import { countRecords, onesOfEntries } from '#core/simulator/stabilizer/shotBits.ts';
import type { KernelInstance } from '#core/simulator/wasm/kernelInstance.ts';
import { pythonEnvironment } from '#test/support/pythonEnvironment.ts';
import { changesOfEntries } from '#test/support/shotBits.ts';
import { simulatorKernels } from '#test/support/simulatorKernels.ts';

interface SmallProgram {
  readonly text: string;
  readonly shots: number;
  /** How often each record was found, the last measurement leftmost. */
  readonly records: Record<string, number>;
}

/** How often each entry was 1, and differed from the next one. */
interface WideProgram {
  readonly text: string;
  readonly shots: number;
  readonly measurements: number[];
  readonly measuredPairs: number[];
  readonly detectors: number[];
  readonly detectedPairs: number[];
  readonly observables: number[];
}

let programs: { readonly small: readonly SmallProgram[]; readonly wide: readonly WideProgram[] };
let kernels: KernelInstance;

async function askStim(args: readonly string[], input: unknown): Promise<unknown> {
  const script = fileURLToPath(new URL('stimPrograms.py', import.meta.url));
  const child = spawn(await pythonEnvironment(), [script, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify(input));
  return JSON.parse(await text(child.stdout));
}

beforeAll(async () => {
  kernels = await simulatorKernels();
  programs = (await askStim([], null)) as typeof programs;
});

function programOf(source: string): StabilizerProgram {
  const read = importStimProgram(source);
  if (!read.ok) throw new Error(`${read.error.map(({ message }) => message).join('\n')}\n${source}`);
  expect(read.value.notes, source).toEqual([]);
  return read.value.program;
}

/**
 * How far apart two samples of equal size are, in standard deviations: the statistic of the chi-squared test of
 * homogeneity, made normal (E. Wilson, M. Hilferty, 1931). Rare outcomes count as one.
 */
function deviation(one: Readonly<Record<string, number>>, other: Readonly<Record<string, number>>): number {
  const cells: [number, number][] = [];
  const rare: [number, number] = [0, 0];
  for (const key of new Set([...Object.keys(one), ...Object.keys(other)])) {
    const [a, b] = [one[key] ?? 0, other[key] ?? 0];
    if (a + b >= 20) cells.push([a, b]);
    else {
      rare[0] += a;
      rare[1] += b;
    }
  }
  if (rare[0] + rare[1] > 0) cells.push(rare);
  const freedom = cells.length - 1;
  if (freedom === 0) return 0;
  const squared = cells.reduce((sum, [a, b]) => sum + (a - b) ** 2 / (a + b), 0);
  const spread = 2 / (9 * freedom);
  return ((squared / freedom) ** (1 / 3) - (1 - spread)) / Math.sqrt(spread);
}

test('140 programs with noise give the records that Stim finds', () => {
  expect(programs.small).toHaveLength(140);
  const deviations = programs.small.map(({ records, shots, text: source }, index) => {
    const { measurements } = sampleProgram(programOf(source), { shots, seed: index }, kernels, neverCancelled);
    const found = deviation(countRecords(measurements), records);
    expect(found, source).toBeLessThan(5);
    return found;
  });
  // On average they are as far apart as samples of the same distribution, not nearer or farther.
  const random = deviations.filter((found) => found !== 0);
  expect(random.length).toBeGreaterThan(100);
  const mean = random.reduce((sum, found) => sum + found, 0) / random.length;
  expect(Math.abs(mean)).toBeLessThan(4.5 / Math.sqrt(random.length));
});

test('60 wide programs and 5 codes measure, detect and flip observables as often as with Stim', () => {
  expect(programs.wide).toHaveLength(65);
  let [squares, comparisons] = [0, 0];
  for (const [index, wanted] of programs.wide.entries()) {
    const { shots, text: source } = wanted;
    const program = programOf(source);
    const sampling = { shots, seed: index };
    const { detectors, measurements, observables } = sampleProgram(program, sampling, kernels, neverCancelled);
    // By themselves, detectors are those of the same shots.
    expect(sampleDetectors(program, sampling, kernels, neverCancelled)).toEqual({ detectors, observables });
    const compare = (found: readonly number[], other: readonly number[]) => {
      expect(found).toHaveLength(other.length);
      found.forEach((ones, place) => {
        const mean = (ones + (other[place] ?? 0)) / 2;
        const variance = (2 * mean * (shots - mean)) / shots;
        const difference = ones - (other[place] ?? 0);
        if (variance === 0) return;
        expect(Math.abs(difference) / Math.sqrt(variance), `${place} of\n${source}`).toBeLessThan(6);
        // Rare ones are not normal.
        if (variance < 20) return;
        squares += difference ** 2 / variance;
        comparisons++;
      });
    };
    compare(onesOfEntries(measurements), wanted.measurements);
    compare(changesOfEntries(measurements), wanted.measuredPairs);
    compare(onesOfEntries(detectors), wanted.detectors);
    compare(changesOfEntries(detectors), wanted.detectedPairs);
    compare(onesOfEntries(observables), wanted.observables);
  }
  expect(comparisons).toBeGreaterThan(5000);
  // Neighbours are correlated, which makes the mean square uncertain by some times 1/√comparisons.
  expect(Math.abs(squares / comparisons - 1)).toBeLessThan(0.1);
});

test('programs written again have the error models, coordinates and sizes that Stim finds in the first', async () => {
  const pairs = programs.wide.map(({ text: source }) => [source, exportStimProgram(programOf(source))]);
  const differences = await askStim(['--compare'], pairs);
  expect(differences).toEqual(pairs.map(() => ''));
});
