import type { PauliFactor, PauliSum } from './observable.ts';

/** A product of Pauli operators times i^quarterTurns, qubits ascending and each named once. */
export interface PhasedPauliProduct {
  readonly factors: readonly PauliFactor[];
  readonly quarterTurns: 0 | 1 | 2 | 3;
}

type Axis = PauliFactor['axis'];

/** The axis that follows in the cycle X → Y → Z → X. */
const nextAxis: Readonly<Record<Axis, Axis>> = { X: 'Y', Y: 'Z', Z: 'X' };

/**
 * The product of Pauli operators in the given order. On one qubit XY = iZ and so on around the cycle, and every operator
 * is its own inverse; operators on different qubits commute.
 */
export function multiplyFactors(factors: readonly PauliFactor[]): PhasedPauliProduct {
  const axes = new Map<number, Axis>();
  let quarterTurns = 0;
  for (const { axis, qubit } of factors) {
    const before = axes.get(qubit);
    if (before === undefined) {
      axes.set(qubit, axis);
    } else if (before === axis) {
      axes.delete(qubit);
    } else {
      const forward = nextAxis[before] === axis;
      quarterTurns += forward ? 1 : 3;
      axes.set(qubit, nextAxis[forward ? axis : before]);
    }
  }
  const product = [...axes].map(([qubit, axis]) => ({ qubit, axis })).sort((left, right) => left.qubit - right.qubit);
  return { factors: product, quarterTurns: (quarterTurns % 4) as 0 | 1 | 2 | 3 };
}

/**
 * The sum with equal products added up, in order of their first occurrence; products that cancel exactly are left out.
 */
export function collectTerms({ terms }: PauliSum): PauliSum {
  const collected = new Map<string, { coefficient: number; readonly factors: readonly PauliFactor[] }>();
  for (const { coefficient, factors } of terms) {
    const key = factors.map(({ axis, qubit }) => `${axis}${qubit}`).join('');
    const known = collected.get(key);
    if (known) known.coefficient += coefficient;
    else collected.set(key, { coefficient, factors });
  }
  return { terms: [...collected.values()].filter(({ coefficient }) => coefficient !== 0) };
}

/**
 * O² of a Pauli sum O, as a Pauli sum: products of pairs that commute; pairs that anticommute cancel.
 * Of m terms it has at most 1 + m(m − 1)/2.
 */
export function squareOf({ terms }: PauliSum): PauliSum {
  const squared: PauliSum['terms'][number][] = [];
  let identity = 0;
  terms.forEach(({ coefficient, factors }, index) => {
    identity += coefficient * coefficient;
    for (const other of terms.slice(index + 1)) {
      const product = multiplyFactors([...factors, ...other.factors]);
      // Of P Q and Q P the phases are conjugates, and real only where the two commute.
      if (product.quarterTurns % 2 === 1) continue;
      const sign = product.quarterTurns === 0 ? 1 : -1;
      squared.push({ coefficient: 2 * sign * coefficient * other.coefficient, factors: product.factors });
    }
  });
  return collectTerms({ terms: [{ coefficient: identity, factors: [] }, ...squared] });
}
