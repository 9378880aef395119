import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { exportCircuit } from '#core/circuit/export/exportCircuit.ts';
import { type Coupling, gridCouplings, lineCouplings } from '#core/transpiler/couplingMap.ts';
import { deviceTarget } from '#core/transpiler/deviceTarget.ts';
import { transpileCircuit } from '#core/transpiler/transpileCircuit.ts';
import { projectRoot } from '#scripts/projectRoot.ts';
import { bringPythonPeers, versionsIn } from '../simulator/pythonPeers.ts';
import { namedCircuits } from './namedCircuits.ts';

/*
 * `node bench/transpiler/main.ts [--sizes 5,10,20,50] [--output FILE]` fits named circuits to three devices at levels 1 to
 * 3 and has Qiskit do the same in the same run; prints ratios of gates on two qubits, of depth and of CPU time.
 */

const levels = [1, 2, 3] as const;
const requirements = join(projectRoot, 'bench', 'pipeline', 'requirements.txt');

/** Rows of qubits in line, with one between every fourth of neighbouring rows, in turn from the first and the third. */
function heavyHexCouplings(rows: number, length: number): Coupling[] {
  const lines = Array.from({ length: rows }, (_, row) =>
    lineCouplings(length).map(([one, other]): Coupling => [row * length + one, row * length + other]),
  ).flat();
  let next = rows * length;
  for (let row = 0; row + 1 < rows; row++) {
    for (let column = row % 2 === 0 ? 0 : 2; column < length; column += 4) {
      lines.push([row * length + column, next], [next, (row + 1) * length + column]);
      next++;
    }
  }
  return lines;
}

const bothWays = (pairs: readonly Coupling[]) =>
  pairs.flatMap(([one, other]): Coupling[] => [
    [one, other],
    [other, one],
  ]);

const devices = {
  'heavy hexagons, ECR one way': { gates: ['rz', 'sx', 'x', 'ecr'], couplings: heavyHexCouplings(5, 11) },
  'grid, CZ': { gates: ['rz', 'sx', 'x', 'cz'], couplings: bothWays(gridCouplings(8, 8)) },
  'line, CX': { gates: ['rz', 'sx', 'x', 'cx'], couplings: bothWays(lineCouplings(50)) },
} as const;

const figuresSchema = z.object({ seconds: z.number(), depth: z.number(), twoQubitGates: z.number() });
type Figures = z.infer<typeof figuresSchema>;

interface Row {
  readonly device: string;
  readonly circuit: string;
  readonly qubits: number;
  readonly ours: readonly Figures[];
  readonly peer: readonly Figures[];
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { sizes: { type: 'string', default: '5,10,20,50' }, output: { type: 'string' } },
  });
  const python = await bringPythonPeers('pipeline', requirements);
  const tasks = values.sizes.split(',').flatMap((size) =>
    Object.entries(namedCircuits).flatMap(([circuit, make]) =>
      Object.keys(devices).map((device) => {
        const made = make(Number(size));
        return { device, circuit, qubits: Number(size), made, program: exportCircuit(made, 'qasm2').text ?? '' };
      }),
    ),
  );
  const ours = tasks.map(({ circuit, device, made, qubits }) => {
    process.stderr.write(`${circuit} ${qubits} ${device}\n`);
    return levels.map((level) => fittedHere(made, device, level));
  });
  const peer = await fittedByQiskit(python, tasks);
  const rows = tasks.map(({ circuit, device, qubits }, index): Row => {
    return { circuit, device, qubits, ours: ours[index] ?? [], peer: peer[index] ?? [] };
  });
  const report = reportOf(rows, await versionsIn(requirements, ['qiskit']));
  if (values.output === undefined) process.stdout.write(report);
  else await writeFile(values.output, report);
}

function fittedHere(
  circuit: Parameters<typeof transpileCircuit>[0],
  device: string,
  level: (typeof levels)[number],
): Figures {
  const { couplings, gates } = devices[device as keyof typeof devices];
  const qubitCount = 1 + Math.max(...couplings.flat());
  const target = deviceTarget({ name: device, qubitCount, gates, couplings });
  const begun = process.cpuUsage();
  const { after } = transpileCircuit(circuit, target, { level, seed: 1 });
  const { system, user } = process.cpuUsage(begun);
  return { seconds: (user + system) / 1e6, depth: after.depth, twoQubitGates: after.twoQubitGates };
}

async function fittedByQiskit(
  python: string,
  tasks: readonly { readonly device: string; readonly program: string }[],
): Promise<Figures[][]> {
  const child = spawn(python, [join(projectRoot, 'bench', 'transpiler', 'qiskit_subject.py')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const asked = tasks.map(({ device, program }) => ({ device, program }));
  child.stdin.end(JSON.stringify({ devices, levels, tasks: asked }));
  const [answer, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  if (code !== 0) throw new Error(`Qiskit ended with ${String(code)}.`);
  const parsed = z.array(z.record(z.string(), figuresSchema)).parse(JSON.parse(answer));
  return parsed.map((own) => levels.flatMap((level) => own[String(level)] ?? []));
}

/** How many times ours is Qiskit's: below 1 is better. */
function ratio(one: number | undefined, other: number | undefined): string {
  if (one === undefined || other === undefined) return '–';
  return other === 0 ? (one === 0 ? '1.00' : '∞') : (one / other).toFixed(2);
}

function reportOf(rows: readonly Row[], versions: readonly string[]): string {
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
  const means = levels.map((level, index) => {
    const own = kinds.map((kind) => {
      const ratios = rows.flatMap(({ ours, peer }) => {
        const [one, other] = [ours[index]?.[kind] ?? 0, peer[index]?.[kind] ?? 0];
        return one > 0 && other > 0 ? [Math.log(one / other)] : [];
      });
      return Math.exp(ratios.reduce((sum, each) => sum + each, 0) / ratios.length).toFixed(2);
    });
    return line([String(level), ...own]);
  });
  return `# Transpiling beside Qiskit

Ratios of ours to ${versions.join(', ')} at the same level: below 1 is better. Gates are those on two qubits. Time is CPU time
of one fit each, Qiskit's kernels in Rust included, so it is a rough figure. ${processor?.model ?? 'Unknown processor'}; load when
the report was written: ${loadavg()
    .map((each) => each.toFixed(1))
    .join(' ')}.

Geometric means:

| Level | Gates | Depth | CPU time |
| --- | --- | --- | --- |
${means.join('\n')}

${line(['Circuit', 'Qubits', 'Device', ...header])}
${line(['Circuit', 'Qubits', 'Device', ...header].map(() => '---'))}
${table.join('\n')}
`;
}

await main();
