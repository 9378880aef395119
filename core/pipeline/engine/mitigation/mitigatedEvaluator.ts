import type { CancellationSignal } from '#core/base/cancellation.ts';
import type { Clock } from '#core/base/clock.ts';
import { Failure } from '#core/base/failure.ts';
import { deriveSeed } from '#core/base/random.ts';
import type { Circuit, GateOperation } from '#core/circuit/circuit.ts';
import { composeCircuits } from '#core/circuit/composeCircuits.ts';
import type {
  CircuitEvaluator,
  EvaluationRequest,
  EvaluationResult,
  EvaluationUsage,
} from '#core/circuit/evaluation.ts';
import { inverseCircuit } from '#core/circuit/inverseCircuit.ts';
import { groupByMeasurementBasis, rotationToZ } from '#core/circuit/measurementBasis.ts';
import { durationMilliseconds } from '../../schema/duration.ts';
import type { ResolvedPipeline } from '../../schema/resolvedPipeline.ts';
import { sumOfUsage } from '../sumOfUsage.ts';
import {
  calibrationOfReadings,
  mostFullQubits,
  nearestDistribution,
  type ReadoutCalibration,
  type ReadoutCorrection,
  readoutCorrection,
} from './readoutCorrection.ts';
import { extrapolated, foldedCircuit } from './zeroNoise.ts';

type Mitigation = NonNullable<ResolvedPipeline['mitigation']>;
type ReadoutMitigation = NonNullable<Mitigation['readout']>;
type Extrapolating = NonNullable<Mitigation['zne']>;

/** How a backend misreads registers of some width, and since when that is known; plain JSON. */
export interface KeptCalibration {
  readonly qubits: number;
  /** Of the device, where the register is not its first qubits. */
  readonly deviceQubits?: readonly number[] | undefined;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly calibration: ReadoutCalibration;
}

/** Tells registers apart whose bits may be misread differently. */
export function registerKey({ deviceQubits, qubits }: Pick<KeptCalibration, 'deviceQubits' | 'qubits'>): string {
  return deviceQubits ? deviceQubits.join() : String(qubits);
}

export interface MitigationContext {
  /** Of the backend, for notices. */
  readonly name: string;
  /** By {@link registerKey}; those that are made are added. A resumed run goes on with the ones it had. */
  readonly calibrations: Map<string, KeptCalibration>;
  readonly clock: Pick<Clock, 'now'>;
  /** Calibrations draw from a stream of their own derived from it. */
  readonly seed: number;
  /** Hears what was corrected and what seems wrong with it. */
  notice(message: string): void;
}

/**
 * An evaluator whose answers are corrected: misread bits first, then noise extrapolated to none. It has no gradients of
 * its own.
 * Its `evaluate` throws Failure as the one it asks; `too-large` for a full readout calibration of too many qubits.
 */
export function mitigatedEvaluator(
  evaluator: CircuitEvaluator,
  { readout, zne }: Mitigation,
  context: MitigationContext,
): Pick<CircuitEvaluator, 'evaluate'> {
  const read =
    readout && readout.method !== 'none'
      ? readoutCorrected(evaluator, { ...readout, method: readout.method }, context)
      : evaluator;
  return zne ? noiseExtrapolated(read, zne, context) : read;
}

type Evaluate = Pick<CircuitEvaluator, 'evaluate'>;

function readoutCorrected(
  evaluator: Evaluate,
  readout: ReadoutMitigation & { readonly method: 'tensored' | 'full' },
  context: MitigationContext,
): Evaluate {
  const { calibrations } = context;
  const corrections = new WeakMap<ReadoutCalibration, ReadoutCorrection>();
  const correctionBy = (calibration: ReadoutCalibration): ReadoutCorrection => {
    const correction = corrections.get(calibration) ?? readoutCorrection(calibration);
    corrections.set(calibration, correction);
    return correction;
  };
  const turned = new CircuitVariants();
  const calibrated = async (
    { deviceQubits, qubitCount }: Pick<Circuit, 'deviceQubits' | 'qubitCount'>,
    usage: UsageSum,
    signal: CancellationSignal,
  ) => {
    const register = { qubits: qubitCount, ...(deviceQubits && { deviceQubits }) };
    const known = calibrations.get(registerKey(register));
    const now = context.clock.now();
    if (known && now - known.time <= (durationMilliseconds(readout.maxAge) ?? 0))
      return correctionBy(known.calibration);
    const calibration = await calibrate(evaluator, readout, register, context, usage, signal);
    const correction = correctionBy(calibration);
    calibrations.set(registerKey(register), { ...register, time: now, calibration });
    const spread = correction.oneNorm.toFixed(3);
    context.notice(
      `Misread bits of ${context.name} are corrected (${readout.method}); standard deviations grow by a factor of at most ${spread}.`,
    );
    return correction;
  };
  return {
    async evaluate(request, signal) {
      const { bindings, circuit, output, seed } = request;
      const usage = new UsageSum();
      const correction = await calibrated(circuit, usage, signal);
      const distributions = async (asked: Circuit, values: readonly (readonly number[])[], path: string | number) => {
        const wanted = { kind: 'probabilities' } as const;
        const answer = await evaluator.evaluate(
          { ...request, circuit: asked, bindings: values, output: wanted, seed: deriveSeed(seed, 'readout', path) },
          signal,
        );
        usage.add(answer.usage);
        return answer.rows.map((row) => correction.corrected(row));
      };
      switch (output.kind) {
        case 'probabilities':
          return { rows: await distributions(circuit, bindings, 0), usage: usage.total };
        case 'expectations': {
          const rows = bindings.map(() => new Float64Array(output.observables.length));
          for (const [group, { axes, terms }] of groupByMeasurementBasis(output.observables).entries()) {
            const turns = [...axes].flatMap(([qubit, axis]) => rotationToZ(qubit, axis));
            const asked = turned.of(circuit, JSON.stringify([...axes]), () => withGates(circuit, turns));
            const found = await distributions(asked, bindings, group);
            rows.forEach((row, index) => {
              for (const { coefficient, observable, qubits } of terms)
                row[observable] = (row[observable] ?? 0) + coefficient * parity(found[index] ?? [], qubits);
            });
          }
          return { rows, usage: usage.total };
        }
        case 'fidelity-kernel': {
          const overlap = turned.of(circuit, 'overlap', () => {
            const gates = withGates(circuit, []);
            return composeCircuits(gates, inverseCircuit(gates));
          });
          const { others } = output;
          const rows = bindings.map(() => new Float64Array((others ?? bindings).length));
          for (const [index, row] of bindings.entries()) {
            const from = others ? 0 : index + 1;
            const pairs = (others ?? bindings).slice(from).map((values) => [...row, ...values]);
            const found = pairs.length === 0 ? [] : await distributions(overlap, pairs, index);
            found.forEach(([zeros = 0], place) => {
              const line = rows[index];
              if (line) line[from + place] = zeros;
              const mirrored = rows[from + place];
              if (others === undefined && mirrored) mirrored[index] = zeros;
            });
            const line = rows[index];
            if (others === undefined && line) line[index] = 1;
          }
          return { rows, usage: usage.total };
        }
      }
    },
  };
}

async function calibrate(
  evaluator: Evaluate,
  { method, shots }: ReadoutMitigation & { readonly method: 'tensored' | 'full' },
  { deviceQubits, qubits: qubitCount }: Pick<KeptCalibration, 'deviceQubits' | 'qubits'>,
  { name, seed }: MitigationContext,
  usage: UsageSum,
  signal: CancellationSignal,
): Promise<ReadoutCalibration> {
  if (method === 'full' && qubitCount > mostFullQubits) {
    throw new Failure(
      'too-large',
      `A full calibration of the readout of ${name} takes 2^${qubitCount} circuits; the limit is ${mostFullQubits} qubits.`,
      { advice: 'Use mitigation.readout.method: tensored.' },
    );
  }
  const states =
    method === 'full' ? Array.from({ length: 2 ** qubitCount }, (_, state) => state) : [0, 2 ** qubitCount - 1];
  const readings: Float64Array[] = [];
  for (const state of states) {
    const flips = Array.from({ length: qubitCount }, (_, qubit) => qubit).filter(
      (qubit) => ((state >>> qubit) & 1) === 1,
    );
    const { rows, usage: used } = await evaluator.evaluate(
      {
        circuit: { ...preparation(qubitCount, flips), ...(deviceQubits && { deviceQubits }) },
        bindings: [[]],
        output: { kind: 'probabilities' },
        shots,
        seed: deriveSeed(seed, 'calibration', state),
      },
      signal,
    );
    usage.add(used);
    readings.push(rows[0] ?? new Float64Array());
  }
  return calibrationOfReadings(method, readings, qubitCount);
}

function noiseExtrapolated(
  evaluator: Evaluate,
  { fit, fold, scales }: Extrapolating,
  context: MitigationContext,
): Evaluate {
  const folded = new CircuitVariants();
  return {
    async evaluate(request, signal) {
      const usage = new UsageSum();
      const answers: EvaluationResult[] = [];
      for (const [index, scale] of scales.entries()) {
        const circuit = folded.of(request.circuit, String(scale), () => foldedCircuit(request.circuit, scale, fold));
        const seed = index === 0 ? request.seed : deriveSeed(request.seed, 'scale', index);
        const answer = await evaluator.evaluate({ ...request, circuit, seed }, signal);
        usage.add(answer.usage);
        answers.push(answer);
      }
      const rows = (answers[0]?.rows ?? []).map((first, row) =>
        first.map((_, column) => {
          const values = answers.map((answer) => answer.rows[row]?.[column] ?? 0);
          return extrapolated(scales, values, fit).value;
        }),
      );
      return { rows: rows.map((row) => physical(row, request, context)), usage: usage.total };
    },
  };
}

/** Brings extrapolated values back to where values can be, and says that they had left it. */
function physical(row: Float64Array, { output }: EvaluationRequest, { name, notice }: MitigationContext): Float64Array {
  if (output.kind === 'probabilities') return nearestDistribution(row);
  const limits =
    output.kind === 'expectations'
      ? output.observables.map(({ terms }) => {
          const constant = terms.reduce(
            (sum, { coefficient, factors }) => sum + (factors.length === 0 ? coefficient : 0),
            0,
          );
          const reach = terms.reduce(
            (sum, { coefficient, factors }) => sum + (factors.length === 0 ? 0 : Math.abs(coefficient)),
            0,
          );
          return [constant - reach, constant + reach] as const;
        })
      : undefined;
  return row.map((value, index) => {
    const [low, high] = limits?.[index] ?? [0, 1];
    const kept = Math.min(high, Math.max(low, value));
    if (Math.abs(kept - value) > 1e-9)
      notice(`Some values of ${name} extrapolated to no noise are beyond what can be measured, and were cut.`);
    return kept;
  });
}

/** Circuits made of others, each once, so that who evaluates them knows them again. */
class CircuitVariants {
  readonly #made = new WeakMap<Circuit, Map<string, Circuit>>();

  of(circuit: Circuit, variant: string, make: () => Circuit): Circuit {
    const own = this.#made.get(circuit) ?? new Map<string, Circuit>();
    this.#made.set(circuit, own);
    const made = own.get(variant) ?? make();
    own.set(variant, made);
    return made;
  }
}

class UsageSum {
  total: EvaluationUsage = { circuits: 0, shots: 0, jobs: 0, queueTime: 0, executionTime: 0 };

  add(used: EvaluationUsage): void {
    this.total = sumOfUsage(this.total, used);
  }
}

function withGates(circuit: Circuit, gates: readonly GateOperation[]): Circuit {
  return { ...circuit, operations: [...circuit.operations.filter(({ kind }) => kind !== 'measure'), ...gates] };
}

function preparation(qubitCount: number, flips: readonly number[]): Circuit {
  return {
    qubitCount,
    bitCount: 0,
    qubitRegisters: [{ name: 'q', size: qubitCount, start: 0 }],
    bitRegisters: [],
    parameters: [],
    operations: flips.map((qubit) => ({ kind: 'gate', gate: 'x', parameters: [], controls: [], targets: [qubit] })),
  };
}

/** The expectation value of a product of Z on some qubits. */
function parity(probabilities: ArrayLike<number>, qubits: readonly number[]): number {
  let sum = 0;
  for (let state = 0; state < probabilities.length; state++) {
    const odd = qubits.reduce((ones, qubit) => ones + ((state >>> qubit) & 1), 0) % 2 === 1;
    sum += odd ? -(probabilities[state] as number) : (probabilities[state] as number);
  }
  return sum;
}
