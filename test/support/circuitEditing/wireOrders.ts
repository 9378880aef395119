import type { Circuit, Operation, OperationGroup } from '#core/circuit/circuit.ts';
import type { DrawingColumn, DrawingElement } from '#core/circuit/drawing/circuitDrawing.ts';
import { layoutCircuit } from '#core/circuit/drawing/layoutCircuit.ts';
import { lowerProgram } from '#core/circuit/lower/lowerProgram.ts';
import { bodiesOf } from '#core/circuit/operationBodies.ts';
import { commentsOf } from '#core/language/openqasm/comments.ts';
import { analyseProgram } from '#core/openqasm/index.ts';

/** An element of a drawing with the operations it shows. */
export interface SeenElement {
  readonly element: DrawingElement;
  readonly operations: readonly Operation[];
  readonly wires: ReadonlySet<number>;
  /** The column behind its last one. */
  readonly end: number;
  /** What its frames show; empty for what has none, or shows its body more than once. */
  readonly bodies: readonly SeenBlock[];
  /** Whether it is a loop of one pass; its operations are then those of the pass. */
  readonly isLoop: boolean;
}

/** What stands together in a frame, or in none. */
export interface SeenBlock {
  readonly frame: DrawingElement | undefined;
  /** The column behind its last one. */
  readonly end: number;
  readonly seen: readonly SeenElement[];
}

export interface SeenProgram {
  readonly text: string;
  readonly circuit: Circuit;
  readonly program: SeenBlock;
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
  const finder = new ElementFinder(text, circuit, columns, elements);
  const program = { frame: undefined, end: columns.length, seen: finder.seenIn(circuit.operations, undefined) };
  return { text, circuit, program, elements, comments };
}

/** All blocks of a program: the program itself first. */
export function blocksOf(block: SeenBlock): SeenBlock[] {
  return [block, ...block.seen.flatMap(({ bodies }) => bodies.flatMap(blocksOf))];
}

/** Finds the element that shows each operation. */
class ElementFinder {
  readonly #text: string;
  readonly #circuit: Circuit;
  readonly #columns: readonly DrawingColumn[];
  readonly #free: Set<DrawingElement>;

  constructor(text: string, circuit: Circuit, columns: readonly DrawingColumn[], elements: readonly DrawingElement[]) {
    this.#text = text;
    this.#circuit = circuit;
    this.#columns = columns;
    this.#free = new Set(elements.toSorted((one, other) => one.column - other.column));
  }

  seenIn(operations: readonly Operation[], enclosing: OperationGroup | undefined): SeenElement[] {
    const units = new Map<Operation | OperationGroup, Operation[]>();
    for (const operation of operations) {
      const key = below(operation, enclosing);
      units.set(key, [...(units.get(key) ?? []), operation]);
    }
    return [...units].flatMap(([key, shown]): SeenElement[] => {
      const wires = new Set(shown.flatMap((each) => wiresOf(each, this.#circuit)));
      if (wires.size === 0) return [];
      const element = this.#take(key, wires);
      if (!element) throw new Error(`Nothing is drawn for ${JSON.stringify(shown)}\n${this.#text}`);
      const bodies = this.#bodiesOf(key, shown, element, wires);
      const isLoop = key.kind === 'loop' && bodies.length > 0;
      return [{ element, operations: shown, wires, bodies, isLoop, end: bodies.at(-1)?.end ?? this.#endOf(element) }];
    });
  }

  #bodiesOf(
    key: Operation | OperationGroup,
    shown: readonly Operation[],
    element: DrawingElement,
    wires: ReadonlySet<number>,
  ): SeenBlock[] {
    switch (key.kind) {
      case 'conditional':
      case 'while':
        return bodiesOf(key).flatMap((body, branch): SeenBlock[] => {
          const frame = branch === 0 ? element : body.length > 0 ? this.#take(key, wires) : undefined;
          return frame ? [{ frame, end: this.#endOf(frame), seen: this.seenIn(body, key.group) }] : [];
        });
      case 'loop': {
        const passes = new Set(shown.map((each) => below(each, key)));
        const [pass] = passes;
        if (passes.size !== 1 || pass?.kind !== 'pass') return [];
        const frame = this.#take(pass, wires);
        return frame ? [{ frame, end: this.#endOf(frame), seen: this.seenIn(shown, pass) }] : [];
      }
      default:
        return [];
    }
  }

  #take({ source }: Operation | OperationGroup, wires: ReadonlySet<number>): DrawingElement | undefined {
    for (const each of this.#free) {
      if (each.source?.start !== source?.start || each.source?.end !== source?.end) continue;
      if (each.firstWire !== Math.min(...wires) || each.lastWire !== Math.max(...wires)) continue;
      this.#free.delete(each);
      return each;
    }
    return undefined;
  }

  #endOf({ width, x }: DrawingElement): number {
    const right = x + width;
    return this.#columns.findLastIndex((column) => column.x < right) + 1;
  }
}

function below(operation: Operation, enclosing: OperationGroup | undefined): Operation | OperationGroup {
  let found: Operation | OperationGroup = operation;
  for (let group = operation.group; group && group !== enclosing; group = group.outer) found = group;
  return found;
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
    case 'while':
      return [
        ...(operation.condition.kind === 'compare' ? operation.condition.bits.map(register) : []),
        ...bodiesOf(operation).flatMap((body) => body.flatMap((each) => wiresOf(each, circuit))),
      ];
    case 'switch':
    case 'assign':
      throw new Error(`The programs of this test have no ${operation.kind}.`);
  }
}
