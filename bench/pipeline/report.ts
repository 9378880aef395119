import { spreadOf } from '../simulator/statistics.ts';
import {
  type EngineTimes,
  fastest,
  type MeasuredRow,
  type MeasuringOptions,
  middleOf,
  ratiosOf,
} from './measurement.ts';
import { type Contestant, type PeerName, subjectNames, targets } from './rows.ts';

/** What a report says besides the measurements. */
export interface ReportContext {
  readonly machine: string;
  readonly versions: readonly string[];
  readonly threads: number;
  readonly options: MeasuringOptions;
  /** Whether less work was done than the full benchmark does. */
  readonly isQuick: boolean;
}

type Times = Pick<EngineTimes, 'contestant' | 'rounds' | 'remark'>;

/** Whether a ratio is judged by the goals of the project; whole programs only have to be faster. */
type Goal = 'both' | 'must';

/** The report as Markdown. */
export function pipelineReport(rows: readonly MeasuredRow[], context: ReportContext): string {
  const { machine, options, threads, versions } = context;
  const disagreements = rows.flatMap((row) => row.disagreements);
  return [
    '# Pipelines beside PennyLane and Qiskit',
    '',
    'Written by `node bench/pipeline/main.ts`. A ratio is how many times longer a peer takes than ours, above 1 where ours is',
    `faster: the median of ${options.rounds} rounds, and in brackets the least and the greatest. In every round all take turns, by turns in`,
    'one order and the other. Of each peer the fastest of its configurations counts; all are in the last table.',
    '',
    'Circuit, rows, start, optimiser, number of evaluations and loss are the same for all: the peers are told the encoded rows,',
    'the start and the directions of SPSA, and every loss and all trained parameters have to agree within 10⁻⁶ (with shots the',
    'first loss, and entries of a sampled kernel, within 0.1), or the row does not count. Around the circuits the peers have',
    'NumPy on whole batches instead of what their libraries do row by row.',
    '',
    `Machine: ${machine}. Ours and Qiskit may use ${threads} threads, PennyLane has one, with which it is faster at so few qubits. Peers: ${versions.join(', ')}.`,
    '',
    ...(context.isQuick
      ? ['**A quick run with less work than the full benchmark; its ratios are not those.**', '']
      : []),
    '## The engine, inside a process',
    '',
    'From prepared rows to trained parameters, or to the kernel matrix, in a process that has done it before: what a loop in a',
    'notebook sees. Ours is the engine that `hybridq run` has, with its simulator in threads, without checking the pipeline and',
    'keeping records.',
    '',
    ...ratioTable(rows, (row) => row.engine, 'both'),
    '',
    ...goalSentences(rows),
    '',
    '## Whole programs, from the command line',
    '',
    'From the start of a process to its end. Ours is `hybridq run` of the pipeline file, which also checks it, trains a baseline,',
    'judges both and keeps a record in its store; the peers are Python scripts that import their library, read prepared rows,',
    'train, and judge the test rows. Both find the same accuracy and the same logarithmic loss.',
    '',
    ...ratioTable(rows, (row) => row.programs, 'must'),
    '',
    '## Agreement',
    '',
    ...(disagreements.length === 0 ? ['All answers agree.'] : disagreements.map((sentence) => `- ${sentence}`)),
    '',
    '## All configurations',
    '',
    'Seconds: of the first run in a process, and the median of the rounds.',
    '',
    '| Row | Who | First run | Later runs | Remark |',
    '| --- | --- | ---: | ---: | --- |',
    ...rows.flatMap(configurationLines),
    '',
  ].join('\n');
}

function ratioTable(
  rows: readonly MeasuredRow[],
  timesOf: (row: MeasuredRow) => readonly Times[],
  goal: Goal,
): string[] {
  return [
    '| | Ours | Peer | Peer takes | Ratio | Must | Ambitious | Met |',
    '| --- | ---: | --- | ---: | ---: | ---: | ---: | --- |',
    ...rows.flatMap((row) => peerNames.flatMap((peer) => ratioLine(row, peer, timesOf(row), goal))),
  ];
}

const peerNames = subjectNames.filter((name): name is PeerName => name !== 'hybrid-quantum');

function ratioLine({ row }: MeasuredRow, peer: PeerName, times: readonly Times[], goal: Goal): string[] {
  const target = targets.find((each) => each.peer === peer);
  const takesPart = row.contestants.some(({ subject }) => subject === peer);
  // Whole programs are run of peers that there are goals for.
  if (!takesPart || (goal === 'must' && target === undefined)) return [];
  const best = fastest(times, peer);
  const ours = fastest(times, 'hybrid-quantum');
  const spread = best && ours && spreadOf(ratiosOf(best.rounds, ours.rounds));
  const must = target === undefined ? '' : `${target.must}×`;
  const ambitious = target === undefined || goal === 'must' ? '' : `${target.ambitious}×`;
  if (best === undefined || ours === undefined || spread === undefined) {
    return [`| ${row.title} | ${seconds(ours?.rounds)} | ${peer} | did not run | | ${must} | ${ambitious} | |`];
  }
  const { greatest, least, median } = spread;
  const met = target === undefined ? '' : verdict(median, target.must, goal === 'both' ? target.ambitious : undefined);
  const ratio = `${factor(median)} (${factor(least)}–${factor(greatest)})`;
  const cells = [
    row.title,
    seconds(ours.rounds),
    nameOf(best.contestant),
    seconds(best.rounds),
    ratio,
    must,
    ambitious,
  ];
  return [`| ${cells.join(' | ')} | ${met} |`];
}

function verdict(ratio: number, must: number, ambitious: number | undefined): string {
  if (ambitious !== undefined && ratio >= ambitious) return 'ambitious';
  return ratio > must ? 'must' : '**missed**';
}

/** How many rows meet the goals, by peer. */
function goalSentences(rows: readonly MeasuredRow[]): string[] {
  return targets.map(({ ambitious, must, peer }) => {
    const ratios = rows.flatMap(({ engine }) => {
      const best = fastest(engine, peer);
      const ours = fastest(engine, 'hybrid-quantum');
      return best && ours ? [middleOf(ratiosOf(best.rounds, ours.rounds))] : [];
    });
    const met = (least: number) => ratios.filter((ratio) => ratio > least).length;
    const worst = ratios.length === 0 ? '' : `; the least ratio is ${factor(Math.min(...ratios))}`;
    return `- ${peer}: ${must}× in ${met(must)} of ${ratios.length} rows, ${ambitious}× in ${met(ambitious)}${worst}.`;
  });
}

function configurationLines({ engine, programs, row }: MeasuredRow): string[] {
  const lines = engine.map(({ contestant, first, remark = '', rounds }) => {
    const cells = [nameOf(contestant), seconds(first === undefined ? [] : [first]), seconds(rounds), remark];
    return `| ${row.name} | ${cells.join(' | ')} |`;
  });
  return [
    ...lines,
    ...programs.map(
      ({ contestant, remark = '', rounds }) =>
        `| ${row.name} | ${nameOf(contestant)}, whole program | ${seconds(rounds.slice(0, 1))} | ${seconds(rounds)} | ${remark} |`,
    ),
  ];
}

function nameOf({ configuration, subject }: Contestant): string {
  return `${subject}: ${configuration}`;
}

function seconds(times: readonly number[] | undefined): string {
  if (times === undefined || times.length === 0) return '–';
  const middle = middleOf(times);
  return middle < 1 ? `${Number((middle * 1000).toPrecision(3))} ms` : `${Number(middle.toPrecision(3))} s`;
}

function factor(ratio: number): string {
  return `${ratio >= 100 ? Math.round(ratio) : Number(ratio.toPrecision(3))}×`;
}
