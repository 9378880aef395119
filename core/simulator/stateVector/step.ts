import { type Angle, evaluateAngle } from '#core/circuit/angle.ts';
import type { Control, GateName } from '#core/circuit/circuit.ts';
import type { ClassicalExpression } from '#core/circuit/classical.ts';
import { gateTable } from '#core/circuit/gateTable.ts';
import { RunTimeFault } from '#core/circuit/runTimeFault.ts';

/** Where a step's numbers come from: a matrix known at compile time, or a gate over the circuit's parameters. */
export type MatrixSource =
  | { readonly kind: 'fixed'; readonly values: Float64Array }
  | { readonly kind: 'gate'; readonly gate: GateName; readonly angles: readonly Angle[] };

/** Which kernel does the step; see `kernels.ts`. */
export type StepKind = 'dense' | 'diagonal' | 'flip' | 'exchange' | 'phase' | 'matrix';

/**
 * One sweep over the state vector. `coefficients` are rewritten by {@link bindStep} when the step depends on parameters,
 * so a step belongs to one thread and one run at a time.
 */
export interface Step {
  readonly kind: StepKind;
  /** Index bits of the controls, and their required values. */
  readonly controlMask: number;
  readonly controlValue: number;
  /** Index bits of the targets, in order. */
  readonly targetBits: readonly number[];
  /** Bits that a sweep does not run over: controls and targets. */
  readonly fixedMask: number;
  /** Offsets of the 2^targets amplitudes of a group from its first. */
  readonly offsets: Int32Array;
  /** Matrices applied one after the other; for `phase`, numbers multiplied. */
  readonly sources: readonly MatrixSource[];
  readonly parametric: boolean;
  /** The product of the sources: matrix, row-major, re and im interleaved. */
  readonly coefficients: Float64Array;
}

export function createStep(
  kind: StepKind,
  controls: readonly Control[],
  targets: readonly number[],
  sources: readonly MatrixSource[],
): Step {
  let controlMask = 0;
  let controlValue = 0;
  for (const { qubit, value } of controls) {
    controlMask |= 1 << qubit;
    if (value === 1) controlValue |= 1 << qubit;
  }
  const targetBits = targets.map((qubit) => 1 << qubit);
  const dimension = 2 ** targets.length;
  const offsets = Int32Array.from({ length: dimension }, (_, index) =>
    targetBits.reduce((offset, bit, position) => (index & (1 << position) ? offset | bit : offset), 0),
  );
  const step: Step = {
    kind,
    controlMask,
    controlValue,
    targetBits,
    fixedMask: targetBits.reduce((mask, bit) => mask | bit, controlMask),
    offsets,
    sources,
    parametric: sources.some(isParametric),
    coefficients: new Float64Array(2 * dimension * dimension),
  };
  if (!step.parametric) bindStep(step, []);
  return step;
}

/** The value of an expression during the run. */
type Computation = (expression: ClassicalExpression) => number;

/**
 * Recomputes the numbers of a step for the given parameter values.
 * @param compute needed where an angle depends on the run
 */
export function bindStep(step: Step, bindings: ArrayLike<number>, compute?: Computation): void {
  const { coefficients, sources } = step;
  sources.forEach((source, index) => {
    if (index === 0) {
      writeSource(source, bindings, coefficients, compute);
      return;
    }
    const next = new Float64Array(coefficients.length);
    writeSource(source, bindings, next, compute);
    multiplyInto(next, coefficients);
  });
}

function isParametric(source: MatrixSource): boolean {
  return source.kind === 'gate' && source.angles.some((angle) => typeof angle !== 'number');
}

function writeSource(
  source: MatrixSource,
  bindings: ArrayLike<number>,
  values: Float64Array,
  compute: Computation | undefined,
): void {
  if (source.kind === 'fixed') {
    values.set(source.values);
    return;
  }
  const angles = source.angles.map((angle) => evaluateAngle(angle, bindings, compute));
  const wrong = angles.find((angle) => !Number.isFinite(angle));
  if (wrong !== undefined) {
    throw new RunTimeFault(`The parameter of a gate came out as ${wrong}, which is no finite number.`);
  }
  gateTable[source.gate].write(angles, values);
}

/** accumulated ← left · accumulated, for square matrices of the same size. */
function multiplyInto(left: Float64Array, accumulated: Float64Array): void {
  const dimension = Math.sqrt(accumulated.length / 2);
  const right = accumulated.slice();
  for (let row = 0; row < dimension; row++) {
    for (let column = 0; column < dimension; column++) {
      let re = 0;
      let im = 0;
      for (let inner = 0; inner < dimension; inner++) {
        const a = 2 * (row * dimension + inner);
        const b = 2 * (inner * dimension + column);
        const [leftRe, leftIm] = [left[a] as number, left[a + 1] as number];
        const [rightRe, rightIm] = [right[b] as number, right[b + 1] as number];
        re += leftRe * rightRe - leftIm * rightIm;
        im += leftRe * rightIm + leftIm * rightRe;
      }
      const index = 2 * (row * dimension + column);
      accumulated[index] = re;
      accumulated[index + 1] = im;
    }
  }
}
