import type { TextReplacement } from '#core/base/diagnostic.ts';
import { type Result, success } from '#core/base/result.ts';
import type { OffsetRange } from '#core/base/textRange.ts';
import type { Circuit, Condition, Operation } from '#core/circuit/circuit.ts';
import { mapComparisons } from '#core/circuit/mapCondition.ts';
import { withBodies } from '#core/circuit/operationBodies.ts';
import { type Renumbering, renumberedOperation } from '#core/circuit/renumberedOperation.ts';
import type { Analysis } from '#core/openqasm/index.ts';
import { loweredCircuit } from '../loweredCircuit.ts';
import type { ChangedWires, Refusal, WireProposal } from './circuitGesture.ts';
import { refuse } from './refuse.ts';

/**
 * Whether an edit changes the wires as it says and nothing else: the program has no errors, and its operations are those
 * before on the same wires. Barriers may reach over other wires, and a register that is compared with a number may have
 * other bits of which it says nothing.
 */
export function verifyWires(
  before: Circuit,
  after: Analysis,
  { offer, replacements, wires }: WireProposal,
): Result<true, Refusal> {
  const refused = (reason: string, source?: OffsetRange): Result<true, Refusal> => {
    const found = refuse(reason, source);
    return found.ok || !offer ? found : { ok: false, error: { ...found.error, offer } };
  };
  const lineOf = ({ start }: OffsetRange) => after.lines.positionAt(start).line + 1;
  const error = after.diagnostics.find(({ severity }) => severity === 'error');
  if (error) {
    const source = rangeBefore(error.range, replacements);
    return refused(`Line ${lineOf(error.range)} would not fit any more: ${error.message}`, source);
  }
  const lowered = loweredCircuit(after);
  if (!lowered.ok) return refused(lowered.reason);
  const { circuit } = lowered;
  const count = ({ bitCount, qubitCount }: Circuit) => (wires.holds === 'qubit' ? qubitCount : bitCount);
  const isSame = comparison(before, wires);
  const different = circuit.operations.findIndex((operation, index) => !isSame(before.operations[index], operation));
  if (different < 0 && circuit.operations.length === before.operations.length) {
    return count(circuit) === count(before) + wires.added ? success(true) : refused(otherWires);
  }
  const source = circuit.operations[different]?.source ?? before.operations.at(-1)?.source;
  const where = source ? `Line ${lineOf(source)} acts on all of a register, so it` : 'The circuit';
  return refused(`${where} would do something else.`, source && rangeBefore(source, replacements));
}

const otherWires = 'Other wires would change as well; edit the declaration in the text.';

/** Compares an operation of the circuit before with one of the circuit after. */
function comparison(before: Circuit, { holds, numberOf }: ChangedWires) {
  const same = (element: number) => element;
  const moved = (element: number) => numberOf(element) ?? -1;
  const numbers: Renumbering = {
    qubit: holds === 'qubit' ? moved : same,
    bit: holds === 'bit' ? moved : same,
    parameter: same,
    variable: same,
  };
  const remaining = new Set<number>();
  const total = holds === 'qubit' ? before.qubitCount : before.bitCount;
  for (let element = 0; element < total; element++) {
    const number = numberOf(element);
    if (number !== undefined) remaining.add(number);
  }
  const stays: Staying = {
    qubit: (qubit) => holds !== 'qubit' || remaining.has(qubit),
    bit: (bit) => holds !== 'bit' || remaining.has(bit),
  };
  return (one: Operation | undefined, other: Operation): boolean =>
    one !== undefined &&
    textOf(onRemaining(renumberedOperation(one, numbers), stays)) === textOf(onRemaining(other, stays));
}

/** Which wires there are before and after. */
interface Staying {
  readonly qubit: (qubit: number) => boolean;
  readonly bit: (bit: number) => boolean;
}

/** An operation without the wires that only one of two circuits has, where it does nothing on them. */
function onRemaining(operation: Operation, stays: Staying): Operation {
  switch (operation.kind) {
    case 'barrier':
      return { ...operation, qubits: operation.qubits.filter(stays.qubit) };
    case 'conditional':
    case 'while':
      return withBodies({ ...operation, condition: comparedWith(operation.condition, stays) }, (body) =>
        body.map((each) => onRemaining(each, stays)),
      );
    case 'switch':
      return withBodies(operation, (body) => body.map((each) => onRemaining(each, stays)));
    case 'gate':
    case 'unitary':
    case 'measure':
    case 'reset':
    case 'assign':
      return operation;
  }
}

/** Bits that nothing writes are 0, and those behind the others count for nothing in a number then. */
function comparedWith(condition: Condition, stays: Staying): Condition {
  return mapComparisons(condition, (comparison) => {
    const last = comparison.bits.findLastIndex(stays.bit);
    return { ...comparison, bits: comparison.bits.slice(0, last + 1) };
  });
}

function textOf(operation: Operation): string {
  return JSON.stringify(operation, (key, value: unknown) => (key === 'source' || key === 'group' ? undefined : value));
}

/** Where a range of the text after replacements was before them. */
function rangeBefore({ end, start }: OffsetRange, replacements: readonly TextReplacement[]): OffsetRange {
  let shift = 0;
  for (const { newText, range } of replacements.toSorted((one, other) => one.range.start - other.range.start)) {
    if (range.start + shift >= start) break;
    shift += newText.length - (range.end - range.start);
  }
  return { start: start - shift, end: end - shift };
}
