import { nextGap, nextPositive, nextWord, randomRow } from './frameRandom';
import { addRow, clearRow, copyRow, exchangeRows, flipBit } from './frameRows';

// Pauli frames: for 1,024 shots at a time, by which Pauli matrices each of them differs from a reference shot without
// noise (C. Gidney, "Stim: a fast stabilizer circuit simulator", 2021, arXiv:2103.02202, section 3.3). Every qubit has a
// row of bits for X and one for Z, every measurement a row for whether its result differs.
//
// The program is a list of 32-bit words: an instruction, how many operands follow, the operands. The numbers of the
// instructions and the layout of the machine are those of `core/simulator/stabilizer/frameCode.ts`.

/** The machine: addresses and counters of 32 bits each, then the states of the two generators. */
const codeAt: usize = 0;
const xAt: usize = 4;
const zAt: usize = 8;
const recordAt: usize = 12;
const detectorAt: usize = 16;
const observableAt: usize = 20;
const channelAt: usize = 24;
const scratchAt: usize = 28;
const nextAt: usize = 32;
const recordCountAt: usize = 36;
const detectorCountAt: usize = 40;
const loopDepthAt: usize = 44;
const loopsAt: usize = 48;
const wordGenerator: usize = 64;
const rowGenerator: usize = 128;

/** A channel: 1 / ln(1 − p), the gap to its next error, its number of cases, then the bounds of all cases but equal ones. */
const channelBytes: usize = 160;
const gapAt: usize = 8;
const casesAt: usize = 16;
const isEqualAt: usize = 20;
const boundsAt: usize = 24;

// @ts-ignore: AssemblyScript's decorators
@inline
function rowOf(rows: usize, index: u32): usize {
  return rows + ((<usize>index) << 7);
}

// @ts-ignore: AssemblyScript's decorators
@inline
function channelOf(channels: usize, index: u32): usize {
  return channels + <usize>index * channelBytes;
}

/** Which case of a channel an error is. */
// @ts-ignore: AssemblyScript's decorators
@inline
function caseOf(machine: usize, channel: usize): u32 {
  const cases = load<u32>(channel + casesAt);
  if (cases == 1) return 0;
  if (load<u32>(channel + isEqualAt) != 0) {
    return <u32>(((nextWord(machine + wordGenerator) >> 32) * cases) >> 32);
  }
  const drawn = nextPositive(machine + wordGenerator);
  let found: u32 = 0;
  while (found + 1 < cases && drawn > load<f64>(channel + boundsAt + ((<usize>found) << 3))) found++;
  return found;
}

/** @param pauli 0 … 3 for I, X, Y, Z */
// @ts-ignore: AssemblyScript's decorators
@inline
function applyPauli(x: usize, z: usize, qubit: u32, shot: u32, pauli: u32): void {
  flipBit(rowOf(x, qubit), shot, (pauli ^ (pauli >> 1)) & 1);
  flipBit(rowOf(z, qubit), shot, pauli >> 1);
}

/** Turns each of `count` rows over at the shots where the channel has an error. */
function flipRows(machine: usize, channel: usize, rows: usize, count: u32): void {
  const scale = load<f64>(channel);
  const end = <f64>(count << 10);
  let place = load<f64>(channel + gapAt);
  while (place < end) {
    const at = <u32>place;
    flipBit(rowOf(rows, at >> 10), at & 1023, 1);
    place += 1 + nextGap(machine + wordGenerator, scale);
  }
  store<f64>(channel + gapAt, place - end);
}

/** Multiplies the frame by a Pauli matrix at the shots of `row`. @param factor four times the qubit, plus 1 … 3 for X, Y, Z */
// @ts-ignore: AssemblyScript's decorators
@inline
function multiplyAt(x: usize, z: usize, factor: u32, row: usize): void {
  const pauli = factor & 3;
  if (pauli != 3) addRow(rowOf(x, factor >> 2), row);
  if (pauli != 1) addRow(rowOf(z, factor >> 2), row);
}

/** Adds to `row` where the frame anticommutes with a Pauli matrix. */
// @ts-ignore: AssemblyScript's decorators
@inline
function addAnticommuting(x: usize, z: usize, factor: u32, row: usize): void {
  const pauli = factor & 3;
  if (pauli != 3) addRow(row, rowOf(z, factor >> 2));
  if (pauli != 1) addRow(row, rowOf(x, factor >> 2));
}

/**
 * Runs the program of a machine from where it stands, for at least `patience` words of it.
 * @returns 0 at the end of the program, 1 before it
 */
export function runFrames(machine: usize, patience: i32): i32 {
  const code: usize = load<u32>(machine + codeAt);
  const x: usize = load<u32>(machine + xAt);
  const z: usize = load<u32>(machine + zAt);
  const records: usize = load<u32>(machine + recordAt);
  const scratch: usize = load<u32>(machine + scratchAt);
  const channels: usize = load<u32>(machine + channelAt);
  const rowState = machine + rowGenerator;
  let at = code + <usize>load<u32>(machine + nextAt);
  let record = load<u32>(machine + recordCountAt);
  let detector = load<u32>(machine + detectorCountAt);
  while (patience > 0) {
    const instruction = load<u32>(at);
    const count = load<u32>(at, 4);
    const first = at + 8;
    const end = first + (<usize>count << 2);
    at = end;
    patience -= <i32>count + 2;
    switch (instruction) {
      case 0: {
        store<u32>(machine + recordCountAt, record);
        store<u32>(machine + detectorCountAt, detector);
        return 0;
      }
      // H
      case 1: {
        for (let target = first; target < end; target += 4) {
          const qubit = load<u32>(target);
          exchangeRows(rowOf(x, qubit), rowOf(z, qubit));
        }
        break;
      }
      // S
      case 2: {
        for (let target = first; target < end; target += 4) {
          const qubit = load<u32>(target);
          addRow(rowOf(z, qubit), rowOf(x, qubit));
        }
        break;
      }
      // √X
      case 3: {
        for (let target = first; target < end; target += 4) {
          const qubit = load<u32>(target);
          addRow(rowOf(x, qubit), rowOf(z, qubit));
        }
        break;
      }
      // CX
      case 4: {
        for (let target = first; target < end; target += 8) {
          const control = load<u32>(target);
          const other = load<u32>(target, 4);
          addRow(rowOf(x, other), rowOf(x, control));
          addRow(rowOf(z, control), rowOf(z, other));
        }
        break;
      }
      // CZ
      case 5: {
        for (let target = first; target < end; target += 8) {
          const one = load<u32>(target);
          const other = load<u32>(target, 4);
          addRow(rowOf(z, one), rowOf(x, other));
          addRow(rowOf(z, other), rowOf(x, one));
        }
        break;
      }
      // SWAP
      case 6: {
        for (let target = first; target < end; target += 8) {
          const one = load<u32>(target);
          const other = load<u32>(target, 4);
          exchangeRows(rowOf(x, one), rowOf(x, other));
          exchangeRows(rowOf(z, one), rowOf(z, other));
        }
        break;
      }
      // Measure Z. What is read is certain from now on, so that a random Z changes nothing but later readings in other bases.
      case 7: {
        for (let target = first; target < end; target += 4) {
          const qubit = load<u32>(target);
          copyRow(rowOf(records, record), rowOf(x, qubit));
          randomRow(rowState, rowOf(z, qubit));
          record++;
        }
        break;
      }
      // Measure Z and reset
      case 8: {
        for (let target = first; target < end; target += 4) {
          const qubit = load<u32>(target);
          copyRow(rowOf(records, record), rowOf(x, qubit));
          clearRow(rowOf(x, qubit));
          randomRow(rowState, rowOf(z, qubit));
          record++;
        }
        break;
      }
      // Measure a product
      case 9: {
        const row = rowOf(records, record);
        clearRow(row);
        for (let target = first; target < end; target += 4) addAnticommuting(x, z, load<u32>(target), row);
        randomRow(rowState, scratch);
        for (let target = first; target < end; target += 4) multiplyAt(x, z, load<u32>(target), scratch);
        record++;
        break;
      }
      // Reset to |0⟩
      case 10: {
        for (let target = first; target < end; target += 4) {
          const qubit = load<u32>(target);
          clearRow(rowOf(x, qubit));
          randomRow(rowState, rowOf(z, qubit));
        }
        break;
      }
      // Entries of the record that are always those of the reference: how many
      case 11: {
        for (let left = load<u32>(first); left > 0; left--) clearRow(rowOf(records, record++));
        break;
      }
      // Wrong results among the latest: channel, how many
      case 12: {
        const flipped = load<u32>(first, 4);
        flipRows(machine, channelOf(channels, load<u32>(first)), rowOf(records, record - flipped), flipped);
        break;
      }
      // Noise on single qubits: channel, which Pauli matrix all its errors are or 0 where there are several, qubits
      case 13: {
        const channel = channelOf(channels, load<u32>(first));
        const only = load<u32>(first, 4);
        const qubits = first + 8;
        const scale = load<f64>(channel);
        const places = <f64>((count - 2) << 10);
        let place = load<f64>(channel + gapAt);
        while (place < places) {
          const error = <u32>place;
          const qubit = load<u32>(qubits + ((error >> 10) << 2));
          applyPauli(x, z, qubit, error & 1023, only != 0 ? only : 1 + caseOf(machine, channel));
          place += 1 + nextGap(machine + wordGenerator, scale);
        }
        store<f64>(channel + gapAt, place - places);
        break;
      }
      // Noise on pairs: channel, qubits
      case 14: {
        const channel = channelOf(channels, load<u32>(first));
        const qubits = first + 4;
        const scale = load<f64>(channel);
        const places = <f64>(((count - 1) >> 1) << 10);
        let place = load<f64>(channel + gapAt);
        while (place < places) {
          const error = <u32>place;
          const pair = qubits + ((error >> 10) << 3);
          const paulis = 1 + caseOf(machine, channel);
          applyPauli(x, z, load<u32>(pair), error & 1023, paulis >> 2);
          applyPauli(x, z, load<u32>(pair, 4), error & 1023, paulis & 3);
          place += 1 + nextGap(machine + wordGenerator, scale);
        }
        store<f64>(channel + gapAt, place - places);
        break;
      }
      // A correlated error: channel, whether it is possible only where none before happened, factors
      case 15: {
        const happened = scratch + 128;
        clearRow(scratch);
        flipRows(machine, channelOf(channels, load<u32>(first)), scratch, 1);
        if (load<u32>(first, 4) == 0) clearRow(happened);
        for (let word: usize = 0; word < 128; word += 16) {
          const here = v128.andnot(v128.load(scratch + word), v128.load(happened + word));
          v128.store(scratch + word, here);
          v128.store(happened + word, v128.or(v128.load(happened + word), here));
        }
        for (let target = first + 8; target < end; target += 4) multiplyAt(x, z, load<u32>(target), scratch);
        break;
      }
      // Heralded noise: channel of four cases, qubits
      case 16: {
        const channel = channelOf(channels, load<u32>(first));
        const qubits = first + 4;
        const scale = load<f64>(channel);
        const places = <f64>((count - 1) << 10);
        for (let index: u32 = 0; index < count - 1; index++) clearRow(rowOf(records, record + index));
        let place = load<f64>(channel + gapAt);
        while (place < places) {
          const error = <u32>place;
          flipBit(rowOf(records, record + (error >> 10)), error & 1023, 1);
          const qubit = load<u32>(qubits + ((error >> 10) << 2));
          applyPauli(x, z, qubit, error & 1023, caseOf(machine, channel));
          place += 1 + nextGap(machine + wordGenerator, scale);
        }
        store<f64>(channel + gapAt, place - places);
        record += count - 1;
        break;
      }
      // A Pauli gate where a result was 1: factor, how far back the result is
      case 17: {
        multiplyAt(x, z, load<u32>(first), rowOf(records, record - load<u32>(first, 4)));
        break;
      }
      // A detector: how far back each of its results is
      case 18: {
        const row = rowOf(load<u32>(machine + detectorAt), detector++);
        clearRow(row);
        for (let target = first; target < end; target += 4) addRow(row, rowOf(records, record - load<u32>(target)));
        break;
      }
      // Results for an observable: its number, how far back
      case 19: {
        const row = rowOf(load<u32>(machine + observableAt), load<u32>(first));
        for (let target = first + 4; target < end; target += 4) addRow(row, rowOf(records, record - load<u32>(target)));
        break;
      }
      // Factors of an observable: its number, factors
      case 20: {
        const row = rowOf(load<u32>(machine + observableAt), load<u32>(first));
        for (let target = first + 4; target < end; target += 4) addAnticommuting(x, z, load<u32>(target), row);
        break;
      }
      // The beginning of a loop: how often. The stack of loops has how often still, and where the body begins.
      case 21: {
        const depth = load<u32>(machine + loopDepthAt);
        const loop = <usize>load<u32>(machine + loopsAt) + (depth << 3);
        store<u32>(loop, load<u32>(first));
        store<u32>(loop, <u32>(at - code), 4);
        store<u32>(machine + loopDepthAt, depth + 1);
        break;
      }
      // The end of a loop
      case 22: {
        const depth = load<u32>(machine + loopDepthAt);
        const loop = <usize>load<u32>(machine + loopsAt) + ((depth - 1) << 3);
        const left = load<u32>(loop) - 1;
        store<u32>(loop, left);
        if (left > 0) at = code + load<u32>(loop, 4);
        else store<u32>(machine + loopDepthAt, depth - 1);
        break;
      }
    }
  }
  store<u32>(machine + nextAt, <u32>(at - code));
  store<u32>(machine + recordCountAt, record);
  store<u32>(machine + detectorCountAt, detector);
  return 1;
}

/** Makes every frame at the start of a run: no X, and Z at random, which leaves |0⟩ as it is. */
export function startFrames(machine: usize, qubits: u32, observables: u32): void {
  const x: usize = load<u32>(machine + xAt);
  const z: usize = load<u32>(machine + zAt);
  for (let qubit: u32 = 0; qubit < qubits; qubit++) {
    clearRow(rowOf(x, qubit));
    randomRow(machine + rowGenerator, rowOf(z, qubit));
  }
  for (let index: u32 = 0; index < observables; index++) clearRow(rowOf(load<u32>(machine + observableAt), index));
}

/** Draws the gap to the first error of each of `count` channels. */
export function startChannels(machine: usize, count: u32): void {
  for (let index: u32 = 0; index < count; index++) {
    const channel = channelOf(load<u32>(machine + channelAt), index);
    store<f64>(channel + gapAt, nextGap(machine + wordGenerator, load<f64>(channel)));
  }
}
