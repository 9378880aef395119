import type { GateOperation } from '#core/circuit/circuit.ts';
import { gateTable } from '#core/circuit/gateTable.ts';

/** ∂⟨O⟩/∂angle = Σ factor · (⟨O⟩ at angle + shift − ⟨O⟩ at angle − shift). */
export type ShiftRule = readonly { readonly shift: number; readonly factor: number }[];

/**
 * Of angles that enter with the one frequency 1, as where the generator has the eigenvalues ±1/2 or 0 and 1 (K. Mitarai
 * et al., "Quantum circuit learning", 2018).
 */
const twoTerms: ShiftRule = [{ shift: Math.PI / 2, factor: 1 / 2 }];

/**
 * Of angles with the frequencies 1/2 and 1: rotations under controls, whose generator has the eigenvalues 0 and ±1/2
 * (G.-L. R. Anselmetti et al., 2021, arXiv:2104.05695, eq. 10).
 */
const fourTerms: ShiftRule = [
  { shift: Math.PI / 2, factor: (Math.SQRT2 + 1) / (4 * Math.SQRT2) },
  { shift: (3 * Math.PI) / 2, factor: -(Math.SQRT2 - 1) / (4 * Math.SQRT2) },
];

/** The rule of a parameter of a gate; empty where it changes nothing that can be observed. */
export function shiftRule({ controls, gate }: Pick<GateOperation, 'controls' | 'gate'>, parameter: number): ShiftRule {
  if (gate === 'gphase') return controls.length === 0 ? [] : twoTerms;
  if (controls.length === 0) return twoTerms;
  const isRotation = gateTable[gate].pauliRotation !== undefined || (gate === 'u' && parameter === 0);
  return isRotation ? fourTerms : twoTerms;
}
