import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { describeFailure, Failure } from '#core/base/failure.ts';
import { folderFiles } from '#platform/folderFiles.ts';
import { projectRoot } from '#scripts/projectRoot.ts';
import { Session } from '../simulator/session.ts';
import { measureEngines, type RowFiles } from './measureEngines.ts';
import type { MeasuredRow, MeasuringOptions } from './measurement.ts';
import { measurePrograms } from './measurePrograms.ts';
import { bundlePrograms, type OurPrograms } from './ourPrograms.ts';
import { bringPeers, type Peers } from './peers.ts';
import { pipelineReport } from './report.ts';
import { fullExtent, quickExtent, type Row, rowsOf, threadsFor } from './rows.ts';
import { peerTask, readWorkload } from './workload.ts';

const usage = `node bench/pipeline/main.ts [--quick] [--rows iris-spsa,kernel] [--rounds 3] [--seconds 0.5] [--limit 45]
                              [--threads N] [--output FILE]

Times the training of variational classifiers and kernel matrices beside PennyLane's lightning.qubit, Qiskit's Aer and
qiskit-machine-learning, on the same circuits, rows and evaluations, in turn. Writes bench/results/pipeline.md.

  --quick    less work in one round, to see that everything runs; writes nothing unless --output is given
  --rows     names of rows or their beginnings; all unless told
  --seconds  that one contestant repeats its work in a round
  --limit    seconds after which a run is given up
  --threads  that everybody may use; those of the machine unless told
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      rows: { type: 'string', default: '' },
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      limit: { type: 'string', default: '45' },
      threads: { type: 'string' },
      output: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return;
  }
  const { quick } = values;
  const options: MeasuringOptions = {
    rounds: Number(values.rounds ?? (quick ? 1 : 3)),
    secondsPerTurn: Number(values.seconds ?? (quick ? 0.2 : 0.5)),
    limit: Number(values.limit),
  };
  const threads = Number(values.threads ?? availableParallelism());
  const rows = chosenRows(
    values.rows.split(',').filter((part) => part !== ''),
    quick,
  );
  const peers = await bringPeers();
  const scratch = await mkdtemp(join(tmpdir(), 'bench-pipeline-'));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      rmSync(scratch, { recursive: true, force: true });
      process.exit(130);
    });
  }
  try {
    const ours = await bundlePrograms(join(scratch, 'product'));
    const measured: MeasuredRow[] = [];
    for (const row of rows) {
      const began = performance.now();
      process.stderr.write(`${row.name}…\n`);
      measured.push(await measureRow(row, { ours, peers, scratch }, threads, options));
      process.stderr.write(`${row.name}: ${((performance.now() - began) / 1000).toFixed(1)} s\n`);
    }
    const machine = `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`;
    const report = pipelineReport(measured, { machine, versions: peers.versions, threads, options, isQuick: quick });
    // Places of files that may be told with what could not be run are nobody's business.
    const text = [projectRoot, scratch].reduce((rest, folder) => rest.replaceAll(`${folder}/`, ''), report);
    const output = values.output ?? (quick ? undefined : join(projectRoot, 'bench', 'results', 'pipeline.md'));
    if (output !== undefined) {
      await mkdir(dirname(output), { recursive: true });
      await writeFile(output, text);
    }
    process.stdout.write(text);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** The rows whose names begin as asked. */
function chosenRows(beginnings: readonly string[], quick: boolean): Row[] {
  const all = rowsOf(quick ? quickExtent : fullExtent);
  const chosen = all.filter(
    ({ name }) => beginnings.length === 0 || beginnings.some((beginning) => name.startsWith(beginning)),
  );
  if (chosen.length > 0) return chosen;
  throw new Failure('invalid-input', `No row begins with ${beginnings.join(' or ')}.`, {
    advice: `The rows are ${all.map(({ name }) => name).join(', ')}.`,
  });
}

/** What rows are measured with. */
interface Equipment {
  readonly ours: OurPrograms;
  readonly peers: Peers;
  readonly scratch: string;
}

async function measureRow(
  row: Row,
  { ours, peers, scratch }: Equipment,
  threads: number,
  options: MeasuringOptions,
): Promise<MeasuredRow> {
  const files = await writeFiles(row, join(scratch, row.name));
  const engines = { ...peers.programs, 'hybrid-quantum': ours.engine };
  const start = (subject: keyof typeof engines) => new Session(subject, engines[subject], threadsFor(subject, threads));
  const engine = await measureEngines(row, files, start, options);
  const whole = { ...peers.programs, 'hybrid-quantum': ours.hybridq };
  const programs = await measurePrograms(row, files, whole, engine.times, threads, options);
  return {
    row,
    engine: engine.times,
    programs: programs.times,
    disagreements: [...engine.disagreements, ...programs.disagreements],
  };
}

async function writeFiles(row: Row, folder: string): Promise<RowFiles> {
  const files: RowFiles = { pipeline: join(folder, `${row.name}.hybrid.yaml`), task: join(folder, `${row.name}.json`) };
  await mkdir(join(folder, 'workspace'), { recursive: true });
  await writeFile(files.pipeline, row.pipeline);
  const workload = await readWorkload(row.pipeline, folderFiles(folder));
  await writeFile(files.task, JSON.stringify(peerTask(workload)));
  return files;
}

try {
  await main();
} catch (thrown) {
  process.stderr.write(`${describeFailure(Failure.from(thrown))}\n`);
  process.exitCode = 1;
}
