import { spreadOf } from '../simulator/statistics.ts';
import { rest } from './inPage.ts';

/** What a program did with a circuit, in milliseconds, megabytes and nodes; or why it could not. */
export type Measured =
  | {
      readonly kind: 'drawn';
      readonly paint: readonly number[];
      /** Until all is there of which the first paint may show the beginning; none where it always shows all. */
      readonly whole: readonly number[];
      /** In a page that shows another circuit already; none where nobody has measured that. */
      readonly nextPaint: readonly number[];
      readonly frames: readonly number[];
      readonly work: readonly number[];
      readonly megabytes: readonly number[];
      readonly nodes: readonly number[];
      /** Of the process that draws for the page; none where there is no such process. */
      readonly serverMegabytes: readonly number[];
    }
  | { readonly kind: 'failed'; readonly why: string };

export interface MeasuredCircuit {
  readonly name: string;
  readonly gates: number;
  /** By the name of the program, ours first. */
  readonly programs: readonly (readonly [name: string, measured: Measured])[];
}

export interface ReportContext {
  readonly machine: string;
  readonly browser: string;
  readonly versions: readonly string[];
  readonly rounds: number;
}

/** The report as Markdown. */
export function panelReport(circuits: readonly MeasuredCircuit[], context: ReportContext): string {
  const { browser, machine, rounds, versions } = context;
  return [
    '# Drawing circuits in a page',
    '',
    'Written by `node bench/panels/main.ts`. All draw the same circuits in the same Chromium, without a graphics card, in a',
    `box of 1000 × 640 pixels. Medians over ${rounds} rounds, in each of which all take turns in new pages, which rest for`,
    `${rest} ms after they have loaded. *First paint* is the time from the call until the frame after the one that shows what is in`,
    'view of the drawing. Ours begins when the panel asks the',
    'language server, which is a process of its own and has understood the file for its findings, and includes all that follows:',
    'making the circuit of the program, laying it out, and the messages from process to process; server and page have drawn',
    'nothing before. Of a long circuit it makes the beginning first; *whole* is the time until all of it is laid out and the page',
    'knows its length, facts and overview. *Next paint* is the same where the panel is open and shows another file, as when somebody changes to a file',
    'that has not been drawn. Peers have the circuit in the page already. A *frame* is the time from one frame to the next while the box is scrolled',
    'by 36 pixels right and 9 down in every frame, for 240 frames; 16.7 ms are 60 a second. *Work* is what the main thread of the',
    'page did in a frame. *Memory* is the heap of the page, *nodes* what is in its document.',
    '',
    `Machine: ${machine}, ${browser}. Peers: ${versions.join(', ')}.`,
    ...circuits.flatMap(({ gates, name, programs }) => [
      '',
      `## ${name}, ${gates.toLocaleString('en')} gates`,
      '',
      '| | First paint | Whole | Next paint | Ratio | Frame, median | 95 % of frames | Work a frame | Memory | Nodes |',
      '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
      ...programs.map(([program, measured]) => row(program, measured, programs[0]?.[1])),
      ...programs.flatMap(([program, measured]) =>
        measured.kind === 'failed' ? ['', `${program}: ${measured.why}`] : serverSentence(measured.serverMegabytes),
      ),
    ]),
    '',
  ].join('\n');
}

function row(program: string, measured: Measured, ours: Measured | undefined): string {
  if (measured.kind === 'failed') return `| ${program} | did not draw it | | | | | | | | |`;
  const paint = median(measured.paint);
  const own = ours?.kind === 'drawn' && ours !== measured ? median(ours.paint) : undefined;
  const sorted = measured.frames.toSorted((one, other) => one - other);
  const cells = [
    `${Math.round(paint)} ms`,
    millisecondsOf(measured.whole),
    millisecondsOf(measured.nextPaint),
    own === undefined ? '' : `${(paint / own).toFixed(1)}×`,
    `${median(measured.frames).toFixed(1)} ms`,
    `${(sorted[Math.floor(sorted.length * 0.95)] ?? 0).toFixed(1)} ms`,
    `${median(measured.work).toFixed(1)} ms`,
    `${Math.round(median(measured.megabytes))} MB`,
    Math.round(median(measured.nodes)).toLocaleString('en'),
  ];
  return `| ${program} | ${cells.join(' | ')} |`;
}

function serverSentence(megabytes: readonly number[]): readonly string[] {
  if (megabytes.length === 0) return [];
  return ['', `The language server had ${Math.round(median(megabytes))} MB at the end.`];
}

function millisecondsOf(times: readonly number[]): string {
  return times.length === 0 ? '' : `${Math.round(median(times))} ms`;
}

function median(values: readonly number[]): number {
  return spreadOf(values)?.median ?? Number.NaN;
}
