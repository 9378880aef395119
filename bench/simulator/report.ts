import type { MeasuredMemory } from './measureMemory.ts';
import type { ContestantTimes } from './measureRow.ts';
import type { SubjectName } from './rows.ts';
import { type Spread, spreadOf } from './statistics.ts';
import { bestOf, type MeasuredRow, type TargetResult, targetResults } from './targets.ts';

/** What the report says besides the measurements. */
export interface ReportContext {
  /** Processor, system and Node, without names or places of the machine. */
  readonly machine: string;
  readonly versions: readonly string[];
  readonly qulacsNote: string;
  readonly rounds: number;
  readonly memory: readonly MeasuredMemory[];
  /** Peak of a process of ours with two qubits. */
  readonly emptyMemory: number;
}

/** The report as Markdown. */
export function simulatorReport(measured: readonly MeasuredRow[], context: ReportContext): string {
  const groups = [...new Set(measured.map(({ row }) => row.group))];
  return [
    '# The simulator beside its peers',
    '',
    ...introduction(context),
    '',
    '## Targets',
    '',
    ...targetTable(measured),
    '',
    ...groups.flatMap((group) =>
      timeTable(
        group,
        measured.filter(({ row }) => row.group === group),
      ),
    ),
    ...memoryTable(context),
    '## Agreement',
    '',
    ...agreement(measured),
    '',
  ].join('\n');
}

function introduction({ machine, qulacsNote, rounds, versions }: ReportContext): string[] {
  return [
    'Written by `node bench/simulator/main.ts`. A ratio is our time divided by that of the best configuration of a peer, below',
    `1 where ours is faster: the median of ${rounds} rounds, and in brackets the least and the greatest. In every round all`,
    'take turns, ours and the peers by turns first; the time of a round is the least of its repeated runs. Times are taken',
    'inside the process of the subject and leave out the building of the circuit and the start of the process. They include',
    'what a run plans: ours lowers, searches stages and plans anew in every run ("again" keeps the plan of the run before),',
    'Qulacs optimises a copy of the circuit, qsim fuses, Aer fuses. First calls are the first run in a process, with memory',
    'that is touched for the first time and code that is not yet compiled; ours has a new process in every round, and the first',
    'run of the process also counts what loading the kernels and starting the threads takes.',
    '',
    'qsim computes in single precision and is compared with our single precision, all others in double precision. Lightning',
    'is timed without what calls from Python cost (`subjects/lightning_subject.py` says how), for variational circuits without',
    'the expectation value that ours includes; its wheel uses one thread for a circuit. Our time for one set of parameters is',
    'that of a call for 4,096 sets, divided by 4,096, in one thread or in a pool of as many as the row says. Qulacs times',
    'include its Python calls, which matter for small circuits. Gradients and detectors of ours take one thread.',
    'Aer reports its own time. Q# programs are compiled in every run. Swaps at the end of the Fourier transform are relabelled',
    'by ours and executed by peers; no peer has its special functions for Fourier transforms used.',
    '',
    `Machine: ${machine}. Peers: ${versions.join(', ')}. ${qulacsNote}`,
  ];
}

function targetTable(measured: readonly MeasuredRow[]): string[] {
  const results = measured.flatMap((each) => targetResults(each).map((result) => ({ ...each, result })));
  const within = (limit: 'must' | 'ambitious') =>
    results.filter(({ result: { ratio, target } }) => ratio !== undefined && ratio.median <= target[limit]).length;
  return [
    `"Must" is met in ${within('must')} of ${results.length} rows, "ambitious" in ${within('ambitious')}.`,
    '',
    '| Row | Threads | Ours | Peer | Ratio | First call | Must | Ambitious | Met |',
    '| --- | ---: | --- | --- | ---: | ---: | ---: | ---: | --- |',
    ...results.map(({ result, row, threads }) => {
      const { firstRatio, ours, peer, ratio, target } = result;
      const cells = [row.name, threads, ours.contestant.configuration, nameOf(peer), ratioText(ratio)];
      const first = firstRatio === undefined ? '' : figure(firstRatio);
      return `| ${[...cells, first, target.must, target.ambitious, verdict(result)].join(' | ')} |`;
    }),
  ];
}

function verdict({ ratio, target }: TargetResult): string {
  if (ratio === undefined) return '**did not run**';
  if (ratio.median <= target.ambitious) return 'ambitious';
  return ratio.median <= target.must ? 'must' : '**MISSED**';
}

/** Times of all that took part in some rows. */
function timeTable(group: string, measured: readonly MeasuredRow[]): string[] {
  const ours = [
    ...new Set(measured.flatMap(({ found }) => ownOf(found).map(({ contestant }) => contestant.configuration))),
  ];
  const peers = [...new Set(measured.flatMap(({ found }) => found.map(({ contestant }) => contestant.subject)))].filter(
    (subject) => subject !== 'hybrid-quantum',
  );
  const heads = ['Row', 'Threads', ...ours.map((configuration) => `ours, ${configuration}`), ...peers];
  return [
    `## ${group}`,
    '',
    'Median over the rounds; in brackets the first call.',
    '',
    `| ${heads.join(' | ')} |`,
    `| --- |${' ---: |'.repeat(heads.length - 1)}`,
    ...measured.map(({ found, row, threads }) => {
      const own = ours.map((configuration) =>
        times(ownOf(found).find(({ contestant }) => contestant.configuration === configuration)),
      );
      const theirs = peers.map((subject: SubjectName) => {
        const best = bestOf(found, [subject]);
        const broken = found.find(({ contestant }) => contestant.subject === subject)?.broken;
        if (best === undefined) return broken === undefined ? '' : 'broke';
        const { configuration } = best.contestant;
        const isOnly = found.filter(({ contestant }) => contestant.subject === subject).length === 1;
        return isOnly ? times(best) : `${times(best)}, ${configuration}`;
      });
      return `| ${[row.name, threads, ...own, ...theirs].join(' | ')} |`;
    }),
    '',
  ];
}

function ownOf(found: readonly ContestantTimes[]): ContestantTimes[] {
  return found.filter(({ contestant }) => contestant.subject === 'hybrid-quantum');
}

function memoryTable({ emptyMemory, memory }: ReportContext): string[] {
  if (memory.length === 0) return [];
  return [
    '## Memory',
    '',
    'The most resident memory of a fresh process of ours that runs a GHZ circuit in double precision, and what of it is',
    `above the ${mebibytes(emptyMemory)} MiB that the same process has for two qubits.`,
    '',
    '| Qubits | Amplitudes, MiB | Peak, MiB | Above the empty process, MiB | Over the amplitudes |',
    '| ---: | ---: | ---: | ---: | ---: |',
    ...memory.map(({ peak, qubits, state }) => {
      const above = peak - emptyMemory;
      const over = `${(100 * (above / state - 1)).toFixed(1)} %`;
      return `| ${[qubits, mebibytes(state), mebibytes(peak), mebibytes(above), over].join(' | ')} |`;
    }),
    '',
  ];
}

function agreement(measured: readonly MeasuredRow[]): string[] {
  const wrong = [...new Set(measured.flatMap(({ disagreements }) => disagreements))];
  const broken = [...new Set(measured.flatMap(({ found }) => found.flatMap(({ broken: why }) => (why ? [why] : []))))];
  return [
    ...(wrong.length === 0
      ? [
          'All agree in every row: amplitudes (all of them up to 12 qubits, 16 above) in double precision to 10⁻⁹ of the larger',
          'of their own size and the root mean square of all amplitudes, in single precision to 10⁻⁴, and so for jsqubits, which',
          'makes small amplitudes zero; expectation values and gradients to 10⁻⁹; the rates at which detectors fire to six',
          'standard deviations.',
        ]
      : ['**Not all agree:**', '', ...wrong.map((sentence) => `- ${sentence}`)]),
    ...(broken.length === 0 ? [] : ['', 'What did not run:', '', ...broken.map((sentence) => `- ${sentence}`)]),
  ];
}

function nameOf({ contestant: { configuration, subject } }: ContestantTimes): string {
  const isNamed = ['default', 'expectation', 'gradient', 'detection'].includes(configuration);
  return isNamed ? subject : `${subject}, ${configuration}`;
}

function times(each: ContestantTimes | undefined): string {
  const warm = spreadOf(each?.rounds ?? []);
  const first = spreadOf(each?.first ?? []);
  if (warm === undefined) return each?.broken === undefined ? '' : 'broke';
  return first === undefined ? duration(warm.median) : `${duration(warm.median)} (${duration(first.median)})`;
}

function duration(seconds: number): string {
  if (seconds >= 1) return `${figure(seconds)} s`;
  return seconds >= 1e-3 ? `${figure(seconds * 1e3)} ms` : `${figure(seconds * 1e6)} µs`;
}

function ratioText(ratio: Spread | undefined): string {
  if (ratio === undefined) return '';
  const { greatest, least, median } = ratio;
  return `${figure(median)} (${figure(least)}–${figure(greatest)})`;
}

/** Three digits. */
function figure(value: number): string {
  return value >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
}

function mebibytes(bytes: number): number {
  return Math.round(bytes / 2 ** 20);
}
