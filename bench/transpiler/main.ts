import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import type { Circuit } from '#core/circuit/circuit.ts';
import { exportCircuit } from '#core/circuit/export/exportCircuit.ts';
import { deviceTarget } from '#core/transpiler/deviceTarget.ts';
import { type TranspilerLevel, transpileCircuit } from '#core/transpiler/transpileCircuit.ts';
import { projectRoot } from '#scripts/projectRoot.ts';
import { bringPythonPeers, versionsIn } from '../simulator/pythonPeers.ts';
import { type BenchedDevice, devicesFor } from './devices.ts';
import { namedCircuits } from './namedCircuits.ts';

/*
 * `node bench/transpiler/main.ts [--sizes 5,10,20,50,100] [--levels 1,2,3] [--circuits GHZ,QFT] [--rounds 3]
 * [--output FILE]` fits named circuits to three devices and has Qiskit do the same in turn, round after round; prints
 * ratios of gates on two qubits, of depth and of the medians of CPU time.
 */

const requirements = join(projectRoot, 'bench', 'pipeline', 'requirements.txt');

const figuresSchema = z.object({ seconds: z.number(), depth: z.number(), twoQubitGates: z.number() });
type Figures = z.infer<typeof figuresSchema>;

interface Task {
  readonly circuit: string;
  readonly qubits: number;
  readonly device: string;
  readonly level: TranspilerLevel;
}

interface Fits {
  readonly ours: Figures[];
  readonly peer: Figures[];
}

interface Row extends Omit<Task, 'level'> {
  /** For each level. */
  readonly ours: readonly Figures[];
  readonly peer: readonly Figures[];
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      sizes: { type: 'string', default: '5,10,20,50,100' },
      levels: { type: 'string', default: '1,2,3' },
      circuits: { type: 'string', default: Object.keys(namedCircuits).join() },
      rounds: { type: 'string', default: '3' },
      output: { type: 'string' },
    },
  });
  const levels = z.array(z.literal([0, 1, 2, 3])).parse(values.levels.split(',').map(Number));
  const rounds = Number(values.rounds);
  const peer = new QiskitSubject(await bringPythonPeers('pipeline', requirements));
  const circuits = values.circuits.split(',');
  const rows: Row[] = [];
  const versions = await versionsIn(requirements, ['qiskit']);
  for (const qubits of values.sizes.split(',').map(Number)) {
    for (const circuit of circuits) {
      for (const device of Object.keys(devicesFor(qubits))) {
        process.stderr.write(`${circuit} ${qubits} ${device}\n`);
        const fits = levels.map((): Fits => ({ ours: [], peer: [] }));
        for (let round = 0; round < rounds; round++) {
          for (const [index, level] of levels.entries()) {
            const task = { circuit, qubits, device, level };
            fits[index]?.ours.push(fittedHere(task));
            fits[index]?.peer.push(await peer.fitted(task));
          }
        }
        rows.push({
          ...{ circuit, qubits, device },
          ours: fits.map(({ ours }) => middle(ours)),
          peer: fits.map(({ peer: theirs }) => middle(theirs)),
        });
        // What was measured stays if the rest is given up.
        if (values.output !== undefined) await writeFile(values.output, reportOf(rows, levels, rounds, versions));
      }
    }
  }
  await peer.end();
  if (values.output === undefined) process.stdout.write(reportOf(rows, levels, rounds, versions));
}

/** The same sizes each time, and the median of times. */
function middle(figures: readonly Figures[]): Figures {
  const sorted = figures.toSorted((one, other) => one.seconds - other.seconds);
  return sorted[sorted.length >> 1] ?? { seconds: 0, depth: 0, twoQubitGates: 0 };
}

function circuitOf({ circuit, qubits }: Task): Circuit {
  const make = namedCircuits[circuit];
  if (!make) throw new Error(`There is no circuit ${circuit}; there are ${Object.keys(namedCircuits).join(', ')}.`);
  return make(qubits);
}

function deviceOf({ device, qubits }: Task): BenchedDevice {
  const found = devicesFor(qubits)[device];
  if (!found) throw new Error(`There is no device ${device}.`);
  return found;
}

function fittedHere(task: Task): Figures {
  const circuit = circuitOf(task);
  const target = deviceTarget({ name: task.device, ...deviceOf(task) });
  const begun = process.cpuUsage();
  const { after } = transpileCircuit(circuit, target, { level: task.level, seed: 1 });
  const { system, user } = process.cpuUsage(begun);
  return { seconds: (user + system) / 1e6, depth: after.depth, twoQubitGates: after.twoQubitGates };
}

/** One process of Python for all. */
class QiskitSubject {
  readonly #child;
  readonly #answers;

  constructor(python: string) {
    this.#child = spawn(python, [join(projectRoot, 'bench', 'transpiler', 'qiskit_subject.py')], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.#answers = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  async fitted(task: Task): Promise<Figures> {
    const { couplings, gates } = deviceOf(task);
    const program = exportCircuit(circuitOf(task), 'qasm2').text ?? '';
    this.#child.stdin.write(`${JSON.stringify({ program, couplings, gates, level: task.level })}\n`);
    const answer = await this.#answers.next();
    if (answer.done === true) throw new Error('Qiskit ended early.');
    return figuresSchema.parse(JSON.parse(answer.value));
  }

  async end(): Promise<void> {
    this.#child.stdin.end();
    if (this.#child.exitCode === null) await once(this.#child, 'exit');
  }
}

/** How many times ours is Qiskit's: below 1 is better. */
function ratio(one: number | undefined, other: number | undefined): string {
  if (one === undefined || other === undefined) return '–';
  return other === 0 ? (one === 0 ? '1.00' : '∞') : (one / other).toFixed(2);
}

function reportOf(
  rows: readonly Row[],
  levels: readonly TranspilerLevel[],
  rounds: number,
  versions: readonly string[],
): string {
  const [processor] = cpus();
  const kinds = ['twoQubitGates', 'depth', 'seconds'] as const;
  const header = levels.flatMap((level) => [`gates ${level}`, `depth ${level}`, `time ${level}`]);
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const table = rows.map(({ circuit, device, ours, peer, qubits }) =>
    line([
      circuit,
      String(qubits),
      device,
      ...levels.flatMap((_, index) => kinds.map((kind) => ratio(ours[index]?.[kind], peer[index]?.[kind]))),
    ]),
  );
  const sizes = [...new Set(rows.map(({ qubits }) => qubits))];
  const meansOf = (of: readonly Row[], name: string) =>
    levels.map((level, index) => {
      const own = kinds.map((kind) => {
        const ratios = of.flatMap(({ ours, peer }) => {
          const [one, other] = [ours[index]?.[kind] ?? 0, peer[index]?.[kind] ?? 0];
          return one > 0 && other > 0 ? [Math.log(one / other)] : [];
        });
        return Math.exp(ratios.reduce((sum, each) => sum + each, 0) / ratios.length).toFixed(2);
      });
      return line([name, String(level), ...own]);
    });
  const means = [
    ...meansOf(rows, 'all'),
    ...sizes.flatMap((size) =>
      meansOf(
        rows.filter(({ qubits }) => qubits === size),
        String(size),
      ),
    ),
  ];
  return `# Transpiling beside Qiskit

Ratios of ours to ${versions.join(', ')} at the same level: below 1 is better. Gates are those on two qubits. Time is CPU time
of a fit, Qiskit's kernels in Rust included, the median of ${rounds} in turn with the peer's. ${processor?.model ?? 'Unknown processor'}; load
when the report was written, others running beside: ${loadavg()
    .map((each) => each.toFixed(1))
    .join(' ')}.

Geometric means:

| Qubits | Level | Gates | Depth | CPU time |
| --- | --- | --- | --- | --- |
${means.join('\n')}

${line(['Circuit', 'Qubits', 'Device', ...header])}
${line(['Circuit', 'Qubits', 'Device', ...header].map(() => '---'))}
${table.join('\n')}
`;
}

await main();
