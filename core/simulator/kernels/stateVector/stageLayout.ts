// How a stage lies in memory; `kernels/planning/` writes it. Offsets in bytes; where something else
// is, it says from the beginning of its own record on.

/** Of a stage: which qubits are local, how many, how many operations there are, and the first of them. */
export const STAGE_LOCAL: usize = 0;
export const STAGE_WIDTH: usize = 4;
export const STAGE_COUNT: usize = 8;
export const STAGE_OPERATIONS: usize = 16;

/** Of an operation. Positions are those of a qubit among the local ones. */
export const OPERATION_SIZE: usize = 64;
export const OPERATION_KIND: usize = 0;
/** Three positions, or the number of targets and the number of fixed bits. */
export const OPERATION_POSITIONS: usize = 4;
export const OPERATION_LOCAL_MASK: usize = 16;
export const OPERATION_LOCAL_VALUE: usize = 20;
export const OPERATION_GLOBAL_MASK: usize = 24;
export const OPERATION_GLOBAL_VALUE: usize = 28;
export const OPERATION_DATA: usize = 32;
/** The fixed bits of a dense operation. */
export const OPERATION_FIXED: usize = 36;
/** The tangent of a rotation at position 0 in single precision, f32, in the place of the local mask. */
export const OPERATION_INSIDE: usize = 16;
/** Three tangents, f64. */
export const OPERATION_TANGENTS: usize = 40;

/** With these numbers it changes nothing. */
export const KIND_NONE: u32 = 0;
export const KIND_DIAGONAL: u32 = 1;
export const KIND_ROTATE_ONE: u32 = 2;
export const KIND_ROTATE_TWO: u32 = 3;
export const KIND_ROTATE_THREE: u32 = 4;
export const KIND_FLIP: u32 = 5;
export const KIND_DENSE: u32 = 6;
/** In single precision: a rotation inside units, and none to three others. */
export const KIND_ROTATE_INSIDE: u32 = 7;

/**
 * Of a diagonal. The factor of the local index (row, place in row) is A[row · 2^kA + dA(place)] · B[cB(row) · 2^rowBits +
 * place], with a table dA by place and a table cB by row. `terms` that depend on global qubits come after the others.
 */
export const DIAGONAL_SIZE: usize = 64;
export const DIAGONAL_ROW_BITS: usize = 0;
export const DIAGONAL_COLUMN_BITS: usize = 4;
export const DIAGONAL_A_BITS: usize = 8;
export const DIAGONAL_B_BITS: usize = 12;
/** u32 by row: the index of its variant of B. */
export const DIAGONAL_ROW_VARIANTS: usize = 16;
/** u32 by place: the index of its variant of A. */
export const DIAGONAL_PLACE_VARIANTS: usize = 20;
export const DIAGONAL_A: usize = 24;
export const DIAGONAL_B: usize = 28;
export const DIAGONAL_TERMS: usize = 32;
export const DIAGONAL_LOCAL_TERMS: usize = 36;
export const DIAGONAL_ALL_TERMS: usize = 40;
/** B with every number written twice, ready to multiply by. */
export const DIAGONAL_B_EXPANDED: usize = 44;
/** Written by the kernels: the tables that terms of local qubits only make other than ones; bit 0: A, bit 1: B. */
export const DIAGONAL_USES: usize = 48;

/** Of a term of a diagonal: a factor where the bits of its masks have the values. */
export const TERM_SIZE: usize = 48;
export const TERM_GLOBAL_MASK: usize = 0;
export const TERM_GLOBAL_VALUE: usize = 4;
/** 0: A, 1: B. */
export const TERM_TABLE: usize = 8;
export const TERM_MASK: usize = 12;
export const TERM_VALUE: usize = 16;
export const TERM_FACTOR: usize = 24;
