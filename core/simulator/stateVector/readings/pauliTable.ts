import type { FlipGroup, GroupedTerm } from '../../readout/pauliMasks.ts';
import { isOdd } from '../../readout/pauliMasks.ts';
import { onWires, type PlacedState } from './placedState.ts';

const headBytes = 16;
const groupBytes = 16;
const termBytes = 24;

/** Terms that are read together, as the kernels read them; see `kernels/readout/pauliLayout.ts`. */
export interface PauliTable {
  readonly bytes: Uint8Array;
  /** The observables whose sums are found, by place among the sums. */
  readonly observables: readonly number[];
}

/** Writes the terms down as they act on the wires of a state. */
export function pauliTable(groups: readonly FlipGroup[], state: Pick<PlacedState, 'wires' | 'frame'>): PauliTable {
  const terms = groups.reduce((sum, group) => sum + group.terms.length, 0);
  const bytes = new Uint8Array(headBytes + groups.length * groupBytes + terms * termBytes);
  const view = new DataView(bytes.buffer);
  const places = new Map<number, number>();
  view.setUint32(0, groups.length, true);
  let at = headBytes;
  for (const group of groups) {
    view.setUint32(at, onWires(group.flips, state.wires), true);
    view.setUint32(at + 4, group.terms.some(isReal) ? 1 : 0, true);
    view.setUint32(at + 8, group.terms.every(isReal) ? 0 : 1, true);
    view.setUint32(at + 12, group.terms.length, true);
    at += groupBytes;
    for (const term of group.terms) {
      const place = places.get(term.observable) ?? places.size;
      places.set(term.observable, place);
      const signs = onWires(term.signs, state.wires);
      // The factor is coefficient · i^quarterTurns, and where |0⟩ and |1⟩ are exchanged, so are the signs.
      const isNegative = term.quarterTurns >= 2 !== isOdd(signs & state.frame);
      view.setUint32(at, signs, true);
      view.setUint32(at + 4, place, true);
      view.setFloat64(at + (isReal(term) ? 8 : 16), isNegative ? -term.coefficient : term.coefficient, true);
      at += termBytes;
    }
  }
  return { bytes, observables: [...places.keys()] };
}

function isReal({ quarterTurns }: GroupedTerm): boolean {
  return quarterTurns % 2 === 0;
}
