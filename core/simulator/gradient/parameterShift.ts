import type { CancellationSignal } from '#core/base/cancellation.ts';
import { type Angle, evaluateAngle, parameterAngle } from '#core/circuit/angle.ts';
import type { Circuit, CircuitParameter } from '#core/circuit/circuit.ts';
import type { PauliSum } from '#core/circuit/observable.ts';
import type { UnitaryGate } from '../program/quantumState.ts';
import { addThroughAngles } from './angleGradients.ts';
import type { GradientRow } from './gradientRow.ts';
import { type ShiftRule, shiftRule } from './shiftRules.ts';

/** A circuit whose every angle is a parameter of its own, to be shifted alone. */
export interface ShiftableCircuit {
  /** Its parameters are the angles of gates, in order. */
  readonly circuit: Circuit;
  /** What the angles are, over the parameters of the circuit it came from. */
  readonly angles: readonly Angle[];
  readonly rules: readonly ShiftRule[];
}

export function shiftableCircuit(circuit: Circuit, operations: readonly UnitaryGate[]): ShiftableCircuit {
  const angles: Angle[] = [];
  const rules: ShiftRule[] = [];
  const parameters: CircuitParameter[] = [];
  const shiftable = operations.map((operation): UnitaryGate => {
    if (operation.kind === 'unitary') return operation;
    const own = operation.parameters.map((angle, index): Angle => {
      if (typeof angle === 'number') return angle;
      parameters.push({ name: `angle ${angles.length}`, type: 'angle' });
      angles.push(angle);
      rules.push(shiftRule(operation, index));
      return parameterAngle(angles.length - 1);
    });
    return { ...operation, parameters: own };
  });
  return { circuit: { ...circuit, parameters, operations: shiftable }, angles, rules };
}

/** Expectation values of the shiftable circuit: for every binding one of every observable. */
export type Expectations = (
  bindings: readonly (readonly number[])[],
  observables: readonly PauliSum[],
  signal: CancellationSignal,
) => readonly Float64Array[];

/**
 * The parameter-shift rule: exact derivatives from values of the circuit at shifted angles, as a device could measure
 * them. A gate with an angle costs two evaluations, under controls four.
 */
export function parameterShift(
  { angles, rules }: ShiftableCircuit,
  observables: readonly PauliSum[],
  parameterSets: readonly ArrayLike<number>[],
  expectations: Expectations,
  signal: CancellationSignal,
): GradientRow[] {
  const bindings = parameterSets.flatMap((set) => {
    const here = angles.map((angle) => evaluateAngle(angle, set));
    const shifted = rules.flatMap((rule, index) =>
      rule.flatMap(({ shift }) => [shift, -shift].map((by) => here.with(index, (here[index] as number) + by))),
    );
    return [here, ...shifted];
  });
  const values = expectations(bindings, observables, signal);
  let next = 0;
  const take = (): Float64Array => values[next++] as Float64Array;
  return parameterSets.map((set) => {
    const here = take();
    const factors = observables.map(() => new Float64Array(angles.length));
    rules.forEach((rule, index) => {
      for (const { factor } of rule) {
        const above = take();
        const below = take();
        factors.forEach((own, observable) => {
          const difference = (above[observable] as number) - (below[observable] as number);
          own[index] = (own[index] as number) + factor * difference;
        });
      }
    });
    const gradients = factors.map((own) => {
      const gradient = new Float64Array(set.length);
      addThroughAngles(angles, own, set, gradient);
      return gradient;
    });
    return { values: here, gradients };
  });
}
