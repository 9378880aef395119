import type { Circuit, Operation } from '../circuit.ts';
import type { CircuitDifference, CircuitStep } from '../difference/circuitDifference.ts';
import type { OwnWires } from '../difference/commonNumbering.ts';
import { bodiesOf, withBodies } from '../operationBodies.ts';
import { orderingWires } from '../operationWires.ts';
import type { DrawingElement, DrawingWire } from './circuitDrawing.ts';
import type { CircuitLayout } from './circuitLayout.ts';
import { type LeastWidths, layOutCircuit } from './layoutCircuit.ts';

export type ComparedSide = 'before' | 'after';

/** What an operation is in the difference of two circuits. */
export type DifferenceMark = 'same' | 'removed' | 'added' | 'changed';

/** An element of one of two drawings, or of both where it is drawn alike. */
export interface ComparedElement {
  readonly side: ComparedSide | 'both';
  readonly mark: DifferenceMark;
  /** Has the number of what it corresponds to in the other drawing. */
  readonly element: DrawingElement;
}

/** Two circuits drawn on the same wires and columns: what is the same in both is in the same place. Sizes in pixels. */
export interface ComparedDrawing {
  readonly width: number;
  readonly height: number;
  readonly gutter: number;
  /** Those that each circuit has, as it names them. */
  readonly wires: Readonly<Record<ComparedSide, readonly DrawingWire[]>>;
  /** In order of column, then wire. */
  readonly elements: readonly ComparedElement[];
}

/** How often each mark is there, blocks counted with what is in them; a block only for its own condition. */
export type DifferenceCounts = Readonly<Record<DifferenceMark, number>>;

/** Draws both circuits of a difference. */
export function comparedDrawing(difference: CircuitDifference): ComparedDrawing {
  const sides = {
    before: new DrawnSide(difference, 'before'),
    after: new DrawnSide(difference, 'after'),
  };
  const least = leastOf(sides.before.layOut(), sides.after.layOut());
  const layouts = { before: sides.before.layOut(least), after: sides.after.layOut(least) };
  const { frame } = layouts.before;
  const elements: ComparedElement[] = [];
  for (let id = 0; id < layouts.before.elementCount; id++) {
    const [before, after] = [sides.before.shown(layouts.before, id), sides.after.shown(layouts.after, id)];
    if (before && after && before.mark === 'same' && JSON.stringify(before) === JSON.stringify(after))
      elements.push({ side: 'both', ...before });
    else {
      if (before) elements.push({ side: 'before', ...before });
      if (after) elements.push({ side: 'after', ...after });
    }
  }
  const wiresOf = (side: ComparedSide) => ownWires(layouts[side].frame.wires, difference.has[side]);
  return {
    width: frame.width,
    height: frame.height,
    gutter: frame.gutter,
    wires: { before: wiresOf('before'), after: wiresOf('after') },
    elements,
  };
}

/** How many operations differ, and how many do not. */
export function differenceCounts(steps: readonly CircuitStep[]): DifferenceCounts {
  const counts = { same: 0, removed: 0, added: 0, changed: 0 };
  const whole = (operation: Operation, mark: DifferenceMark): void => {
    counts[mark]++;
    for (const body of bodiesOf(operation)) for (const inner of body) whole(inner, mark);
  };
  const count = (step: CircuitStep): void => {
    if (step.kind === 'changed') {
      counts[ownMark(step)]++;
      for (const body of step.bodies) for (const inner of body) count(inner);
    } else whole(step.operation, step.kind);
  };
  for (const step of steps) count(step);
  return counts;
}

/** What a changed operation is itself: a block may differ only in what it holds. */
function ownMark({ after, before }: Extract<CircuitStep, { kind: 'changed' }>): 'same' | 'changed' {
  const header = (operation: Operation) => JSON.stringify(withBodies(operation, () => []));
  return header(before) === header(after) ? 'same' : 'changed';
}

interface DrawnMark {
  readonly mark: DifferenceMark;
  /** Whether the side has it. */
  readonly isThere: boolean;
  /** Of blocks, which of their bodies hold something on this side. */
  readonly filled: readonly boolean[];
}

/** All operations of both circuits, as one of the sides draws them; what it does not have keeps its place. */
class DrawnSide {
  readonly #marks = new Map<Operation, DrawnMark>();
  readonly #circuit: Circuit;
  readonly #side: ComparedSide;

  constructor(difference: CircuitDifference, side: ComparedSide) {
    this.#side = side;
    this.#circuit = { ...difference[side], operations: this.#operations(difference.steps) };
  }

  layOut(least?: LeastWidths): CircuitLayout {
    return layOutCircuit(this.#circuit, least && { least });
  }

  /** An element as this side shows it; undefined where it does not. */
  shown(layout: CircuitLayout, id: number): Omit<ComparedElement, 'side'> | undefined {
    const operation = layout.operation(id);
    const drawn = operation && this.#marks.get(operation);
    if (!drawn?.isThere) return undefined;
    const branch = layout.branch(id);
    if (branch !== undefined && branch > 0 && drawn.filled[branch] === false) return undefined;
    return { mark: drawn.mark, element: layout.element(id) };
  }

  #operations(steps: readonly CircuitStep[]): Operation[] {
    return byMoment(steps).map((step) => {
      if (step.kind !== 'changed') return this.#whole(step.operation, step.kind);
      const bodies = step.bodies.map((body) => this.#operations(body));
      const rest = [...bodies];
      const operation = { ...withBodies(step[this.#side], () => rest.shift() ?? []) };
      const filled = bodies.map((body) => body.some((inner) => this.#marks.get(inner)?.isThere === true));
      this.#marks.set(operation, { mark: ownMark(step), isThere: true, filled });
      return operation;
    });
  }

  /** A copy of an operation, which may be in several places, with all it holds. */
  #whole(operation: Operation, mark: 'same' | 'removed' | 'added'): Operation {
    const copy = { ...withBodies(operation, (body) => body.map((inner) => this.#whole(inner, mark))) };
    const isThere = mark === 'same' || (mark === 'removed') === (this.#side === 'before');
    this.#marks.set(copy, { mark, isThere, filled: bodiesOf(operation).map(({ length }) => length > 0) });
    return copy;
  }
}

/** Steps in the order of the moments they can be done in, as programs are mostly written and drawn. */
function byMoment(steps: readonly CircuitStep[]): readonly CircuitStep[] {
  const next = new Map<string, number>();
  const moments = new Map<CircuitStep, number>();
  for (const step of steps) {
    const operations = step.kind === 'changed' ? [step.before, step.after] : [step.operation];
    const wires = new Set(operations.flatMap(orderingWires));
    const moment = Math.max(0, ...[...wires].map((wire) => next.get(wire) ?? 0));
    moments.set(step, moment);
    const isBarrier = operations.every(({ kind }) => kind === 'barrier');
    for (const wire of wires) next.set(wire, isBarrier ? moment : moment + 1);
  }
  return steps.toSorted((one, other) => (moments.get(one) ?? 0) - (moments.get(other) ?? 0));
}

/** What both drawings need, column by column. */
function leastOf({ frame: one }: CircuitLayout, { frame: other }: CircuitLayout): LeastWidths {
  return {
    gutter: Math.max(one.gutter, other.gutter),
    columns: one.columns.map(({ width }, column) => Math.max(width, other.columns[column]?.width ?? 0)),
  };
}

function ownWires(wires: readonly DrawingWire[], { bitRegisters, qubits, variables }: OwnWires): DrawingWire[] {
  const firstVariable = qubits.length + bitRegisters.length;
  return wires.flatMap((wire, index): DrawingWire[] => {
    if (index < qubits.length) return qubits[index] === true ? [wire] : [];
    if (index >= firstVariable) return variables[index - firstVariable] === true ? [wire] : [];
    const size = bitRegisters[index - qubits.length] ?? 0;
    return size === 0 ? [] : [{ ...wire, size }];
  });
}
