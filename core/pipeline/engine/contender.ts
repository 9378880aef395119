import type { CancellationSignal } from '#core/base/cancellation.ts';
import type { RepeatPartId, TraceEntry } from '#core/runs/runRecord.ts';
import type { PythonPort } from '../python/pythonPort.ts';
import type { CircuitSize } from './circuitSize.ts';
import type { Prediction } from './prediction.ts';
import type { PreparedSplit } from './preparedSplit.ts';

/** One row of the comparison, whatever it works on. */
export interface ContenderIdentity {
  readonly id: string;
  readonly role: 'hybrid' | 'baseline' | 'ablation';
  readonly description: string;
  /** Whether it runs circuits, if there is a backend for them. */
  readonly quantum: boolean;
  /** What one repeat costs compared with others; only for progress. */
  readonly weight: number;
  /** Of its circuit, if it has one. */
  readonly size?: CircuitSize;
}

/** Something that learns from the training rows of a split and judges its test rows. */
export interface Contender extends ContenderIdentity {
  /**
   * Deterministic: equal splits give equal predictions, also when it goes on from a state it kept earlier.
   * @throws Failure, in particular `cancelled`
   */
  fitAndPredict(split: PreparedSplit, work: ContenderWork): Promise<Prediction>;
}

/** What a contender is given to work with in one repeat. */
export interface ContenderWork {
  readonly signal: CancellationSignal;
  /** The user's Python interpreter, where the host has one. */
  readonly python: PythonPort | undefined;
  /** Plain JSON this contender kept in this repeat before the run was interrupted; undefined when it starts afresh. */
  readonly kept: unknown;
  /** Hands over what is needed to go on from here. `due` asks for it to be stored now, not just before an interruption. */
  keep(state: unknown, due: boolean): Promise<void>;
  /** How far this repeat is, 0…1. */
  advance(share: number, detail: string): void;
  /** Says what the time is spent on from now on. */
  begin(part: RepeatPartId): void;
  /** Tells a step of the optimiser. */
  trace(entry: Omit<TraceEntry, 'repeat' | 'elapsed'>): void;
  /** Tells the parameters that training ended with. */
  trained(parameters: readonly number[]): void;
  /** Lets the host do other things when it is time; rejects with `cancelled` once the signal is. */
  breathe(): Promise<void>;
}
