import type { OffsetRange } from '#core/base/textRange.ts';
import { evaluateAngle } from './angle.ts';
import type { GateOperation } from './circuit.ts';
import type { ClassicalExpression } from './classical.ts';
import { RunTimeFault } from './runTimeFault.ts';

/**
 * The parameters of a gate as numbers.
 * @param values one per circuit parameter, in order
 * @param compute needed where an angle depends on the run
 * @throws RunTimeFault when one is no finite number
 */
export function gateAngles(
  { parameters }: GateOperation,
  values: ArrayLike<number>,
  compute?: (expression: ClassicalExpression) => number,
): number[] {
  return parameters.map((parameter) => {
    const angle = evaluateAngle(parameter, values, compute);
    if (Number.isFinite(angle)) return angle;
    throw notFinite(angle);
  });
}

/** That the parameter of a gate came out as NaN or infinite. */
export function notFinite(value: number, source?: OffsetRange): RunTimeFault {
  return new RunTimeFault(`The parameter of a gate came out as ${value}, which is no finite number.`, source);
}
