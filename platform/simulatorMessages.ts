import type { MessagePort } from 'node:worker_threads';
import type { FailureReason } from '#core/base/failure.ts';
import type { OffsetRange } from '#core/base/textRange.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import type { EvaluationRequest, GradientRequest } from '#core/circuit/evaluation.ts';
import type { StabilizerProgram } from '#core/circuit/stabilizerProgram.ts';
import type { RowRange } from '#core/simulator/evaluationParts.ts';
import type { NoiseModel } from '#core/simulator/noise/noiseModel.ts';
import type { SimulationPart } from '#core/simulator/program/shotRanges.ts';
import type { StateInspection, StateQuestion } from '#core/simulator/readout/stateInspection.ts';
import type { PartialSimulation } from '#core/simulator/simulatePart.ts';
import type { SimulationOptions } from '#core/simulator/simulationOptions.ts';
import type { SimulationResult } from '#core/simulator/simulationResult.ts';
import type { ProgramSample, ProgramSampling } from '#core/simulator/stabilizer/sampleProgram.ts';
import type { KernelModule } from '#core/simulator/wasm/kernelInstance.ts';
import type { PackedGradients, PackedRows } from './packedRows.ts';

/** What a simulator worker starts with. */
export interface WorkerStart {
  /** Of a {@link TaskState}; absent where threads cannot share memory. */
  readonly state: SharedArrayBuffer | undefined;
  readonly kernels: KernelModule;
  /** How many other threads may help with a task. */
  readonly helperCount: number;
}

/** To a worker, one at a time. */
export interface TaskMessage {
  readonly kind: 'task';
  readonly task: WorkerTask;
  /** What it is expected to take. */
  readonly memoryBytes: number;
}

export type WorkerTask =
  | {
      readonly kind: 'evaluate';
      /** Absent when it is the circuit of the evaluation before. */
      readonly circuit?: Circuit;
      readonly request: Sent<Omit<EvaluationRequest, 'circuit'>>;
      readonly rows: RowRange;
      /** Under which the circuit is evaluated; of the same circuit always the same. */
      readonly noise?: NoiseModel;
    }
  | {
      readonly kind: 'gradient';
      /** As above. */
      readonly circuit?: Circuit;
      /** By the adjoint method. */
      readonly request: Sent<AdjointRequest>;
      readonly rows: RowRange;
    }
  | {
      readonly kind: 'inspect';
      /** As above. */
      readonly circuit?: Circuit;
      readonly question: StateQuestion;
    }
  | {
      readonly kind: 'simulate';
      readonly circuit: Circuit;
      readonly options: SimulationOptions;
      /** Where threads share it. */
      readonly part?: SimulationPart;
    }
  | { readonly kind: 'sample-program'; readonly program: StabilizerProgram; readonly sampling: ProgramSampling };

type AdjointRequest = Pick<GradientRequest, 'bindings' | 'observables'>;

/** A request on its way to a thread. */
type Sent<Request extends Pick<EvaluationRequest, 'bindings'>> = Omit<Request, 'bindings'> & {
  readonly bindings: PackedRows | EvaluationRequest['bindings'];
};

/** To a worker, about help among workers. */
export type HelpMessage =
  /** To one that has a task: a helper waits for an invitation at the other end of the port. */
  | { readonly kind: 'helper'; readonly port: MessagePort }
  /** To an idle one, which is busy until it answers `helped`: it is invited through the port. */
  | { readonly kind: 'help'; readonly port: MessagePort; readonly seat: number }
  /** To one that helps, or waits for its invitation: it is wanted elsewhere. */
  | { readonly kind: 'return' };

/** From a worker, one per task. */
export type WorkerAnswer =
  /** All rows one after the other; they are equally long. */
  | { readonly kind: 'rows'; readonly values: Float64Array }
  | ({ readonly kind: 'gradients' } & PackedGradients)
  | { readonly kind: 'inspection'; readonly inspection: StateInspection }
  | { readonly kind: 'simulation'; readonly result: SimulationResult }
  /** To a task that is a part. */
  | { readonly kind: 'part'; readonly part: PartialSimulation }
  | { readonly kind: 'program-sample'; readonly sample: ProgramSample }
  | {
      readonly kind: 'failed';
      readonly reason: FailureReason;
      readonly message: string;
      readonly advice: string | undefined;
      /** Where the program went wrong that was run. */
      readonly source?: OffsetRange;
    };

/** From a worker besides its answers: that it has started, and about help among workers. */
export type WorkerNotice =
  | { readonly kind: 'ready' }
  /** The task at hand can use helpers; `control` is that of its `ThreadTeam`. */
  | { readonly kind: 'seek-helpers'; readonly control: SharedArrayBuffer }
  /** Not any more. */
  | { readonly kind: 'end-search' }
  /** The answer to `help`. */
  | { readonly kind: 'helped' };
