/** The factor of a diagonal that an item gives, where the wires of `mask` have the item's value. */
export interface DiagonalTerm {
  readonly item: number;
  readonly mask: number;
}

/**
 * How the phases of a chunk are tabulated. The local index of an amplitude is a place in a row and a row. A factor that
 * depends on the row, and on the places of `placeBits`, is in table A, whose index is the row above these places; one that
 * depends on the place, and on the rows of `rowBits`, in table B, whose index is these rows above the place.
 */
export interface DiagonalLayout {
  readonly width: number;
  readonly placeCount: number;
  /** Local positions below `placeCount`. */
  readonly placeBits: readonly number[];
  /** Local positions from `placeCount` on. */
  readonly rowBits: readonly number[];
  readonly terms: readonly PlacedTerm[];
}

export interface PlacedTerm extends DiagonalTerm {
  readonly table: 'A' | 'B';
  /** Wires that are not local. */
  readonly global: number;
  /** The bits of the table's index, and the wires that they stand for. */
  readonly bits: readonly { readonly bit: number; readonly wire: number }[];
}

const longestRow = 6;
const mostPlaceBits = 2;
const mostRowBits = 4;

/**
 * Lays terms out, in as many diagonals as it takes.
 * @param local the local wires
 */
export function layoutDiagonals(terms: readonly DiagonalTerm[], local: number): DiagonalLayout[] {
  const wires: number[] = [];
  for (let wire = 0; wire < 32; wire++) if (local & (1 << wire)) wires.push(wire);
  const placeCount = Math.min(longestRow, wires.length);
  const placeMask = wires.slice(0, placeCount).reduce((mask, wire) => mask | (1 << wire), 0);
  const rowMask = local & ~placeMask;
  const layouts: DiagonalLayout[] = [];
  let rest: readonly DiagonalTerm[] = terms;
  do {
    const crossing = rest.filter(({ mask }) => mask & placeMask && mask & rowMask);
    const { cover, left } = coverTerms(crossing, placeMask, rowMask);
    const [first] = left;
    if (first && left.length === rest.length) {
      // A phase of very many qubits has a diagonal of its own, with A in as many variants as it takes.
      layouts.push(placeTerms([first], wires, placeCount, first.mask & placeMask));
      rest = left.slice(1);
      continue;
    }
    const leftOver = new Set(left);
    const placed = rest.filter((term) => !leftOver.has(term));
    layouts.push(placeTerms(placed, wires, placeCount, cover));
    rest = left;
  } while (rest.length > 0);
  return layouts;
}

/**
 * Chooses wires so that of every term the wires of one side are chosen. The wire that most terms share comes first.
 */
function coverTerms(
  terms: readonly DiagonalTerm[],
  placeMask: number,
  rowMask: number,
): { readonly cover: number; readonly left: readonly DiagonalTerm[] } {
  let cover = 0;
  let open = terms;
  for (;;) {
    const chosen = cover;
    open = open.filter(({ mask }) => (mask & placeMask & ~chosen) !== 0 && (mask & rowMask & ~chosen) !== 0);
    const degrees = new Map<number, number>();
    for (const { mask } of open) {
      for (let wire = 0; wire < 32; wire++) {
        if (mask & ~cover & (1 << wire) & (placeMask | rowMask)) degrees.set(wire, (degrees.get(wire) ?? 0) + 1);
      }
    }
    const places = countBits(cover & placeMask);
    const rows = countBits(cover & rowMask);
    let best: number | undefined;
    for (const [wire, degree] of [...degrees].sort(([left], [right]) => left - right)) {
      const isPlace = (placeMask & (1 << wire)) !== 0;
      if (isPlace ? places >= mostPlaceBits : rows >= mostRowBits) continue;
      // Table A in variants makes a pass slower, so rows are preferred.
      const bestDegree = best === undefined ? 0 : (degrees.get(best) ?? 0);
      if (degree > bestDegree || (degree === bestDegree && best !== undefined && !isPlace && placeMask & (1 << best))) {
        best = wire;
      }
    }
    if (best === undefined) return { cover, left: open };
    cover |= 1 << best;
  }
}

function placeTerms(
  terms: readonly DiagonalTerm[],
  wires: readonly number[],
  placeCount: number,
  cover: number,
): DiagonalLayout {
  const local = wires.reduce((mask, wire) => mask | (1 << wire), 0);
  const chosen = wires.map((wire, position) => ({ wire, position })).filter(({ wire }) => cover & (1 << wire));
  const placeBits = chosen.filter(({ position }) => position < placeCount).map(({ position }) => position);
  const rowBits = chosen.filter(({ position }) => position >= placeCount).map(({ position }) => position);
  const placeOrder = new Map(placeBits.map((position, index) => [position, index]));
  const rowOrder = new Map(rowBits.map((position, index) => [position, index]));
  const placed = terms.map(({ item, mask }): PlacedTerm => {
    const positions: number[] = [];
    for (let position = 0; position < wires.length; position++) {
      if (mask & (1 << (wires[position] as number))) positions.push(position);
    }
    // Tables differ in size: what does not depend on the place goes into A.
    const isA = positions.every((position) => position >= placeCount || placeOrder.has(position));
    const bits = positions.map((position) => {
      const wire = wires[position] as number;
      if (position < placeCount) return { bit: isA ? (placeOrder.get(position) ?? 0) : position, wire };
      const row = isA ? position - placeCount + placeBits.length : placeCount + (rowOrder.get(position) ?? 0);
      return { bit: row, wire };
    });
    return { item, mask, table: isA ? 'A' : 'B', global: mask & ~local, bits };
  });
  return { width: wires.length, placeCount, placeBits, rowBits, terms: placed };
}

function countBits(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++;
  return count;
}
