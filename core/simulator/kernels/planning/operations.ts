// The operations of stages as lists of words, from which code is written and to whose items numbers are bound:
//   KIND_DIAGONAL, the wires that are chosen (see `diagonals.ts`), how many terms depend on local wires only and come first,
//   how many there are, items of the terms
//   KIND_ROTATE_ONE …, items of the rotations, the one inside units first
//   KIND_FLIP or KIND_DENSE, item
// Behind the operations of a stage come the items that leave a factor of all amplitudes.

// @ts-ignore: AssemblyScript's decorators
@unmanaged
export class Stage {
  local: u32;
  /** The local wires that are mixed: amplitudes may be other than 0 afterwards where they are 1. */
  mixed: u32;
  operationCount: u32;
  /** The first of its words. */
  first: u32;
  /** The first item that leaves a factor of all amplitudes, and how many do; the first diagonal has them. */
  firstScale: u32;
  scaleCount: u32;
  /** The first byte of its code. */
  code: u32;
  codeBytes: u32;
  tableBytes: u32;
}

// @ts-ignore: AssemblyScript's decorators
@inline
export function stageAt(stages: usize, index: u32): Stage {
  return changetype<Stage>(stages + <usize>index * offsetof<Stage>());
}
