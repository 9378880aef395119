import type { ContenderIdentity, ContenderWork } from '#core/pipeline/engine/contender.ts';
import type { PythonWork } from '#core/pipeline/engine/pythonWork.ts';
import type { CircuitContender } from '#core/pipeline/engine/quantumContender.ts';
import type { KernelCell, PredictedNumbers } from '#core/runs/recordedCharts.ts';
import type { SplitSizes } from './metricSummary.ts';

/** What came out of one repeat of one contender. */
export interface Measurement {
  /** By name of the metric; one that the contender has no value of is left out. */
  readonly metrics: Record<string, number>;
  /** Of each test row whether it was judged right, `1` or `0`; for McNemar's test only. */
  readonly right?: string;
  /** Actual classes × predicted classes, of classifiers. */
  readonly confusion?: number[][];
  /** How well each class is told from the others, of classifiers that say how sure they are; null where nothing is to tell. */
  readonly receiver?: (MeasuredReceiver | null)[];
  /** Of the training rows, of the quantum kernel in the first repeat. */
  readonly kernel?: MeasuredKernel;
  /** What was predicted of test rows, where the target is a number. */
  readonly predicted?: Omit<PredictedNumbers, 'repeat'>;
  /** What was answered to a problem. */
  readonly answer?: { readonly value: number; readonly bits?: string };
  /** Of each test row, by its number in the table, how often each reading of its circuit was measured, where that is kept. */
  readonly rowCounts?: { row: number; counts: Record<string, number> }[];
  /** How often each assignment of a problem was measured, where counts are kept. */
  readonly counts?: Record<string, number>;
}

export interface MeasuredReceiver {
  readonly area: number;
  readonly rates: number[];
}

export interface MeasuredKernel {
  readonly samples: number;
  readonly cells: KernelCell[];
  readonly values: number[][];
}

/** What a problem asks for. */
export interface BenchmarkObjective {
  readonly kind: 'energy' | 'value';
  readonly sense: 'min' | 'max';
  /** The best there is, where it is known. */
  readonly best?: number;
}

/** A contender together with what it works on and how its answers are judged. */
export interface MeasuredContender extends ContenderIdentity {
  /**
   * Makes ready what all contenders share in a repeat, whoever comes first; the time is nobody's.
   * @throws Failure, in particular `cancelled`
   */
  prepare?(repeat: number, work: PythonWork): Promise<void>;
  /**
   * Deterministic: the same repeat gives the same measurement, also when it goes on from a state it kept earlier.
   * @throws Failure, in particular `cancelled`
   */
  measure(repeat: number, work: ContenderWork): Promise<Measurement>;
}

/** Everything that is compared in a run. */
export interface Benchmark {
  /** The hybrid pipeline first. */
  readonly contenders: readonly MeasuredContender[];
  readonly repeats: number;
  /** Of the hybrid pipeline. */
  readonly circuit: CircuitContender;
  /** Of the first split, whose rows the repeats share; undefined where nothing is split. */
  readonly splitSizes?: SplitSizes;
  /** Tells splits apart; equal for equal splits. */
  readonly splitDigest?: string;
  /** Names of the classes, of classifiers. */
  readonly classes?: readonly string[];
  /** Of problems. */
  readonly objective?: BenchmarkObjective;
}
