import type { Result } from '#core/base/result.ts';
import type { Circuit, Operation, OperationGroup } from '#core/circuit/circuit.ts';
import { withBodies } from '#core/circuit/operationBodies.ts';
import type { Analysis } from '#core/openqasm/index.ts';
import { loweredCircuit } from '../loweredCircuit.ts';
import { type ShownDefinition, statementIn } from './calledDefinition.ts';
import type { EditProposal, Refusal } from './circuitGesture.ts';
import { refuse } from './refuse.ts';
import { operationsIn, pairedLists, remainingOf } from './remainingCircuit.ts';
import { isInOrder, isUnchanged, verifyBrought, verifyText } from './verifiedEdit.ts';

/**
 * Whether an edit of a definition does what it says and nothing else: in every call, the circuit apart from the statements
 * in question is that before, and in the call that is shown they stand where they are wanted and do what they did.
 */
export function verifyDefinition(
  before: Circuit,
  after: Analysis,
  proposal: EditProposal,
  { call, node }: ShownDefinition,
): Result<true, Refusal> {
  const { brought = [], qubits, statements } = proposal;
  const changed = [...proposal.changed, ...brought.map(({ from }) => from)];
  const text = verifyText(after, proposal);
  if (!text.ok) return text;
  const lowered = loweredCircuit(after, { withGroups: true });
  if (!lowered.ok) return refuse(lowered.reason.replace(/^Line \d+: /, ''));
  const place = after.globalScope.names.get(node.name.name)?.place;
  const old = new DefinedParts(before.operations, call.definition?.start);
  const edited = new DefinedParts(lowered.circuit.operations, place?.declaration.start);
  const ranges = [...statements, ...brought].map(({ range }) => range);
  if (!pairedLists(remainingOf(old.operations, changed), remainingOf(edited.operations, ranges))) {
    return refuse('Other parts of the circuit depend on this; the edit would change them as well.');
  }
  const shown = old.calls.get(call) ?? [];
  const shownAfter = [...edited.calls.values()][[...old.calls.keys()].indexOf(call)] ?? [];
  const [kept, keptAfter] = [remainingOf(shown, changed), remainingOf(shownAfter, ranges)];
  for (const { order, range } of [...statements, ...brought]) {
    if (!order) continue;
    const inBody = (operations: ReadonlySet<Operation>) =>
      new Set([...operations].flatMap((each) => old.ofBody.get(each) ?? []));
    const wanted = { ...order, earlier: inBody(order.earlier), later: inBody(order.later) };
    const isThere = operationsIn(shownAfter, [range]).length > 0;
    if (!isThere || !isInOrder(kept, keptAfter, range, wanted)) return refuse('No place in the text gives this order.');
  }
  const placed = statements.map(({ range }) => range);
  if (qubits && !isUnchanged(operationsIn(shown, proposal.changed), operationsIn(shownAfter, placed), qubits)) {
    return refuse('It would do something else there; edit it in the text.');
  }
  return verifyBrought(shown, shownAfter, brought);
}

/** The operations of a circuit, of which those in calls of a definition come from the statements of its body. */
class DefinedParts {
  readonly operations: readonly Operation[];
  /** Those of each call, in the order of the circuit. */
  readonly calls = new Map<OperationGroup, Operation[]>();
  /** For an operation of the circuit what it is here, where it is in a call and in no body of another. */
  readonly ofBody = new Map<Operation, Operation>();
  readonly #definition: number | undefined;

  /** @param definition where it begins */
  constructor(operations: readonly Operation[], definition: number | undefined) {
    this.#definition = definition;
    this.operations = operations.map((operation) => this.#part(operation));
  }

  #part(operation: Operation): Operation {
    const call = this.#callOf(operation);
    if (!call) return withBodies(operation, (body) => body.map((each) => this.#part(each)));
    const changed = inCall(operation, call);
    const known = this.calls.get(call);
    if (known) known.push(changed);
    else this.calls.set(call, [changed]);
    this.ofBody.set(operation, changed);
    return changed;
  }

  #callOf({ group: innermost }: Operation): OperationGroup | undefined {
    for (let group = innermost; group; group = group.outer) {
      if (group.definition && group.definition.start === this.#definition) return group;
    }
    return undefined;
  }
}

function inCall(operation: Operation, call: OperationGroup): Operation {
  const source = statementIn(call, operation);
  const { source: _source, ...rest } = withBodies(operation, (body) => body.map((each) => inCall(each, call)));
  return source ? { ...rest, source } : rest;
}
