import { Failure } from '#core/base/failure.ts';
import type { Angle } from '#core/circuit/angle.ts';
import { addAngleGradient } from '#core/circuit/angleDerivative.ts';

/**
 * The gradient with respect to parameters of what depends on angles: Σ factor · ∂angle/∂parameter.
 * @param factors one for every angle; angles with factor 0 are not differentiated
 * @throws Failure `unsupported` where an angle has no derivative
 */
export function addThroughAngles(
  angles: readonly Angle[],
  factors: ArrayLike<number>,
  binding: ArrayLike<number>,
  gradient: Float64Array,
): void {
  angles.forEach((angle, index) => {
    const factor = factors[index] as number;
    if (factor !== 0) addAngleGradient(angle, binding, factor, gradient);
  });
  if (gradient.every(Number.isFinite)) return;
  throw new Failure('unsupported', 'The angle of a gate has no derivative at these values of the parameters.', {
    advice: 'Use other values; √x, arcsin x, log x and powers have points without one.',
  });
}
