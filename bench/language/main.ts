import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { describeFailure, Failure } from '#core/base/failure.ts';
import { languageServerFlags } from '#core/protocol/languageServer.ts';
import { projectRoot } from '#scripts/projectRoot.ts';
import { runProgram } from '#scripts/setUp/program.ts';
import { benchmarkCircuit } from './benchmarkCircuit.ts';
import { type Measurement, measurementSchema } from './measurement.ts';
import { bringPeers, type Peers } from './peers.ts';
import { languageReport, type Subject, type SubjectRuns } from './report.ts';

const usage = `node bench/language/main.ts [--lines 5000,50000,250000] [--rounds 3] [--grammar FOLDER] [--limit SECONDS]

Times the OpenQASM front end beside the parser of the reference grammar (antlr4ng) and Microsoft's OpenQASM language
service (qsharp-lang) on the same circuits, in turn, each run a fresh process. Writes bench/results/language.md.
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      lines: { type: 'string', default: '5000,50000,250000' },
      rounds: { type: 'string', default: '3' },
      grammar: { type: 'string' },
      limit: { type: 'string', default: '900' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return;
  }
  const peers = await bringPeers(values.grammar);
  const scratch = await mkdtemp(join(tmpdir(), 'bench-language-'));
  const runs: SubjectRuns[] = [];
  try {
    await bundleSubject(scratch);
    for (const lines of values.lines.split(',').map(Number)) {
      runs.push(...(await measure(lines, Number(values.rounds), Number(values.limit), peers, scratch)));
    }
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  const report = languageReport(runs, `${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.versions.node}`);
  const results = join(projectRoot, 'bench', 'results');
  await mkdir(results, { recursive: true });
  await writeFile(join(results, 'language.md'), report);
  process.stdout.write(report);
}

const subjectFolder = join(projectRoot, 'bench', 'language', 'subjects');

/** Our subject as it is shipped: one file of JavaScript, like those of the peers. */
async function bundleSubject(scratch: string): Promise<void> {
  await build({
    entryPoints: [join(subjectFolder, 'hybridQuantum.ts')],
    outfile: join(scratch, 'hybridQuantum.mjs'),
    absWorkingDir: projectRoot,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    target: 'node22',
    logLevel: 'error',
  });
}

/** All subjects on a circuit of one size, one after the other in every round. */
async function measure(
  lines: number,
  rounds: number,
  limit: number,
  peers: Peers,
  scratch: string,
): Promise<SubjectRuns[]> {
  const ours = join(scratch, 'hybridQuantum.mjs');
  const circuit = join(scratch, `circuit-${lines}.qasm`);
  await writeFile(circuit, benchmarkCircuit(lines));
  const subjects: readonly [Subject, readonly string[]][] = [
    ['hybrid-quantum parser', [ours, 'parse', circuit, String(lines)]],
    ['antlr4ng', [join(subjectFolder, 'antlr.ts'), peers.antlr, circuit]],
    ['hybrid-quantum', [ours, 'service', circuit, String(lines)]],
    ['qsharp-lang', [join(subjectFolder, 'qdk.ts'), peers.qdk, String(lines)]],
  ];
  const found = subjects.map(([subject]) => ({ subject, lines, measurements: [] as (Measurement | undefined)[] }));
  for (let round = 0; round < rounds; round++) {
    for (const [index, [subject, [program = '', ...args]]] of subjects.entries()) {
      const runs = found[index];
      // What took too long once is not waited for again.
      if (!runs || runs.measurements.includes(undefined)) continue;
      process.stderr.write(`${lines} lines, round ${round + 1}: ${subject}\n`);
      runs.measurements.push(await measureOnce(program, args, limit));
    }
  }
  return found;
}

/** One run of a subject in a process of its own; undefined when it does not end in time or breaks. */
async function measureOnce(program: string, args: readonly string[], limit: number): Promise<Measurement | undefined> {
  // Ours runs as it is shipped; peers get the memory that they need.
  const flags = program.endsWith('.mjs') ? languageServerFlags : ['--max-old-space-size=8192'];
  const command = [...flags, program, ...args];
  const { code, stderr, stdout } = await runProgram('timeout', [String(limit), process.execPath, ...command]);
  if (code === 0) return measurementSchema.parse(JSON.parse(stdout.trim().split('\n').at(-1) ?? ''));
  process.stderr.write(`  ended with ${code}: ${stderr.trim().split('\n').at(-1) ?? ''}\n`);
  return undefined;
}

try {
  await main();
} catch (thrown) {
  process.stderr.write(`${describeFailure(Failure.from(thrown))}\n`);
  process.exitCode = 1;
}
