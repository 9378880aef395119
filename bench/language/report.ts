import { type Measurement, median, type Operation } from './measurement.ts';
import { peerVersions } from './peers.ts';

export type Subject = 'hybrid-quantum parser' | 'antlr4ng' | 'hybrid-quantum' | 'qsharp-lang';

/** The runs of one subject on a circuit of one size; undefined for a run that did not end in time. */
export interface SubjectRuns {
  readonly subject: Subject;
  readonly lines: number;
  readonly measurements: readonly (Measurement | undefined)[];
}

/** What a row compares: a figure of ours with the same figure of a peer. */
interface Comparison {
  readonly title: string;
  readonly operation: Operation;
  readonly ours: Subject;
  readonly peer: Subject | undefined;
  /** Milliseconds that ours may take, by lines (the budgets of the project). */
  readonly budget?: Readonly<Record<number, number>>;
}

const parserRows: readonly Comparison[] = [
  { title: 'Cold parse', operation: 'parse', ours: 'hybrid-quantum parser', peer: 'antlr4ng' },
];

const serviceRows: readonly Comparison[] = [
  row('Open with diagnostics, cold', 'open', { budget: { 250000: 1500 } }),
  row('Keystroke to diagnostics', 'keystroke', { budget: { 5000: 16, 250000: 100 } }),
  row('Hover', 'hover'),
  row('Completion', 'completion'),
  row('Definition', 'definition'),
  row('References of a register', 'references'),
  row('Rename of a register', 'rename'),
  row('Semantic tokens of a screen', 'semanticTokens', { alone: true }),
  row('Folding', 'folding', { alone: true }),
  row('Format', 'format', { alone: true }),
];

function row(
  title: string,
  operation: Operation,
  { alone = false, budget }: { readonly alone?: boolean; readonly budget?: Comparison['budget'] } = {},
): Comparison {
  const peer = alone ? undefined : 'qsharp-lang';
  return { title, operation, ours: 'hybrid-quantum', peer, ...(budget && { budget }) };
}

/** The report as Markdown: medians over the rounds, and how many times longer the peer takes. */
export function languageReport(runs: readonly SubjectRuns[], machine: string): string {
  const sizes = [...new Set(runs.map(({ lines }) => lines))];
  const versions = Object.entries(peerVersions).map(([name, version]) => `${name} ${version}`);
  return [
    '# The OpenQASM front end beside its peers',
    '',
    'Written by `node bench/language/main.ts`. Milliseconds are medians over rounds in which the subjects take turns, each',
    'in a fresh process; a ratio says how many times longer the peer takes on the same circuit in the same rounds. The',
    'circuits are generated, one statement a line. Parsing is cold: the first work of its process. Ours runs bundled and',
    'with the flags the extension starts its server with.',
    '',
    `Machine: ${machine}. Peers: ${versions.join(', ')}, and the reference grammar of OpenQASM with SLL prediction.`,
    '',
    '## Parsing',
    '',
    ...table(parserRows, sizes, runs, 'antlr4ng'),
    '',
    '## Language service',
    '',
    ...table(serviceRows, sizes, runs, 'qsharp-lang'),
    '',
    '## Memory',
    '',
    '| Lines | hybrid-quantum, opening and typing | Budget | hybrid-quantum, all requests | antlr4ng, parsing | qsharp-lang, all requests |',
    '| ---: | ---: | ---: | ---: | ---: | ---: |',
    ...sizes.map((lines) => {
      const peak = (subject: Subject) =>
        text(
          figure(runs, subject, lines, ({ peakMemory }) => peakMemory / 1e6),
          'MB',
        );
      const editing = figure(runs, 'hybrid-quantum', lines, ({ editingMemory }) => (editingMemory ?? 0) / 1e6);
      const kept = typeof editing === 'number' && editing <= memoryBudget ? 'kept' : 'MISSED';
      const cells = [text(editing, 'MB'), `${memoryBudget} MB ${kept}`, peak('hybrid-quantum'), peak('antlr4ng')];
      return `| ${[lines, ...cells, peak('qsharp-lang')].join(' | ')} |`;
    }),
    '',
    'Peak of the whole process, Node included. All requests are those of the table above, among them the renaming of a',
    'register with most of the operands and the formatting of the whole file.',
    '',
  ].join('\n');
}

/** Megabytes that the language service may need for a circuit. */
const memoryBudget = 300;

function table(
  rows: readonly Comparison[],
  sizes: readonly number[],
  runs: readonly SubjectRuns[],
  peerName: string,
): string[] {
  const lines = [
    `| | Lines | hybrid-quantum | ${peerName} | Ratio | Budget |`,
    '| --- | ---: | ---: | ---: | ---: | ---: |',
  ];
  for (const { budget, operation, ours, peer, title } of rows) {
    for (const size of sizes) {
      const own = figure(runs, ours, size, ({ times }) => times[operation]);
      const other = peer && figure(runs, peer, size, ({ times }) => times[operation]);
      const ratio = own === undefined || typeof other !== 'number' ? '' : `${(other / own).toFixed(1)}×`;
      const limit = budget?.[size];
      const kept = limit === undefined || own === undefined ? '' : `${limit} ms ${own <= limit ? 'kept' : 'MISSED'}`;
      const theirs = peer === undefined ? 'not offered' : text(other, 'ms');
      lines.push(`| ${title} | ${size} | ${text(own, 'ms')} | ${theirs} | ${ratio} | ${kept} |`);
    }
  }
  return lines;
}

/** The median of a figure over the rounds; undefined when a run did not end. */
function figure(
  runs: readonly SubjectRuns[],
  subject: Subject,
  lines: number,
  read: (measurement: Measurement) => number | undefined,
): number | undefined {
  const own = runs.find((each) => each.subject === subject && each.lines === lines)?.measurements ?? [];
  const values = own.map((measurement) => measurement && read(measurement)).filter((value) => value !== undefined);
  return values.length === 0 || values.length < own.length ? undefined : median(values);
}

function text(value: number | undefined, unit: 'ms' | 'MB'): string {
  if (value === undefined) return 'did not end';
  return `${value >= 100 ? Math.round(value) : Number(value.toPrecision(3))} ${unit}`;
}
