// Records that core/simulator/smallCircuits/circuitBlock.ts and operationRecord.ts write into memory.

// A circuit: 32-bit words.
export const circuitTurnCount: usize = 0;
export const circuitTurnRecords: usize = 4;
export const circuitTurnTerms: usize = 8;
export const circuitTurns: usize = 12;
export const circuitOperationCount: usize = 16;
export const circuitOperations: usize = 20;
export const circuitState: usize = 24;
/** Amplitudes of the final state. */
export const circuitStateLength: usize = 28;
export const circuitSlotCount: usize = 32;
export const circuitObservableCount: usize = 36;
export const circuitObservables: usize = 40;
export const circuitPauliTerms: usize = 44;
/** A double for every amplitude. */
export const circuitProbabilities: usize = 48;
/** For every index of a result, the byte at which its amplitude is in the state, or -1 where it is 0. */
export const circuitPlaces: usize = 52;
export const circuitPlaceCount: usize = 56;
/** The state and the bra of the way back. */
export const circuitReverseState: usize = 60;
export const circuitReverseBra: usize = 64;
/** A double for every turn, in parts that are added up in order; see {@link circuitGradientParts}. */
export const circuitTurnGradients: usize = 68;
/** As large as the widest matrix needs: 16 bytes times its dimension. */
export const circuitScratch: usize = 72;
/** Room for every thread: a block of the state, one of the bra, and scratch. */
export const circuitBlocks: usize = 76;
export const circuitBlocksStride: usize = 80;
/** How many parts of gradients there are, and the bytes of one. Threads that work at the same time have different ones. */
export const circuitGradientParts: usize = 84;
export const circuitGradientStride: usize = 88;

// A turn: its angle is offset + Σ coefficient · slot.
export const turnOffset: usize = 0;
export const turnFirstTerm: usize = 8;
export const turnTermCount: usize = 12;
export const turnRecordSize: usize = 16;
export const turnTermCoefficient: usize = 0;
export const turnTermSlot: usize = 8;
export const turnTermSize: usize = 16;
/** A turn in the table: cosine, sine. */
export const turnSize: usize = 16;

// An operation: 32-bit words. Masks and bits are byte offsets: 16 times those of indices.
export const operationKind: usize = 0;
/** Controls and targets, and the bits below an amplitude's size. */
export const operationFixed: usize = 4;
/** What the controls have to be. */
export const operationControls: usize = 8;
export const operationTarget: usize = 12;
export const operationOther: usize = 16;
export const operationGroups: usize = 20;
/** Turns, as byte offsets into the table. */
export const operationBefore: usize = 24;
export const operationTurn: usize = 28;
export const operationAfter: usize = 32;
/** Which of the three turns have a gradient: 1, 2, 4. */
export const operationWanted: usize = 36;
/** Of matrices: the address of the matrix (its adjoint follows), its dimension, the address of the offsets of a group. */
export const operationMatrix: usize = 40;
export const operationDimension: usize = 44;
export const operationOffsets: usize = 48;
/** On a block: which bits of its place have to have which values. */
export const operationOuter: usize = 52;
export const operationOuterValue: usize = 56;
export const operationSize: usize = 64;

// Kinds of operations.
export const kindExtend: u32 = 0;
export const kindGrow: u32 = 1;
export const kindRotate: u32 = 2;
export const kindRotateAfter: u32 = 3;
export const kindRotateBefore: u32 = 4;
export const kindRotateBoth: u32 = 5;
export const kindPhase: u32 = 6;
export const kindFlip: u32 = 7;
export const kindExchange: u32 = 8;
export const kindOddPhase: u32 = 9;
export const kindRotateXX: u32 = 10;
export const kindRotateYY: u32 = 11;
export const kindMatrix: u32 = 12;

// An observable: a table of its diagonal part (0 for none), and its other terms.
export const observableDiagonal: usize = 0;
export const observableFirstTerm: usize = 4;
export const observableTermCount: usize = 8;
export const observableSize: usize = 16;
export const pauliCoefficient: usize = 0;
/** Masks of indices. */
export const pauliFlips: usize = 8;
export const pauliSigns: usize = 12;
/** The number of Y factors modulo 4. */
export const pauliQuarterTurns: usize = 16;
export const pauliTermSize: usize = 24;
