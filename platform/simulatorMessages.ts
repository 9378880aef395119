import type { FailureReason } from '#core/base/failure.ts';
import type { OffsetRange } from '#core/base/textRange.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import type { EvaluationRequest } from '#core/circuit/evaluation.ts';
import type { RowRange } from '#core/simulator/evaluationParts.ts';
import type { SimulationOptions } from '#core/simulator/simulationOptions.ts';
import type { SimulationResult } from '#core/simulator/simulationResult.ts';

/** What a simulator worker starts with. */
export interface WorkerStart {
  /** One shared 32-bit number; not 0 when the task at hand is no longer wanted. */
  readonly cancelled: Int32Array;
}

/** To a worker, one at a time. */
export type WorkerTask =
  | {
      readonly kind: 'evaluate';
      /** Absent when it is the circuit of the evaluation before. */
      readonly circuit?: Circuit;
      readonly request: Omit<EvaluationRequest, 'circuit'>;
      readonly rows: RowRange;
    }
  | { readonly kind: 'simulate'; readonly circuit: Circuit; readonly options: SimulationOptions };

/** From a worker, one per task. */
export type WorkerAnswer =
  /** All rows one after the other; they are equally long. */
  | { readonly kind: 'rows'; readonly values: Float64Array }
  | { readonly kind: 'simulation'; readonly result: SimulationResult }
  | {
      readonly kind: 'failed';
      readonly reason: FailureReason;
      readonly message: string;
      readonly advice: string | undefined;
      /** Where the program went wrong that was run. */
      readonly source?: OffsetRange;
    };
