import type { PauliSum } from '#core/circuit/observable.ts';
import type { QuadraticObjective } from '#core/optimise/binary/quadraticObjective.ts';

/**
 * A quadratic function of binary variables as an operator on qubits: x = (1 − Z)/2 on the qubit of each variable, so that
 * its diagonal holds the values of all assignments.
 * @returns products of one and two Z, those that cancel left out, and the multiple of the identity apart
 */
export function isingOperator(objective: QuadraticObjective): {
  readonly constant: number;
  readonly observable: PauliSum;
} {
  const fields = new Float64Array(objective.linear.length);
  const couplings = new Map<string, { readonly first: number; readonly second: number; coefficient: number }>();
  let constant = objective.constant;
  const addField = (index: number, amount: number) => {
    fields[index] = (fields[index] as number) + amount;
  };
  objective.linear.forEach((coefficient, index) => {
    constant += coefficient / 2;
    addField(index, -coefficient / 2);
  });
  for (const term of objective.quadratic) {
    const first = Math.min(term.first, term.second);
    const second = Math.max(term.first, term.second);
    constant += term.weight / 4;
    addField(first, -term.weight / 4);
    addField(second, -term.weight / 4);
    const key = `${first}-${second}`;
    const coupling = couplings.get(key) ?? { first, second, coefficient: 0 };
    coupling.coefficient += term.weight / 4;
    couplings.set(key, coupling);
  }
  const one = [...fields].flatMap((coefficient, qubit) =>
    coefficient === 0 ? [] : [{ coefficient, factors: [{ qubit, axis: 'Z' as const }] }],
  );
  const two = [...couplings.values()].flatMap(({ first, second, coefficient }) =>
    coefficient === 0
      ? []
      : [
          {
            coefficient,
            factors: [
              { qubit: first, axis: 'Z' as const },
              { qubit: second, axis: 'Z' as const },
            ],
          },
        ],
  );
  return { constant, observable: { terms: [...one, ...two] } };
}
