import { Failure } from '#core/base/failure.ts';
import { evaluateAngle } from '#core/circuit/angle.ts';
import type { CircuitParameter } from '#core/circuit/circuit.ts';
import { notFinite } from '#core/circuit/gateAngles.ts';
import type { RunTimeFault } from '#core/circuit/runTimeFault.ts';
import type { AngleSlots } from './affineAngle.ts';
import type { FlatCircuit } from './flattenCircuit.ts';

/** @throws Failure `invalid-input` for too few or too many values or one that is not finite */
export function requireValues(parameters: readonly CircuitParameter[], binding: ArrayLike<number>): void {
  if (binding.length !== parameters.length) {
    throw new Failure(
      'invalid-input',
      `The circuit has ${parameters.length} parameters, but ${binding.length} values were given.`,
    );
  }
  for (let index = 0; index < binding.length; index++) {
    if (Number.isFinite(binding[index])) continue;
    throw new Failure('invalid-input', `The value of parameter '${parameters[index]?.name}' is not a finite number.`);
  }
}

/**
 * Writes the values of all slots for one binding: the parameters, then what is computed from them.
 * @throws Failure as {@link requireValues}; RunTimeFault when a computed value is not finite
 */
export function writeSlots(
  parameters: readonly CircuitParameter[],
  { computed }: AngleSlots,
  binding: ArrayLike<number>,
  slots: Float64Array,
): void {
  requireValues(parameters, binding);
  slots.set(binding);
  computed.forEach((expression, index) => {
    const value = evaluateAngle(expression, binding);
    if (!Number.isFinite(value)) throw notFinite(value);
    slots[binding.length + index] = value;
  });
}

/** What to throw when the kernels refuse an angle: sums of finite numbers may be too large. */
export function angleFault({ turns }: FlatCircuit, slots: Float64Array): RunTimeFault {
  for (const { offset, terms } of turns.parametric) {
    let angle = offset;
    for (const [slot, coefficient] of terms) angle += coefficient * (slots[slot] ?? 0);
    if (!Number.isFinite(angle)) return notFinite(angle);
  }
  return notFinite(Number.NaN);
}
