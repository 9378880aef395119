import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { describeFailure, Failure } from '#core/base/failure.ts';
import { projectRoot } from '#scripts/projectRoot.ts';
import { comparedIndices } from './agreement.ts';
import { writeCircuit } from './benchmarkCircuit.ts';
import type { MeasuringOptions } from './contestantTimes.ts';
import { minutes } from './figures.ts';
import { emptyCase, type MeasuredMemory, measureMemory, memoryCases } from './measureMemory.ts';
import { Measurements } from './measurements.ts';
import { type MeasuredRow, measureRow } from './measureRow.ts';
import { bundleSubject, type OurProgram } from './ourProgram.ts';
import { bringPeers, type Peers, writeSurfaceCode } from './peers.ts';
import { type PlannedRow, remainingSeconds } from './progress.ts';
import { type ReportContext, simulatorReport } from './report.ts';
import { type Row, rows } from './rows.ts';
import { Session } from './session.ts';
import { targetResults } from './targets.ts';

const usage = `node bench/simulator/main.ts [--rows random-20,qft] [--rounds 3] [--threads 1,2] [--seconds 0.4] [--longest 270]
                               [--memory 20,21,22,23,24,25,26,27] [--without aer,jsqubits] [--resume] [--output FILE]

Times the simulator beside qulacs, qsimcirq, qiskit-aer, pennylane-lightning, stim, quantum-circuit, jsqubits and
qsharp-lang on the same circuits, in turn. Writes bench/results/simulator.md, again after each row.

  --rows     names of rows or their beginnings; all unless told
  --seconds  that one contestant repeats its work in a round
  --longest  seconds after which no further round of a row begins
  --memory   widths whose peak memory is measured; an empty list for none. 27 brings along the widest and deepest circuits
  --without  peers to leave out
  --resume   keeps the rows of a run with the same settings that was interrupted
`;

const finishedRows = join(projectRoot, '.cache', 'bench-simulator-measurements.json');

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      rows: { type: 'string', default: '' },
      rounds: { type: 'string', default: '3' },
      threads: { type: 'string', default: '1,2' },
      seconds: { type: 'string', default: '0.4' },
      longest: { type: 'string', default: '270' },
      memory: { type: 'string', default: '20,21,22,23,24,25,26,27' },
      without: { type: 'string', default: '' },
      resume: { type: 'boolean', default: false },
      output: { type: 'string', default: join(projectRoot, 'bench', 'results', 'simulator.md') },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return;
  }
  const options: MeasuringOptions = {
    rounds: Number(values.rounds),
    secondsPerTurn: Number(values.seconds),
    secondsPerRow: Number(values.longest),
  };
  const threadCounts = listOf(values.threads).map(Number);
  const planned = chosenRows(listOf(values.rows), listOf(values.without)).flatMap((row) =>
    (row.isSerial ? threadCounts.slice(0, 1) : threadCounts).map((threads) => ({ row, threads })),
  );
  const peers = await bringPeers();
  const scratch = await mkdtemp(join(tmpdir(), 'bench-simulator-'));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      rmSync(scratch, { recursive: true, force: true });
      process.exit(130);
    });
  }
  try {
    const ours = await bundleSubject(scratch);
    const conditions = JSON.stringify({
      options,
      versions: peers.versions,
      without: values.without,
      ours: ours.digest,
    });
    const measurements = new Measurements(finishedRows, conditions);
    if (values.resume) await measurements.resume(rows);
    const context: ReportContext = {
      machine: `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`,
      versions: peers.versions,
      qulacsNote: peers.qulacsNote,
      options,
      planned: planned.length,
      ...(await measureAllMemory(listOf(values.memory).map(Number), ours, Math.max(...threadCounts), scratch)),
    };
    const write = () => writeReport(values.output, measurements.rows, context, scratch);
    await measureRows(planned, measurements, { ours, peers, scratch }, options, write);
    process.stdout.write(await write());
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

function listOf(text: string): string[] {
  return text.split(',').filter((part) => part !== '');
}

/** The rows whose names begin as asked, without the peers that are to be left out. */
function chosenRows(beginnings: readonly string[], without: readonly string[]): Row[] {
  const chosen = rows.filter(
    ({ name }) => beginnings.length === 0 || beginnings.some((beginning) => name.startsWith(beginning)),
  );
  if (chosen.length === 0) {
    throw new Failure('invalid-input', `No row begins with ${beginnings.join(' or ')}.`, {
      advice: `The rows are ${rows.map(({ name }) => name).join(', ')}.`,
    });
  }
  return chosen.map((row) => ({
    ...row,
    contestants: row.contestants.filter(({ subject }) => !without.includes(subject)),
  }));
}

/** What rows are measured with. */
interface Equipment {
  readonly ours: OurProgram;
  readonly peers: Peers;
  /** A folder for circuits. */
  readonly scratch: string;
}

/** Measures what is not measured yet, tells on the error output how far it is, and calls `finished` after each row. */
async function measureRows(
  planned: readonly PlannedRow[],
  measurements: Measurements,
  { ours, peers, scratch }: Equipment,
  options: MeasuringOptions,
  finished: () => Promise<unknown>,
): Promise<void> {
  const programs = { ...peers.programs, 'hybrid-quantum': ours.program };
  const left = planned.filter(({ row, threads }) => !measurements.has(row, threads));
  const done: (PlannedRow & { readonly seconds: number })[] = [];
  for (const [index, each] of left.entries()) {
    const { row, threads } = each;
    const remaining = minutes(remainingSeconds(left.slice(index), done, options));
    const place = planned.length - left.length + index + 1;
    process.stderr.write(`${row.name}, ${threads} threads (${place} of ${planned.length}, about ${remaining} left)\n`);
    const began = performance.now();
    const circuit = await writeCircuitOf(row, peers.python, scratch);
    const start = (subject: keyof typeof programs) => new Session(subject, programs[subject], threads);
    const input = { circuit, indices: comparedIndices(row.qubits) };
    const measured = await measureRow(row, input, start, threads, options);
    tell(measured);
    await measurements.add(measured);
    await finished();
    done.push({ ...each, seconds: (performance.now() - began) / 1000 });
  }
}

/** @returns the file with the circuit of a row */
async function writeCircuitOf({ circuit, name }: Row, python: string, folder: string): Promise<string> {
  if (typeof circuit === 'function') return writeCircuit(join(folder, `${name}.json`), circuit());
  return writeSurfaceCode(join(folder, `${name}.stim`), circuit.distance, python);
}

function tell(measured: MeasuredRow): void {
  for (const { isBound, ours, peer, ratio } of targetResults(measured)) {
    const names = `${ours.contestant.configuration} / ${peer.contestant.subject}`;
    process.stderr.write(`  ${names}: ${isBound ? '< ' : ''}${ratio?.median.toPrecision(3) ?? 'did not run'}\n`);
  }
  for (const { broken } of measured.found) if (broken !== undefined) process.stderr.write(`  ${broken}\n`);
}

async function measureAllMemory(
  widths: readonly number[],
  { program }: OurProgram,
  threads: number,
  scratch: string,
): Promise<Pick<ReportContext, 'memory' | 'emptyMemory'>> {
  if (widths.length === 0) return { memory: [], emptyMemory: 0 };
  const measure = (which: Parameters<typeof measureMemory>[0]) => {
    process.stderr.write(`memory of ${which.qubits} qubits in ${which.precision} precision\n`);
    return measureMemory(which, () => new Session('hybrid-quantum', program, threads), threads, scratch);
  };
  const { peak } = await measure(emptyCase);
  const memory: MeasuredMemory[] = [];
  for (const which of memoryCases(widths)) memory.push(await measure(which));
  return { memory, emptyMemory: peak };
}

/** @returns the text, without places of files that may be told with what could not be run: they are nobody's business */
async function writeReport(
  output: string,
  measured: readonly MeasuredRow[],
  context: ReportContext,
  scratch: string,
): Promise<string> {
  const report = simulatorReport(measured, context);
  const text = [projectRoot, scratch].reduce((rest, folder) => rest.replaceAll(`${folder}/`, ''), report);
  await mkdir(dirname(output), { recursive: true });
  await writeFile(output, text);
  return text;
}

try {
  await main();
} catch (thrown) {
  process.stderr.write(`${describeFailure(Failure.from(thrown))}\n`);
  process.exitCode = 1;
}
