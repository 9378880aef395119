import { DIAGONAL_SIZE, TERM_SIZE } from '../stateVector/stageLayout';

// How the phases of a chunk are tabulated. The local index of an amplitude is a place in a row and a row. A factor that
// depends on the row, and on the places of chosen bits, is in table A, whose index is the row above these places; one that
// depends on the place, and on the rows of chosen bits, in table B, whose index is these rows above the place.

const LONGEST_ROW: u32 = 6;
const MOST_PLACE_BITS: u32 = 2;
const MOST_ROW_BITS: u32 = 4;

/** The number of local wires whose values are the place. */
// @ts-ignore: AssemblyScript's decorators
@inline
export function placeCountOf(width: u32): u32 {
  return min(LONGEST_ROW, width);
}

/** The lowest local wires, whose values are the place. */
export function placeWires(local: u32): u32 {
  let rest = local;
  for (let count: u32 = 0; count < LONGEST_ROW; count++) rest &= rest - 1;
  return local ^ rest;
}

/**
 * Chooses wires so that of every term the wires of one side are chosen; the wire that most terms share comes first. A term
 * without it is for another diagonal.
 * @param masks of the terms, `count` words
 */
export function coverTerms(masks: usize, count: u32, local: u32): u32 {
  const places = placeWires(local);
  const rows = local & ~places;
  let cover: u32 = 0;
  let best: u32 = 0;
  do {
    const canPlace = popcnt(cover & places) < MOST_PLACE_BITS;
    const canRow = popcnt(cover & rows) < MOST_ROW_BITS;
    const candidates = ((canPlace ? places : 0) | (canRow ? rows : 0)) & ~cover;
    best = 0;
    let bestDegree: u32 = 0;
    for (let rest = candidates; rest != 0; rest &= rest - 1) {
      const wire = rest & (0 - rest);
      let degree: u32 = 0;
      for (let at = masks; at < masks + (<usize>count << 2); at += 4) {
        const mask = load<u32>(at);
        if ((mask & wire) != 0 && !isCovered(mask, places, rows, cover)) degree++;
      }
      // Table A in variants makes a pass slower, so rows are preferred; they are above the places.
      if (degree > bestDegree || (degree == bestDegree && degree != 0 && (wire & rows) != 0 && (best & places) != 0)) {
        best = wire;
        bestDegree = degree;
      }
    }
    cover |= best;
  } while (best != 0);
  return cover;
}

/** Whether a term fits into a table, where these wires are chosen. */
// @ts-ignore: AssemblyScript's decorators
@inline
export function isCovered(mask: u32, places: u32, rows: u32, cover: u32): bool {
  return (mask & places & ~cover) == 0 || (mask & rows & ~cover) == 0;
}

// Bytes of the parts of a diagonal.

// @ts-ignore: AssemblyScript's decorators
@inline
export function rowVariantBytes(width: u32): u32 {
  return max<u32>(16, 4 << (width - placeCountOf(width)));
}

// @ts-ignore: AssemblyScript's decorators
@inline
export function placeVariantBytes(width: u32): u32 {
  return max<u32>(16, 4 << placeCountOf(width));
}

export function diagonalBytes(width: u32, terms: u32): u32 {
  return <u32>DIAGONAL_SIZE + rowVariantBytes(width) + placeVariantBytes(width) + <u32>TERM_SIZE * (terms + 1);
}

export function tableABytes(local: u32, cover: u32): u32 {
  const width = popcnt(local);
  return 16 << (width - placeCountOf(width) + popcnt(cover & placeWires(local)));
}

export function tableBBytes(local: u32, cover: u32): u32 {
  return 16 << (placeCountOf(popcnt(local)) + popcnt(cover & local & ~placeWires(local)));
}

/** Of both tables and of B expanded. */
export function tableBytes(local: u32, cover: u32): u32 {
  return tableABytes(local, cover) + 3 * tableBBytes(local, cover);
}

/** Bytes of a matrix of `targets` qubits, after the byte offsets of the amplitudes of a group. */
export function denseBytes(targets: u32): u32 {
  return groupBytes(targets) + (16 << (2 * targets));
}

// @ts-ignore: AssemblyScript's decorators
@inline
export function groupBytes(targets: u32): u32 {
  return ((4 << targets) + 15) & ~15;
}

/** What a thread needs to apply a diagonal. */
export function diagonalWorkspace(local: u32, cover: u32): u32 {
  return (32 << placeCountOf(popcnt(local))) + tableBytes(local, cover);
}
