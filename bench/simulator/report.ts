import type { MeasuringOptions } from './contestantTimes.ts';
import { figure } from './figures.ts';
import type { MeasuredMemory } from './measureMemory.ts';
import type { MeasuredRow } from './measureRow.ts';
import { memorySection } from './memorySection.ts';
import { shortfallSection, summaryTable, targetTable } from './targetSections.ts';
import { timeTable } from './timeTable.ts';

/** What the report says besides the measurements. */
export interface ReportContext {
  /** Processor, system and Node, without names or places of the machine. */
  readonly machine: string;
  readonly versions: readonly string[];
  readonly qulacsNote: string;
  readonly options: MeasuringOptions;
  /** How many rows there are, each thread count counted, of which those measured are some. */
  readonly planned: number;
  readonly memory: readonly MeasuredMemory[];
  /** Of a process of ours with 16 qubits. */
  readonly emptyMemory: number;
}

/** The report as Markdown. */
export function simulatorReport(measured: readonly MeasuredRow[], context: ReportContext): string {
  const groups = [...new Set(measured.map(({ row }) => row.group))];
  return [
    '# The simulator beside its peers',
    '',
    ...introduction(measured, context),
    '',
    '## Targets',
    '',
    ...summaryTable(measured),
    '',
    ...shortfallSection(measured),
    '## Rows',
    '',
    ...targetTable(measured),
    '',
    ...groups.flatMap((group) => [
      `## ${group}`,
      '',
      'Median over the rounds; in brackets the first call.',
      '',
      ...timeTable(measured.filter(({ row }) => row.group === group)),
      '',
    ]),
    ...memorySection(context.memory, context.emptyMemory),
    '## Agreement',
    '',
    ...agreement(measured),
    '',
    '## How it is measured',
    '',
    ...method(context),
    '',
  ].join('\n');
}

function introduction(
  measured: readonly MeasuredRow[],
  { machine, options, planned, qulacsNote, versions }: ReportContext,
): string[] {
  const short = measured.filter(({ rounds }) => rounds < options.rounds);
  const names = short.map(({ row, rounds, threads }) => `${row.name} with ${threads} (${rounds})`);
  return [
    'Written by `node bench/simulator/main.ts`. A ratio is our time divided by that of the best configuration of a peer, below',
    `1 where ours is faster: the median of ${options.rounds} rounds, and in brackets the least and the greatest. In every round all`,
    'take turns, ours and the peers by turns first. Times include planning: ours lowers, searches stages and plans anew in every',
    'run ("again" finds the plan of a circuit of the same shape, as it does when only angles change), Qulacs optimises a copy of',
    'the circuit, qsim fuses, Aer fuses.',
    '',
    `Machine: ${machine}. Peers: ${versions.join(', ')}. ${qulacsNote} QuEST is not on PyPI and not measured.`,
    ...(measured.length === planned ? [] : ['', `**Only ${measured.length} of ${planned} rows are measured.**`]),
    ...(names.length === 0 ? [] : ['', `Fewer rounds, as they take long: ${names.join(', ')}.`]),
  ];
}

function agreement(measured: readonly MeasuredRow[]): string[] {
  const wrong = [...new Set(measured.flatMap(({ disagreements }) => disagreements))];
  const broken = [...new Set(measured.flatMap(({ found }) => found.flatMap(({ broken: why }) => (why ? [why] : []))))];
  const other = broken.filter((sentence) => !wrong.includes(sentence));
  return [
    ...(wrong.length === 0
      ? ['All agree in every row.']
      : ['**Not all agree:**', '', ...wrong.map((sentence) => `- ${sentence}`), '']),
    'Before a row is timed, what comes of the first run of each contestant is compared with the first peer in double precision:',
    'amplitudes (all of them up to 12 qubits, 16 above) in double precision to 10⁻⁹ of the larger of their own size and the root',
    'mean square of all amplitudes, in single precision to 10⁻⁴, and so for jsqubits, which makes small amplitudes zero;',
    'expectation values and gradients to 10⁻⁹; the rates at which detectors fire to six standard deviations. Who differs is',
    'not timed.',
    ...(other.length === 0 ? [] : ['', 'What did not run:', '', ...other.map((sentence) => `- ${sentence}`)]),
  ];
}

function method({ options }: ReportContext): string[] {
  return [
    `A turn repeats a run for ${figure(options.secondsPerTurn)} s, a longer one is done once; the time of a round is the least of the turn. Times are`,
    'taken inside the process of the subject and leave out the building of the circuit and the start of the process. Peers have',
    'a process for each row and number of threads, each configuration of ours has its own, a new one in every round unless a run',
    'takes a second. First calls are first runs in these processes, with memory that is touched for the first time and code that is',
    'not yet compiled; those of ours also count what loading the kernels takes, and run in one thread until the others have started.',
    'All configurations of a peer are tried; one whose first run takes half as long again as the best goes no further, and after',
    'the first round only the best does. A peer whose first run takes more than two seconds and five times what ours takes is not',
    'run again ("one run").',
    '',
    'qsim computes in single precision and is compared with our single precision, all others in double precision. Lightning',
    'is timed without what calls from Python cost (`subjects/lightning_subject.py` says how), for variational circuits without',
    'the expectation value that ours includes; its wheel uses one thread for a circuit. Our time for one set of parameters is',
    'that of a call for 4,096 sets, divided by 4,096, in one thread or in a pool of as many as the row says. Qulacs times',
    'include its Python calls, which matter for small circuits. Gradients and detectors of ours take one thread, as Stim does.',
    'Aer reports its own time. Q# programs are compiled in every run, those of up to 12 qubits for ten shots, whose time is divided',
    'by ten. Swaps at the end of the Fourier transform are relabelled by ours and executed by peers; no peer has its special',
    'functions for Fourier transforms used. Packages of npm have no threads, so their rows are measured with one.',
  ];
}
