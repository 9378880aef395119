import { type Angle, combineAngles, transformAngle } from '../angle.ts';
import type { GateName, GateOperation } from '../circuit.ts';
import { gateOperation } from '../gateOperation.ts';

/** One Pauli matrix of a product. */
export interface PauliFactorOnQubit {
  readonly pauli: 'X' | 'Y' | 'Z';
  readonly qubit: number;
}

/**
 * exp(−i · angle · P) for a product of Pauli matrices on different qubits: the parity of their eigenvalues is collected
 * on the last qubit, turned, and put back.
 */
export function pauliExponential(factors: readonly PauliFactorOnQubit[], angle: Angle): GateOperation[] {
  const last = factors.at(-1)?.qubit;
  if (last === undefined) return [gateOperation('gphase', [transformAngle('negate', angle)], [])];
  const turn = gateOperation('rz', [combineAngles('multiply', 2, angle)], [last]);
  return inZBasis(factors, [turn]);
}

/**
 * Gates on the last qubit of a product of Pauli matrices, whose Z then stands for the product: `turn` between a change
 * of basis and its inverse.
 */
export function inZBasis<Turn>(
  factors: readonly PauliFactorOnQubit[],
  turn: readonly Turn[],
): (Turn | GateOperation)[] {
  const last = factors.at(-1)?.qubit ?? 0;
  const change = (forY: GateName) =>
    factors.flatMap(({ pauli, qubit }) =>
      pauli === 'Z' ? [] : [gateOperation(pauli === 'X' ? 'h' : forY, [], [qubit])],
    );
  const collect = factors.slice(0, -1).map(({ qubit }) => gateOperation('x', [], [last], [qubit]));
  return [...change('sx'), ...collect, ...turn, ...collect.toReversed(), ...change('sxdg')];
}

/**
 * Whether two products of Pauli matrices, as letters on the same qubits, commute: they differ in an even number of places
 * where neither is I.
 */
export function pauliWordsCommute(left: string, right: string): boolean {
  const differing = [...left].filter((letter, index) => {
    const other = right[index];
    return letter !== 'I' && other !== 'I' && letter !== other;
  });
  return differing.length % 2 === 0;
}
