import { Failure } from '#core/base/failure.ts';
import type { QuadraticObjective, QuadraticTerm } from '#core/optimise/binary/quadraticObjective.ts';

/** Two vertices, or two variables, and what the edge between them weighs. */
export interface WeightedEdge {
  readonly first: number;
  readonly second: number;
  readonly weight: number;
}

/**
 * The weight of the edges between the two sides of a cut; variable i tells the side of vertex i.
 * @throws Failure `invalid-input` for an edge that does not join two of the vertices
 */
export function cutObjective(
  vertices: number,
  edges: readonly WeightedEdge[],
  sense: 'min' | 'max',
): QuadraticObjective {
  const linear = new Array<number>(vertices).fill(0);
  const quadratic = edges.map(({ first, second, weight }): QuadraticTerm => {
    checkVariable(first, vertices);
    checkVariable(second, vertices);
    if (first === second)
      throw new Failure(
        'invalid-input',
        `The edge [${first}, ${second}] joins a vertex with itself, so nothing cuts it.`,
      );
    linear[first] = (linear[first] as number) + weight;
    linear[second] = (linear[second] as number) + weight;
    return { first, second, weight: -2 * weight };
  });
  return { constant: 0, linear, quadratic, sense };
}

/**
 * Σ weight xᵢ xⱼ over the entries [i, j, weight]; [i, i, weight] is the linear coefficient of xᵢ.
 * @throws Failure `invalid-input` for a variable that is not there
 */
export function quboObjective(
  variables: number,
  entries: readonly WeightedEdge[],
  constant: number,
  sense: 'min' | 'max',
): QuadraticObjective {
  const linear = new Array<number>(variables).fill(0);
  const quadratic: QuadraticTerm[] = [];
  for (const { first, second, weight } of entries) {
    checkVariable(first, variables);
    checkVariable(second, variables);
    if (first === second) linear[first] = (linear[first] as number) + weight;
    else quadratic.push({ first, second, weight });
  }
  return { constant, linear, quadratic, sense };
}

/**
 * Σ h s + Σ J s s + offset of spins s = ±1, where variable i is 0 for spin +1 and 1 for −1, like the Z of its qubit.
 * @throws Failure `invalid-input` for a spin that is not there
 */
export function isingObjective(
  spins: number,
  {
    couplings,
    fields,
    offset,
  }: {
    readonly fields: readonly (readonly [spin: number, field: number])[];
    readonly couplings: readonly WeightedEdge[];
    readonly offset: number;
  },
  constant: number,
  sense: 'min' | 'max',
): QuadraticObjective {
  const entries: WeightedEdge[] = [];
  let all = constant + offset;
  for (const [spin, field] of fields) {
    all += field;
    entries.push({ first: spin, second: spin, weight: -2 * field });
  }
  for (const { first, second, weight } of couplings) {
    all += weight;
    // The square of a spin is 1.
    if (first === second) continue;
    for (const end of [first, second]) entries.push({ first: end, second: end, weight: -2 * weight });
    entries.push({ first, second, weight: 4 * weight });
  }
  return quboObjective(spins, entries, all, sense);
}

/** How features go with the target and with each other. */
export interface FeatureCorrelations {
  /** Correlation of each feature with the target. */
  readonly withTarget: readonly number[];
  /** Symmetric; the diagonal is not looked at. */
  readonly betweenFeatures: readonly (readonly number[])[];
}

/**
 * The worth of a choice of features: Σ |ρ(i, target)| over the chosen, less Σ |ρ(i, j)| over their pairs, less
 * penalty · (number chosen − `choose`)². With the sense `min` it is the negative of that.
 * @param penalty by default the most that one feature can change of the rest, so that no wrong number is worth while
 */
export function featureSelectionObjective(
  { withTarget, betweenFeatures }: FeatureCorrelations,
  choose: number,
  penalty: number | undefined,
  sense: 'min' | 'max',
): QuadraticObjective {
  const sign = sense === 'max' ? 1 : -1;
  const redundancy = (first: number, second: number) => Math.abs(betweenFeatures[first]?.[second] ?? 0);
  const swing = (feature: number) =>
    withTarget.reduce(
      (sum, _, other) => (other === feature ? sum : sum + redundancy(feature, other)),
      Math.abs(withTarget[feature] ?? 0),
    );
  const used = penalty ?? Math.max(...withTarget.map((_, feature) => swing(feature)));
  const quadratic: QuadraticTerm[] = [];
  for (let first = 0; first < withTarget.length; first++)
    for (let second = first + 1; second < withTarget.length; second++)
      quadratic.push({ first, second, weight: sign * (-redundancy(first, second) - 2 * used) });
  return {
    constant: -sign * used * choose * choose,
    linear: withTarget.map((reward) => sign * (Math.abs(reward) - used * (1 - 2 * choose))),
    quadratic,
    sense,
  };
}

function checkVariable(index: number, count: number): void {
  if (Number.isInteger(index) && index >= 0 && index < count) return;
  throw new Failure('invalid-input', `The problem names ${index}, but its ${count} variables are 0 to ${count - 1}.`, {
    advice: 'Each variable (vertex) is one qubit: change quantum.qubits or the edges.',
  });
}
