import { basename, dirname, resolve } from 'node:path';
import type { CancellationSignal } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import { LineTable } from '#core/base/textRange.ts';
import { importFormatOf } from '#core/circuit/import/importCircuit.ts';
import { type ImportedProgram, importStimProgram } from '#core/circuit/import/stim.ts';
import { programMetrics } from '#core/circuit/programMetrics.ts';
import { programSize } from '#core/circuit/stabilizerProgram.ts';
import type { SimulationReport } from '#core/protocol/simulationReport.ts';
import type { ProgramSample } from '#core/simulator/stabilizer/sampleProgram.ts';
import { countRecords, listRecords, onesOfEntries, shotsWithOnes } from '#core/simulator/stabilizer/shotBits.ts';
import { folderFiles } from '#platform/folderFiles.ts';
import { decodeText } from '#platform/inputFile.ts';
import type { LoadedCircuit } from './circuitProgram.ts';
import type { CircuitSettings, CircuitSource } from './circuitRuns.ts';
import { importFailure } from './importedFile.ts';
import type { RunnerServices } from './runnerServices.ts';
import type { SimulationQuestions } from './simulationRequest.ts';

/** A program that was sampled, and all that was found. */
export interface SampledProgram {
  readonly report: SimulationReport;
  readonly sample: ProgramSample;
}

/** What a program is sampled for. */
export interface ProgramSettings extends Pick<CircuitSettings, 'shots' | 'seed' | 'questions'> {
  /** Whether the report counts detectors and observables besides records. */
  readonly detectors?: boolean;
  /** Whether the report leaves the records out, which are wanted otherwise. */
  readonly leavesRecordsOut?: boolean;
}

/** Digits of all records that a report lists at most. */
const mostListedDigits = 2 ** 28;

/** What may be asked of a simulation without asking for more than shots. */
const ofShots: ReadonlySet<string> = new Set([
  'method',
  'precision',
  'memory',
  'expectationsFrom',
] satisfies (keyof SimulationQuestions)[]);

/**
 * Whether a file is run as the stabilizer program it is, with its noise: a Stim file of which shots alone are wanted. For
 * anything else it counts as the circuit in it.
 */
export function isProgramRun(
  { path }: CircuitSource,
  { inputs, questions = {} }: Pick<CircuitSettings, 'inputs' | 'questions'>,
): boolean {
  const { method = 'auto' } = questions;
  const others = Object.entries(questions).filter(([name]) => !ofShots.has(name));
  return (
    importFormatOf(path) === 'stim' &&
    Object.keys(inputs).length === 0 &&
    (method === 'auto' || method === 'stabilizer') &&
    others.every(([, wanted]) => wanted === undefined || wanted === false)
  );
}

/**
 * Samples the stabilizer program of a Stim file.
 * @throws Failure of the file, `invalid-circuit`, `too-large`, `cancelled`
 */
export async function sampleProgramFile(
  source: CircuitSource,
  settings: ProgramSettings,
  services: RunnerServices,
  signal: CancellationSignal,
): Promise<SampledProgram> {
  const { clock } = services;
  const path = resolve(source.path);
  const name = basename(path);
  const text = source.text ?? decodeText(await folderFiles(dirname(path)).read(name), name);
  const begun = clock.monotonic();
  const imported = importStimProgram(text);
  const lines = new LineTable(text);
  if (!imported.ok) throw importFailure(imported.error, name, lines);
  const loaded = { imported: imported.value, lines, timing: { parse: clock.monotonic() - begun, lower: 0 } };
  return await sampleLoadedProgram(loaded, settings, services, signal);
}

/** A program as it was read from a file. */
export interface LoadedProgram extends Pick<LoadedCircuit, 'lines' | 'timing'> {
  readonly imported: ImportedProgram;
}

/** As {@link sampleProgramFile}, of a file that was read before. */
export async function sampleLoadedProgram(
  { imported: { notes, program }, lines, timing }: LoadedProgram,
  settings: ProgramSettings,
  { clock, randomBits, simulator }: Pick<RunnerServices, 'clock' | 'randomBits' | 'simulator'>,
  signal: CancellationSignal,
): Promise<SampledProgram> {
  const { questions = {}, seed = randomBits(), shots } = settings;
  const listsRecords = settings.leavesRecordsOut !== true;
  const { measurements: width } = programSize(program.instructions);
  if (listsRecords && width * shots > mostListedDigits) throw tooMuchToList(width, shots);
  const begun = clock.monotonic();
  const sampling = { shots, seed };
  const sample = await simulator.sampleProgram(program, sampling, signal);
  const simulated = clock.monotonic();
  const { depth, gates } = programMetrics(program, signal);
  const { detectors, measurements, observables } = sample;
  const tables = [measurements, detectors, observables];
  const report: SimulationReport = {
    method: 'stabilizer',
    why: 'The file is a stabilizer program, which Pauli frames sample together with its noise.',
    precision: 'double',
    qubits: program.qubitCount,
    bits: measurements.width,
    ...sampling,
    counts: listsRecords ? countRecords(measurements) : {},
    ...(listsRecords && questions.memory && { memory: listRecords(measurements) }),
    ...(settings.detectors && {
      detection: {
        detectors: onesOfEntries(detectors),
        observables: onesOfEntries(observables),
        shotsWithEvents: shotsWithOnes(detectors),
      },
    }),
    memoryBytes: tables.reduce((sum, { bytes }) => sum + bytes.length, 0),
    timing: { ...timing, plan: 0, simulate: simulated - begun, sample: clock.monotonic() - simulated },
    depth,
    gates,
    ...(notes.length > 0 && {
      notes: notes.map(({ range, what, why }) => ({ what, why, place: lines.positionAt(range.start) })),
    }),
  };
  return { report, sample };
}

function tooMuchToList(width: number, shots: number): Failure {
  return new Failure('too-large', `${shots} shots of ${width} measurements are too many to list.`, {
    advice: 'Take fewer shots, or write them to a file with --output.',
  });
}
