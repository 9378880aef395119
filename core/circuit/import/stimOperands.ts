import type { PauliFactor } from '../observable.ts';
import type { SignedProduct, StabilizerGate } from '../stabilizerProgram.ts';
import type { ImportReport } from './importedCircuit.ts';
import type { StimInstruction, StimTarget } from './stimInstructions.ts';

/** Makes qubits, pairs, products and probabilities of what follows the name of an instruction; reports what is none. */
export class StimOperands {
  readonly #report: ImportReport;

  constructor(report: ImportReport) {
    this.#report = report;
  }

  qubit(target: StimTarget, name: string, mayInvert = false): number | undefined {
    if (target.kind !== 'qubit') {
      return this.#report.problem(target.range, `${name} takes qubits such as 0.`);
    }
    if (target.inverted && !mayInvert) {
      return this.#report.problem(target.range, `Only measurements can be inverted with '!'; ${name} is none.`);
    }
    return target.qubit;
  }

  /** Of an instruction that takes single qubits. */
  qubits({ name, targets }: StimInstruction): number[] {
    return targets.flatMap((target) => this.qubit(target, name) ?? []);
  }

  pairs({ name, targets }: StimInstruction): (readonly [StimTarget, StimTarget])[] {
    const last = targets.at(-1);
    if (targets.length % 2 === 1 && last) {
      this.#report.problem(last.range, `${name} takes pairs of targets, and this one has no partner.`);
    }
    const pairs: (readonly [StimTarget, StimTarget])[] = [];
    for (let index = 0; index + 1 < targets.length; index += 2) {
      const [left, right] = targets.slice(index, index + 2);
      if (left && right) pairs.push([left, right]);
    }
    return pairs;
  }

  /** A pair of qubits, or nothing when it is none. */
  differentQubits(left: StimTarget, right: StimTarget, name: string, mayInvert = false): number[] {
    const first = this.qubit(left, name, mayInvert);
    const second = this.qubit(right, name, mayInvert);
    if (first === undefined || second === undefined) return [];
    if (first !== second) return [first, second];
    this.#report.problem(right.range, `${name} needs two different qubits, not ${first} twice.`);
    return [];
  }

  products({ name, targets }: StimInstruction): SignedProduct[] {
    const products: { factors: PauliFactor[]; isInverted: boolean }[] = [];
    let isJoined = false;
    for (const target of targets) {
      if (target.kind === 'combiner') {
        if (isJoined || products.length === 0) this.#report.problem(target.range, "A '*' stands between two factors.");
        isJoined = true;
        continue;
      }
      if (target.kind !== 'pauli') {
        this.#report.problem(target.range, `${name} takes products of Pauli matrices such as X1*Z2.`);
        continue;
      }
      const { inverted, pauli: axis, qubit } = target;
      const current = isJoined ? products.at(-1) : undefined;
      isJoined = false;
      if (current === undefined) products.push({ factors: [{ axis, qubit }], isInverted: inverted });
      else if (current.factors.some((factor) => factor.qubit === qubit)) {
        this.#report.problem(
          target.range,
          `Qubit ${qubit} occurs twice in this product; multiply the two factors out.`,
        );
      } else {
        current.factors.push({ axis, qubit });
        current.isInverted = current.isInverted !== inverted;
      }
    }
    const last = targets.at(-1);
    if (isJoined && last) this.#report.problem(last.range, "A '*' stands between two factors.");
    return products;
  }

  /** The probabilities of an instruction that takes so many. */
  probabilities({ arguments: values, name, range }: StimInstruction, count: number): readonly number[] {
    const sum = values.reduce((total, value) => total + value, 0);
    // Probabilities written in decimals may add up to a little more than 1.
    if (values.length === count && values.every((value) => value >= 0) && sum <= 1 + 1e-9) return values;
    const wanted = count === 1 ? 'one probability' : `${count} probabilities that add up to at most 1`;
    this.#report.problem({ start: range.start, end: range.start + name.length }, `${name} takes ${wanted}.`);
    return [];
  }
}

export function isInvertedTarget(target: StimTarget): boolean {
  return target.kind === 'qubit' && target.inverted;
}

/** Turns the +1 and −1 eigenstates of a product against each other by a quarter, as S does for Z. */
export function productTurn({ factors, isInverted }: SignedProduct, isPositive: boolean): StabilizerGate[] {
  const last = factors.at(-1)?.qubit;
  if (last === undefined) return [];
  const on = (gate: StabilizerGate['gate'], targets: readonly number[]): StabilizerGate => ({
    kind: 'gate',
    gate,
    targets,
  });
  const basisChange = (ofY: 'SQRT_X' | 'SQRT_X_DAG') =>
    factors.flatMap(({ axis, qubit }) => (axis === 'Z' ? [] : [on(axis === 'X' ? 'H' : ofY, [qubit])]));
  const others = factors.slice(0, -1).flatMap(({ qubit }) => [qubit, last]);
  const collect = others.length === 0 ? [] : [on('CX', others)];
  const turn = on(isPositive === isInverted ? 'S_DAG' : 'S', [last]);
  return [...basisChange('SQRT_X'), ...collect, turn, ...collect, ...basisChange('SQRT_X_DAG')];
}
