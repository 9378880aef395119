import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { describeFailure, Failure } from '#core/base/failure.ts';
import { projectRoot } from '#scripts/projectRoot.ts';
import { runProgram } from '#scripts/setUp/program.ts';
import { bundlePrograms } from '../pipeline/ourPrograms.ts';
import { bringPeers } from '../pipeline/peers.ts';
import type { Program } from '../simulator/session.ts';
import { type MeasuredStart, startupReport } from './report.ts';

const usage = `node bench/startup/main.ts [--rounds 11] [--output FILE]

Times programs from their start to their end where they have next to nothing to do: hybridq, and Python with the libraries
that do the same work, in turn. Writes bench/results/startup.md. Takes about two minutes.
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '11' },
      output: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return;
  }
  const peers = await bringPeers();
  const scratch = await mkdtemp(join(tmpdir(), 'bench-startup-'));
  try {
    const { hybridq } = await bundlePrograms(join(scratch, 'product'));
    const sample = join(scratch, 'iris');
    await cp(join(projectRoot, 'samples', 'iris-classifier'), sample, { recursive: true });
    const pipeline = join(sample, 'iris.hybrid.yaml');
    const python = peers.programs.aer.command;
    const call = (...args: string[]): Program => ({ command: hybridq.command, args: [...hybridq.args, ...args] });
    const script = (text: string): Program => ({ command: python, args: ['-c', text] });
    const starts: readonly (readonly [name: string, program: Program])[] = [
      ['node, nothing to do', { command: process.execPath, args: ['-e', '0'] }],
      ['hybridq --version', call('--version')],
      ['hybridq check, of a pipeline with its circuit and data', call('check', pipeline)],
      ['hybridq plan, of the same', call('plan', pipeline)],
      ['python, nothing to do', script('pass')],
      ['python, import qiskit', script('import qiskit')],
      ['python, import qiskit_aer', script('import qiskit_aer')],
      ['python, import pennylane', script('import pennylane')],
      ['python, import sklearn.svm', script('import sklearn.svm')],
    ];
    const environment = { XDG_CACHE_HOME: join(scratch, 'cache'), LOCALAPPDATA: join(scratch, 'cache') };
    const measured: MeasuredStart[] = [];
    for (const [name, program] of starts)
      measured.push({ name, first: await secondsOf(program, environment), later: [] });
    for (let round = 0; round < Number(values.rounds); round++) {
      const turns = starts.map(([, program], index) => ({ program, index }));
      for (const { index, program } of round % 2 === 0 ? turns : turns.reverse()) {
        measured[index]?.later.push(await secondsOf(program, environment));
      }
    }
    const machine = `${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores, Node ${process.versions.node}`;
    const report = startupReport(measured, { machine, versions: peers.versions, rounds: Number(values.rounds) });
    const output = values.output ?? join(projectRoot, 'bench', 'results', 'startup.md');
    await mkdir(dirname(output), { recursive: true });
    await writeFile(output, report);
    process.stdout.write(report);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** @throws Failure `unknown` when the program fails */
async function secondsOf({ args, command }: Program, env: Readonly<Record<string, string>>): Promise<number> {
  const began = performance.now();
  const { code, stderr } = await runProgram(command, args, { env });
  const seconds = (performance.now() - began) / 1000;
  if (code !== 0) throw new Failure('unknown', `${command} ended with ${code}: ${stderr.trim()}`);
  return seconds;
}

try {
  await main();
} catch (thrown) {
  process.stderr.write(`${describeFailure(Failure.from(thrown))}\n`);
  process.exitCode = 1;
}
