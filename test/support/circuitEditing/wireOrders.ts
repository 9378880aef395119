import type { Circuit, Operation, OperationGroup } from '#core/circuit/circuit.ts';
import type { DrawingElement } from '#core/circuit/drawing/circuitDrawing.ts';
import { layoutCircuit } from '#core/circuit/drawing/layoutCircuit.ts';
import { lowerProgram } from '#core/circuit/lower/lowerProgram.ts';
import { commentsOf } from '#core/language/openqasm/comments.ts';
import { analyseProgram } from '#core/openqasm/index.ts';

/** An element of a drawing that stands in no frame, with the operations it shows. */
export interface SeenElement {
  readonly element: DrawingElement;
  readonly operations: readonly Operation[];
  readonly wires: ReadonlySet<number>;
  /** The column behind its last one. */
  readonly end: number;
}

export interface SeenProgram {
  readonly text: string;
  readonly circuit: Circuit;
  readonly seen: readonly SeenElement[];
  readonly elements: readonly DrawingElement[];
  readonly comments: readonly string[];
}

/** A program as its drawing shows it. @throws Error when it has errors */
export function seenProgram(text: string): SeenProgram {
  const analysis = analyseProgram(text, { lints: 'off' });
  const lowered = lowerProgram(analysis, { withGroups: true });
  if (!lowered.ok) throw new Error(`${lowered.error.map(({ message }) => message).join('\n')}\n${text}`);
  const circuit = lowered.value;
  const { columns, elements } = layoutCircuit(circuit);
  const comments = [...commentsOf(analysis.tree.tokens)].map(({ end, start }) => text.slice(start, end));
  const units = new Map<Operation | OperationGroup, Operation[]>();
  for (const operation of circuit.operations) {
    let outermost = operation.group;
    while (outermost?.outer) outermost = outermost.outer;
    const key = outermost ?? operation;
    units.set(key, [...(units.get(key) ?? []), operation]);
  }
  const free = new Set(elements);
  const seen = [...units].flatMap(([key, operations]): SeenElement[] => {
    const wires = new Set(operations.flatMap((each) => wiresOf(each, circuit)));
    if (wires.size === 0) return [];
    const element = elements.find(
      (each) =>
        free.has(each) &&
        each.source?.start === key.source?.start &&
        each.source?.end === key.source?.end &&
        each.firstWire === Math.min(...wires) &&
        each.lastWire === Math.max(...wires),
    );
    if (!element) throw new Error(`Nothing is drawn for ${JSON.stringify(operations)}\n${text}`);
    free.delete(element);
    const right = element.x + element.width;
    const end = columns.findLastIndex((column) => column.x < right) + 1;
    return [{ element, operations, wires, end }];
  });
  return { text, circuit, seen, elements, comments };
}

/** The order that the circuit itself has on each wire. */
export function wireOrders({ circuit, seen }: SeenProgram): string[][] {
  const wires = circuit.qubitCount + circuit.bitRegisters.length;
  return Array.from({ length: wires }, (_, wire) =>
    seen.filter((each) => each.wires.has(wire)).map((each) => nameOf(each.operations)),
  );
}

/** Operations without their places in the text. */
export function nameOf(operations: readonly Operation[]): string {
  return JSON.stringify(operations, (key, value) => (key === 'source' || key === 'group' ? undefined : value));
}

/** All wires that an operation has to do with: qubits by number, then registers of bits. */
export function wiresOf(operation: Operation, circuit: Circuit): number[] {
  const register = (bit: number) =>
    circuit.qubitCount + circuit.bitRegisters.findIndex(({ size, start }) => bit >= start && bit < start + size);
  switch (operation.kind) {
    case 'gate':
    case 'unitary':
      return [...operation.controls.map(({ qubit }) => qubit), ...operation.targets];
    case 'measure':
      return [operation.qubit, ...(operation.bit === undefined ? [] : [register(operation.bit)])];
    case 'reset':
      return [operation.qubit];
    case 'barrier':
      return [...operation.qubits];
    case 'conditional':
      return [
        ...(operation.condition.kind === 'compare' ? operation.condition.bits.map(register) : []),
        ...[...operation.body, ...operation.otherwise].flatMap((each) => wiresOf(each, circuit)),
      ];
    case 'switch':
    case 'while':
    case 'assign':
      throw new Error(`The programs of this test have no ${operation.kind}.`);
  }
}
