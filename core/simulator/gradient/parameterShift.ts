import { type Angle, dependsOn, evaluateAngle, parameterAngle } from '#core/circuit/angle.ts';
import type { Circuit, CircuitParameter } from '#core/circuit/circuit.ts';
import type { UnitaryGate } from '../program/quantumState.ts';
import { addThroughAngles } from './angleGradients.ts';
import type { DifferencesOfValues } from './differentiation.ts';
import { type ShiftRule, shiftRule } from './shiftRules.ts';

/**
 * The parameter-shift rule: exact derivatives from values of the circuit at shifted angles, as a device could measure
 * them. A gate with an angle costs two evaluations, under controls four. The circuit to evaluate has every angle as a
 * parameter of its own, to be shifted alone.
 *
 * @param operations the gates of the circuit
 * @param wanted the parameters whose derivatives are wanted, by their places; angles without any of them are not shifted
 */
export function parameterShift(
  circuit: Circuit,
  operations: readonly UnitaryGate[],
  wanted: ReadonlySet<number>,
): DifferencesOfValues {
  const { angles, rules, shiftable } = separateAngles(circuit, operations, wanted);
  return {
    circuit: shiftable,
    bindings: (parameterSets) =>
      parameterSets.flatMap((set) => {
        const here = angles.map((angle) => evaluateAngle(angle, set));
        const shifted = rules.flatMap((rule, index) =>
          rule.flatMap(({ shift }) => [shift, -shift].map((by) => here.with(index, (here[index] as number) + by))),
        );
        return [here, ...shifted];
      }),
    rows(parameterSets, observables, values) {
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
    },
  };
}

function separateAngles(
  circuit: Circuit,
  operations: readonly UnitaryGate[],
  wanted: ReadonlySet<number>,
): {
  /** Its parameters are the angles of gates, in order. */
  readonly shiftable: Circuit;
  /** What the angles are, over the parameters of the circuit they came from. */
  readonly angles: readonly Angle[];
  readonly rules: readonly ShiftRule[];
} {
  const angles: Angle[] = [];
  const rules: ShiftRule[] = [];
  const parameters: CircuitParameter[] = [];
  const shiftable = operations.map((operation): UnitaryGate => {
    if (operation.kind === 'unitary') return operation;
    const own = operation.parameters.map((angle, index): Angle => {
      if (typeof angle === 'number') return angle;
      parameters.push({ name: `angle ${angles.length}`, type: 'angle' });
      angles.push(angle);
      rules.push(dependsOn(angle, wanted) ? shiftRule(operation, index) : []);
      return parameterAngle(angles.length - 1);
    });
    return { ...operation, parameters: own };
  });
  return { shiftable: { ...circuit, parameters, operations: shiftable }, angles, rules };
}
