import type { Steps } from '#core/base/steps.ts';
import type { GateOperation, Operation, UnitaryOperation } from '#core/circuit/circuit.ts';
import { operationsMatrix } from '#core/circuit/matrices/operationsMatrix.ts';
import { withBodiesInSteps } from '#core/circuit/operationBodies.ts';
import { operationQubits } from '#core/circuit/operationQubits.ts';
import { placedOperation } from '#core/circuit/placedOperation.ts';
import type { GateBasis } from './gateBasis.ts';
import { entanglersNeeded, twoQubitGates } from './twoQubitSynthesis.ts';
import { weylDecomposition } from './weylDecomposition.ts';

type Gate = GateOperation | UnitaryOperation;

/** Gates on the same two qubits, one after the other, with nothing else on either in between. */
interface Block {
  readonly qubits: readonly [number, number];
  readonly gates: Gate[];
}

/** Operations between two pauses. */
const operationsInStep = 500;

/**
 * Makes blocks of gates on two qubits anew where that takes fewer entangling gates. Gates with parameters end a block.
 * What became of a block is remembered for equal ones, on whatever qubits they are.
 */
export class BlockShortener {
  readonly #basis: GateBasis;
  readonly #cost: (gate: Gate) => number;
  /** On qubits 0 and 1; undefined where a block is as short as it can be. */
  readonly #known = new Map<string, readonly Gate[] | undefined>();

  /** @param cost entangling gates of the basis that a gate on two qubits takes */
  constructor(basis: GateBasis, cost: (gate: Gate) => number) {
    this.#basis = basis;
    this.#cost = cost;
  }

  *shortened(operations: readonly Operation[]): Steps<Operation[]> {
    const result: Operation[] = [];
    const open = new Map<number, Block>();
    const single = new Map<number, Gate[]>();
    const close = (qubit: number) => {
      const block = open.get(qubit);
      if (block) {
        for (const each of block.qubits) open.delete(each);
        for (const gate of this.#shorterBlock(block)) result.push(gate);
      }
      for (const gate of single.get(qubit) ?? []) result.push(gate);
      single.delete(qubit);
    };
    for (const [place, operation] of operations.entries()) {
      if (place % operationsInStep === operationsInStep - 1) yield;
      const gate = isKnownGate(operation) ? operation : undefined;
      const qubits = operationQubits(operation);
      const [one = 0, other] = qubits;
      if (gate && other === undefined) {
        const block = open.get(one);
        const before = single.get(one);
        if (block) block.gates.push(gate);
        else if (before) before.push(gate);
        else single.set(one, [gate]);
        continue;
      }
      if (gate && other !== undefined && qubits.length === 2) {
        const block = open.get(one);
        if (block && block === open.get(other)) {
          block.gates.push(gate);
          continue;
        }
        const before = [one, other].flatMap((qubit) => {
          if (open.has(qubit)) close(qubit);
          const gates = single.get(qubit) ?? [];
          single.delete(qubit);
          return gates;
        });
        const begun: Block = { qubits: [one, other], gates: [...before, gate] };
        open.set(one, begun);
        open.set(other, begun);
        continue;
      }
      for (const qubit of qubits) close(qubit);
      result.push(yield* withBodiesInSteps(operation, (body) => this.shortened(body)));
    }
    for (const qubit of [...new Set([...open.keys(), ...single.keys()])].sort((left, right) => left - right))
      close(qubit);
    return result;
  }

  #shorterBlock({ gates, qubits }: Block): readonly Gate[] {
    const isPair = (gate: Gate) => gate.controls.length + gate.targets.length === 2;
    const before = gates.reduce((sum, gate) => sum + (isPair(gate) ? this.#cost(gate) : 0), 0);
    // One gate already is as short as this decomposition could make it.
    if (before <= 1) return gates;
    // What stands before the first gate on both qubits and behind the last does not matter to how many they need.
    const first = gates.findIndex(isPair);
    const last = gates.findLastIndex(isPair);
    const core = gates.slice(first, last + 1);
    const shorter = this.#shorterCore(core, qubits, before);
    if (!shorter) return gates;
    const source = gates.find((gate) => gate.source !== undefined)?.source;
    const made = shorter.map((gate) => ({
      ...placedOperation(gate, (qubit) => qubits[qubit] ?? qubit),
      ...(source && { source }),
    }));
    return [...gates.slice(0, first), ...made, ...gates.slice(last + 1)];
  }

  #shorterCore(core: readonly Gate[], qubits: readonly [number, number], before: number): readonly Gate[] | undefined {
    const key = coreKey(core, qubits[0]);
    if (key !== undefined && this.#known.has(key)) return this.#known.get(key);
    const { entangler } = this.#basis;
    const matrix = operationsMatrix(core, qubits);
    const isShorter = matrix && entanglersNeeded(weylDecomposition(matrix), entangler) < before;
    const made = isShorter ? twoQubitGates(matrix, [0, 1], entangler) : undefined;
    if (key !== undefined) this.#known.set(key, made);
    return made;
  }
}

/** What gates do, told from the first qubit; undefined for gates by their matrices. */
function coreKey(core: readonly Gate[], first: number): string | undefined {
  const parts: string[] = [];
  for (const gate of core) {
    if (gate.kind === 'unitary') return undefined;
    const [control] = gate.controls;
    parts.push(
      gate.gate,
      control === undefined ? '' : `${control.value}${control.qubit === first ? 0 : 1}`,
      gate.targets[0] === first ? '0' : '1',
      gate.parameters.join(),
    );
  }
  return parts.join(' ');
}

/** Whether an operation is a gate on at most two qubits whose angles are numbers. */
function isKnownGate(operation: Operation): operation is Gate {
  if (operation.kind === 'unitary') return operationQubits(operation).length <= 2;
  return (
    operation.kind === 'gate' &&
    operation.parameters.every((angle) => typeof angle === 'number') &&
    operationQubits(operation).length <= 2 &&
    operationQubits(operation).length > 0
  );
}
