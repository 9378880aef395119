/**
 * A quadratic function of binary variables: constant + Σ linearᵢ xᵢ + Σ weight xᵢ xⱼ over pairs i ≠ j, each xᵢ 0 or 1
 * (QUBO). Pairs may occur more than once; their weights add up.
 */
export interface QuadraticObjective {
  readonly constant: number;
  /** One coefficient per variable. */
  readonly linear: readonly number[];
  readonly quadratic: readonly QuadraticTerm[];
  readonly sense: 'min' | 'max';
}

export interface QuadraticTerm {
  readonly first: number;
  readonly second: number;
  readonly weight: number;
}

/** An assignment of the variables and what the objective is there. */
export interface BinarySolution {
  /** 0 or 1 per variable. */
  readonly bits: readonly number[];
  readonly value: number;
}

/** The objective at an assignment. */
export function objectiveValue(objective: QuadraticObjective, bits: ArrayLike<number>): number {
  let value = objective.constant;
  objective.linear.forEach((coefficient, index) => {
    if (bits[index] === 1) value += coefficient;
  });
  for (const { first, second, weight } of objective.quadratic)
    if (bits[first] === 1 && bits[second] === 1) value += weight;
  return value;
}

/** Whether a value is better than another in the sense of the objective. */
export function isBetter({ sense }: Pick<QuadraticObjective, 'sense'>, value: number, than: number): boolean {
  return sense === 'min' ? value < than : value > than;
}

/** An assignment that is changed one variable at a time, with the gain of every change known. */
export class FlippedAssignment {
  readonly #objective: QuadraticObjective;
  readonly #neighbours: readonly (readonly { readonly other: number; readonly weight: number }[])[];
  readonly #bits: Uint8Array;
  /** What the objective changes by when a variable goes from 0 to 1. */
  readonly #slopes: Float64Array;
  #value: number;

  /** Starts with every variable 0 unless an assignment is given. */
  constructor(objective: QuadraticObjective, start?: ArrayLike<number>) {
    const { linear, quadratic } = objective;
    const neighbours = linear.map((): { other: number; weight: number }[] => []);
    for (const { first, second, weight } of quadratic) {
      neighbours[first]?.push({ other: second, weight });
      neighbours[second]?.push({ other: first, weight });
    }
    this.#objective = objective;
    this.#neighbours = neighbours;
    this.#bits = new Uint8Array(linear.length);
    this.#slopes = Float64Array.from(linear);
    this.#value = objective.constant;
    if (start) for (let index = 0; index < linear.length; index++) if (start[index] === 1) this.flip(index);
  }

  get value(): number {
    return this.#value;
  }

  /** How much better the objective gets by changing a variable; negative where it gets worse. */
  gain(index: number): number {
    const slope = this.#slopes[index] as number;
    const change = this.#bits[index] === 1 ? -slope : slope;
    return this.#objective.sense === 'min' ? -change : change;
  }

  flip(index: number): void {
    const direction = this.#bits[index] === 1 ? -1 : 1;
    this.#value += direction * (this.#slopes[index] as number);
    this.#bits[index] = direction === 1 ? 1 : 0;
    for (const { other, weight } of this.#neighbours[index] ?? [])
      this.#slopes[other] = (this.#slopes[other] as number) + direction * weight;
  }

  /** The assignment, its value computed anew without the rounding of the steps that led to it. */
  solution(): BinarySolution {
    const bits = [...this.#bits];
    return { bits, value: objectiveValue(this.#objective, bits) };
  }
}
