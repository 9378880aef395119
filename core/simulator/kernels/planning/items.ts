// What the engine executes: pieces of a circuit on wires, which are positions of bits in the index of an amplitude. Masks
// have a bit per wire.

// @ts-ignore: AssemblyScript's decorators
@unmanaged
export class Item {
  kind: u16;
  /** Of a rotation, and of what is remembered or settled; the target of an exchange. Of dense items, a bit for each target
   * whose frame is exchanged, which `binding.ts` writes. */
  wire: u16;
  /** The wires whose values it depends on; of rotations and of what is settled, the wire. */
  mask: u32;
  /** What they have to be, frames not counted. */
  value: u32;
  /** Its references, see the kinds. */
  first: u32;
  count: u32;

  // The rest depends on angles, and on the frames before the circuit: `binding.ts` writes it.

  /** What the wires of `mask` have to be in the index of an amplitude. */
  boundValue: u32;
  /** The phase it executes; of a rotation, the one that comes before it. */
  phaseRe: f64;
  phaseIm: f64;
  /** The factor of all amplitudes that executing it leaves. */
  scaleRe: f64;
  scaleIm: f64;
  /** t of a rotation (a − t·b, b + t·a), at most 1 in size. */
  tangent: f64;
}

/** One-qubit gates: phases · real rotation · phases, the outer phases left to the diagonals around. References: matrices. */
export const ITEM_ROTATION: u16 = 0;
/** One-qubit gates that are phases or exchanges whatever the angles, remembered and not executed. References: matrices. */
export const ITEM_MONOMIAL: u16 = 1;
/** Executes the phases that one-qubit gates have left on a wire. */
export const ITEM_SETTLE: u16 = 2;
/** A factor where the wires of `mask` have the value. References: complex numbers, or their inverses with `INVERSE`. */
export const ITEM_PHASE: u16 = 3;
/** Exchanges |0⟩ and |1⟩ of the wire where those of `mask` have the value. */
export const ITEM_FLIP: u16 = 4;
/** Any matrix. References: the matrix, then the wires of its targets. */
export const ITEM_DENSE: u16 = 5;
/** Executes the factor that all amplitudes have left. */
export const ITEM_SCALAR: u16 = 6;
/** Computes eigenvectors and eigenvalues of a matrix, its reference, when numbers are bound. Not executed. */
export const ITEM_EIGEN: u16 = 7;

/** A bit of a reference: not the number but its inverse, which is its conjugate. */
export const INVERSE: u32 = 1 << 31;

// @ts-ignore: AssemblyScript's decorators
@inline
export function itemAt(items: usize, index: u32): Item {
  return changetype<Item>(items + <usize>index * offsetof<Item>());
}

// @ts-ignore: AssemblyScript's decorators
@inline
export function wordAt(words: usize, index: u32): u32 {
  return load<u32>(words + ((<usize>index) << 2));
}

/** The wires whose amplitudes an item mixes. */
export function mixedWires(item: Item, references: usize): u32 {
  if (item.kind == ITEM_ROTATION || item.kind == ITEM_FLIP) return 1 << <u32>item.wire;
  let mask: u32 = 0;
  if (item.kind == ITEM_DENSE) {
    for (let place: u32 = 1; place < item.count; place++) mask |= 1 << wordAt(references, item.first + place);
  }
  return mask;
}
