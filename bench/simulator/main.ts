import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { describeFailure, Failure } from '#core/base/failure.ts';
import { buildKernels, kernelFiles } from '#scripts/kernels.ts';
import { projectRoot } from '#scripts/projectRoot.ts';
import { comparedIndices, disagreements } from './agreement.ts';
import { writeCircuit } from './benchmarkCircuit.ts';
import { measureMemory } from './measureMemory.ts';
import { type MeasuringOptions, measureRow } from './measureRow.ts';
import { bringPeers, writeSurfaceCode } from './peers.ts';
import { simulatorReport } from './report.ts';
import { type Row, rows, type SubjectName } from './rows.ts';
import type { Program } from './session.ts';
import { type MeasuredRow, targetResults } from './targets.ts';

const usage = `node bench/simulator/main.ts [--rows random-20,qft] [--rounds 5] [--threads 1,2] [--seconds 0.5] [--slowest 20]
                               [--memory 24,25,26,27] [--without aer,jsqubits] [--output FILE]

Times the simulator beside qulacs, qsimcirq, qiskit-aer, pennylane-lightning, stim, quantum-circuit, jsqubits and
qsharp-lang on the same circuits, in turn. Writes bench/results/simulator.md.

  --rows     names of rows or their beginnings; all unless told
  --seconds  that one subject repeats its work in a round
  --slowest  seconds of a run above which a subject runs once only
  --memory   widths whose peak memory is measured; an empty list for none
  --without  peers to leave out
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      rows: { type: 'string', default: '' },
      rounds: { type: 'string', default: '5' },
      threads: { type: 'string', default: '1,2' },
      seconds: { type: 'string', default: '0.5' },
      slowest: { type: 'string', default: '20' },
      memory: { type: 'string', default: '24,25,26,27' },
      without: { type: 'string', default: '' },
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
    secondsPerRound: Number(values.seconds),
    slowest: Number(values.slowest),
  };
  const chosen = chosenRows(listOf(values.rows), listOf(values.without));
  const peers = await bringPeers();
  const scratch = await mkdtemp(join(tmpdir(), 'bench-simulator-'));
  try {
    const ours = await bundleSubject(scratch);
    const programs = { ...peers.programs, 'hybrid-quantum': ours };
    const measured: MeasuredRow[] = [];
    for (const row of chosen) {
      const circuit = await writeCircuitOf(row, peers.python, scratch);
      for (const threads of listOf(values.threads).map(Number)) {
        measured.push(await measure(row, circuit, programs, threads, options));
      }
    }
    const widths = listOf(values.memory).map(Number);
    const [empty, ...memory] = widths.length === 0 ? [] : await measureMemory([2, ...widths], ours, 1, scratch);
    const report = simulatorReport(measured, {
      machine: `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`,
      versions: peers.versions,
      qulacsNote: peers.qulacsNote,
      rounds: options.rounds,
      memory,
      emptyMemory: empty?.peak ?? 0,
    });
    // What could not be run may be told with the place of a file, which is nobody's business.
    const text = [projectRoot, scratch].reduce((rest, folder) => rest.replaceAll(`${folder}/`, ''), report);
    await mkdir(join(values.output, '..'), { recursive: true });
    await writeFile(values.output, text);
    process.stdout.write(text);
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

/** Our subject as it is shipped: files of JavaScript in `dist/`, beside the kernels. */
async function bundleSubject(scratch: string): Promise<Program> {
  await buildKernels();
  const dist = join(scratch, 'dist');
  for (const file of kernelFiles) await cp(join(projectRoot, file), join(scratch, file));
  const common = {
    absWorkingDir: projectRoot,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node22',
    logLevel: 'error',
  } as const;
  const subjects = ['hybridQuantum', 'helperThread'].map((name) => `bench/simulator/subjects/${name}.ts`);
  await build({ ...common, entryPoints: subjects, outdir: dist, outExtension: { '.js': '.mjs' }, format: 'esm' });
  const worker = 'platform/simulatorWorker.ts';
  await build({ ...common, entryPoints: [worker], outfile: join(dist, 'simulatorWorker.cjs'), format: 'cjs' });
  return { command: process.execPath, args: [join(dist, 'hybridQuantum.mjs')] };
}

/** @returns the file with the circuit of a row */
async function writeCircuitOf({ circuit, name }: Row, python: string, folder: string): Promise<string> {
  if (typeof circuit === 'function') return writeCircuit(join(folder, `${name}.json`), circuit());
  return writeSurfaceCode(join(folder, `${name}.stim`), circuit.distance, python);
}

async function measure(
  row: Row,
  circuit: string,
  programs: Readonly<Record<SubjectName, Program>>,
  threads: number,
  options: MeasuringOptions,
): Promise<MeasuredRow> {
  process.stderr.write(`${row.name}, ${threads} threads\n`);
  const found = await measureRow(row, circuit, comparedIndices(row.qubits), programs, threads, options);
  const measured: MeasuredRow = { row, threads, found, disagreements: disagreements(row, found) };
  for (const { ours, peer, ratio } of targetResults(measured)) {
    const names = `${ours.contestant.configuration} / ${peer.contestant.subject}`;
    process.stderr.write(`  ${names}: ${ratio?.median.toPrecision(3) ?? 'did not run'}\n`);
  }
  for (const sentence of measured.disagreements) process.stderr.write(`  ${sentence}\n`);
  return measured;
}

try {
  await main();
} catch (thrown) {
  process.stderr.write(`${describeFailure(Failure.from(thrown))}\n`);
  process.exitCode = 1;
}
