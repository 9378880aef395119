import {
  circuitGradientParts,
  circuitGradientStride,
  circuitObservableCount,
  circuitObservables,
  circuitOperationCount,
  circuitOperations,
  circuitPlaceCount,
  circuitPlaces,
  circuitProbabilities,
  circuitReverseBra,
  circuitReverseState,
  circuitScratch,
  circuitSlotCount,
  circuitState,
  circuitStateLength,
  circuitTurnCount,
  circuitTurnGradients,
  circuitTurnRecords,
  circuitTurns,
  circuitTurnTerms,
  observableDiagonal,
  observableSize,
  operationSize,
  turnFirstTerm,
  turnRecordSize,
  turnTermCoefficient,
  turnTermCount,
  turnTermSize,
  turnTermSlot,
} from './layout';
import { applyObservable, expectationOf, storeProbabilities } from './observables';
import { applyOperation } from './operations';
import { reverseOperation } from './reverse';
import { evaluateTurns } from './turns';

// One call answers for many rows: values of the circuit's slots. A row's result depends on the row alone. The functions
// of rows return how many were done; fewer than asked when an angle is not finite.

/** Evaluates the angles for one row. */
export function bindSmallCircuit(circuit: usize, slots: usize): bool {
  return evaluateTurns(circuit, slots);
}

/** Applies the operations `from` … `to` − 1 to the circuit's state, which is set to 1 before the first. */
export function applySmallCircuit(circuit: usize, from: u32, to: u32): void {
  const state = <usize>load<u32>(circuit, circuitState);
  const turns = <usize>load<u32>(circuit, circuitTurns);
  const scratch = <usize>load<u32>(circuit, circuitScratch);
  const operations = <usize>load<u32>(circuit, circuitOperations);
  if (from === 0) v128.store(state, f64x2(1, 0));
  const end = operations + (<usize>to) * operationSize;
  for (let operation = operations + (<usize>from) * operationSize; operation < end; operation += operationSize) {
    applyOperation(operation, state, turns, scratch);
  }
}

/** Undoes the operations `to` − 1 … `from` on the state and the bra of the way back, collecting gradients. */
export function reverseSmallCircuit(circuit: usize, from: u32, to: u32): void {
  const state = <usize>load<u32>(circuit, circuitReverseState);
  const bra = <usize>load<u32>(circuit, circuitReverseBra);
  const turns = <usize>load<u32>(circuit, circuitTurns);
  const gradients = <usize>load<u32>(circuit, circuitTurnGradients);
  const scratch = <usize>load<u32>(circuit, circuitScratch);
  const operations = <usize>load<u32>(circuit, circuitOperations);
  const first = operations + (<usize>from) * operationSize;
  for (let operation = operations + (<usize>to) * operationSize; operation > first; ) {
    operation -= operationSize;
    reverseOperation(operation, state, bra, turns, gradients, scratch);
  }
}

/** Writes the state of the bound circuit after its last operation, in order of qubits. */
export function readSmallState(circuit: usize, output: usize): void {
  const state = <usize>load<u32>(circuit, circuitState);
  const places = <usize>load<u32>(circuit, circuitPlaces);
  const count = <usize>load<u32>(circuit, circuitPlaceCount);
  for (let index: usize = 0; index < count; index++) {
    const place = load<i32>(places + (index << 2));
    v128.store(output + (index << 4), place < 0 ? f64x2.splat(0) : v128.load(state + <usize>place));
  }
}

/** States of rows: 16 · 2^qubits bytes each. */
export function smallStates(circuit: usize, slots: usize, rows: u32, output: usize): u32 {
  const rowSize = (<usize>load<u32>(circuit, circuitSlotCount)) << 3;
  const operationCount = load<u32>(circuit, circuitOperationCount);
  const outputSize = (<usize>load<u32>(circuit, circuitPlaceCount)) << 4;
  for (let row: u32 = 0; row < rows; row++) {
    if (!evaluateTurns(circuit, slots + <usize>row * rowSize)) return row;
    applySmallCircuit(circuit, 0, operationCount);
    readSmallState(circuit, output + <usize>row * outputSize);
  }
  return rows;
}

/** Probabilities of the basis states in order of qubits: 8 · 2^qubits bytes a row. */
export function smallProbabilities(circuit: usize, slots: usize, rows: u32, output: usize): u32 {
  const rowSize = (<usize>load<u32>(circuit, circuitSlotCount)) << 3;
  const operationCount = load<u32>(circuit, circuitOperationCount);
  const count = <usize>load<u32>(circuit, circuitPlaceCount);
  for (let row: u32 = 0; row < rows; row++) {
    if (!evaluateTurns(circuit, slots + <usize>row * rowSize)) return row;
    applySmallCircuit(circuit, 0, operationCount);
    readSmallProbabilities(circuit, output + ((<usize>row * count) << 3));
  }
  return rows;
}

/** Writes the probabilities of the bound circuit after its last operation, in order of qubits. */
export function readSmallProbabilities(circuit: usize, output: usize): void {
  const state = <usize>load<u32>(circuit, circuitState);
  const probabilities = <usize>load<u32>(circuit, circuitProbabilities);
  const places = <usize>load<u32>(circuit, circuitPlaces);
  const count = <usize>load<u32>(circuit, circuitPlaceCount);
  storeProbabilities(state, load<u32>(circuit, circuitStateLength), probabilities);
  for (let index: usize = 0; index < count; index++) {
    const place = load<i32>(places + (index << 2));
    store<f64>(output + (index << 3), place < 0 ? 0 : load<f64>(probabilities + ((<usize>place) >> 1)));
  }
}

/** Expectation values: a double for every observable in every row. */
export function smallExpectations(circuit: usize, slots: usize, rows: u32, output: usize): u32 {
  const rowSize = (<usize>load<u32>(circuit, circuitSlotCount)) << 3;
  const operationCount = load<u32>(circuit, circuitOperationCount);
  const outputSize = (<usize>load<u32>(circuit, circuitObservableCount)) << 3;
  for (let row: u32 = 0; row < rows; row++) {
    if (!evaluateTurns(circuit, slots + <usize>row * rowSize)) return row;
    applySmallCircuit(circuit, 0, operationCount);
    readSmallExpectations(circuit, output + <usize>row * outputSize);
  }
  return rows;
}

/** Writes the expectation values of the bound circuit after its last operation. */
export function readSmallExpectations(circuit: usize, output: usize): void {
  const state = <usize>load<u32>(circuit, circuitState);
  const observables = <usize>load<u32>(circuit, circuitObservables);
  const count = <usize>load<u32>(circuit, circuitObservableCount);
  for (let index: usize = 0; index < count; index++) {
    if (load<u32>(observables + index * observableSize, observableDiagonal) !== 0) {
      const length = load<u32>(circuit, circuitStateLength);
      storeProbabilities(state, length, <usize>load<u32>(circuit, circuitProbabilities));
      break;
    }
  }
  for (let index: usize = 0; index < count; index++) {
    store<f64>(output + (index << 3), expectationOf(circuit, observables + index * observableSize, state));
  }
}

/**
 * Begins the way back for one observable: the bra is O ψ, and the gradients are 0.
 * @returns ⟨ψ|O|ψ⟩
 */
export function beginReverse(circuit: usize, observable: u32): f64 {
  const state = <usize>load<u32>(circuit, circuitState);
  const reverseState = <usize>load<u32>(circuit, circuitReverseState);
  const bytes = (<usize>load<u32>(circuit, circuitStateLength)) << 4;
  const record = <usize>load<u32>(circuit, circuitObservables) + (<usize>observable) * observableSize;
  const gradientBytes =
    <usize>load<u32>(circuit, circuitGradientParts) * <usize>load<u32>(circuit, circuitGradientStride);
  memory.fill(<usize>load<u32>(circuit, circuitTurnGradients), 0, gradientBytes);
  if (reverseState !== state) memory.copy(reverseState, state, bytes);
  return applyObservable(circuit, record, state, <usize>load<u32>(circuit, circuitReverseBra));
}

/** Writes the gradient with respect to the slots: a double each. */
export function endReverse(circuit: usize, output: usize): void {
  const slotCount = <usize>load<u32>(circuit, circuitSlotCount);
  const turnCount = <usize>load<u32>(circuit, circuitTurnCount);
  const records = <usize>load<u32>(circuit, circuitTurnRecords);
  const terms = <usize>load<u32>(circuit, circuitTurnTerms);
  const gradients = <usize>load<u32>(circuit, circuitTurnGradients);
  const stride = <usize>load<u32>(circuit, circuitGradientStride);
  const end = gradients + <usize>load<u32>(circuit, circuitGradientParts) * stride;
  memory.fill(output, 0, slotCount << 3);
  for (let turn: usize = 0; turn < turnCount; turn++) {
    const record = records + turn * turnRecordSize;
    let gradient: f64 = 0;
    for (let at = gradients + (turn << 3); at < end; at += stride) gradient += load<f64>(at);
    const count = load<u32>(record, turnTermCount);
    let term = terms + (<usize>load<u32>(record, turnFirstTerm)) * turnTermSize;
    for (let index: u32 = 0; index < count; index++) {
      const at = output + ((<usize>load<u32>(term, turnTermSlot)) << 3);
      store<f64>(at, load<f64>(at) + load<f64>(term, turnTermCoefficient) * gradient);
      term += turnTermSize;
    }
  }
}

/**
 * Expectation values as {@link smallExpectations}, and their gradients with respect to the slots: for every row and
 * observable a double for every slot.
 */
export function smallGradients(circuit: usize, slots: usize, rows: u32, values: usize, gradients: usize): u32 {
  const rowSize = (<usize>load<u32>(circuit, circuitSlotCount)) << 3;
  const operationCount = load<u32>(circuit, circuitOperationCount);
  const observableCount = load<u32>(circuit, circuitObservableCount);
  let value = values;
  let gradient = gradients;
  for (let row: u32 = 0; row < rows; row++) {
    if (!evaluateTurns(circuit, slots + <usize>row * rowSize)) return row;
    applySmallCircuit(circuit, 0, operationCount);
    for (let observable: u32 = 0; observable < observableCount; observable++) {
      store<f64>(value, beginReverse(circuit, observable));
      reverseSmallCircuit(circuit, 0, operationCount);
      endReverse(circuit, gradient);
      value += 8;
      gradient += rowSize;
    }
  }
  return rows;
}
