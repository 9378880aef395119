import { spreadOf } from '../simulator/statistics.ts';

/** What a program took from its start to its end, in seconds: the first time, and in every round. */
export interface MeasuredStart {
  readonly name: string;
  readonly first: number;
  readonly later: number[];
}

export interface StartupContext {
  readonly machine: string;
  readonly versions: readonly string[];
  readonly rounds: number;
}

/** The report as Markdown. */
export function startupReport(
  measured: readonly MeasuredStart[],
  { machine, rounds, versions }: StartupContext,
): string {
  return [
    '# Starting programs',
    '',
    `Written by \`node bench/startup/main.ts\`. Milliseconds from the start of a process to its end: of the first time, and the`,
    `median, the least and the greatest of ${rounds} rounds, in each of which all take turns. hybridq keeps what was compiled of it`,
    'for the next time, as Python does with its libraries.',
    '',
    `Machine: ${machine}. Peers: ${versions.join(', ')}.`,
    '',
    '| | First | Median | Least | Greatest |',
    '| --- | ---: | ---: | ---: | ---: |',
    ...measured.map(({ first, later, name }) => {
      const spread = spreadOf(later);
      const cells = [first, spread?.median, spread?.least, spread?.greatest].map(milliseconds);
      return `| ${name} | ${cells.join(' | ')} |`;
    }),
    '',
  ].join('\n');
}

function milliseconds(seconds: number | undefined): string {
  return seconds === undefined ? '–' : String(Math.round(seconds * 1000));
}
