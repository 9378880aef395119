import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyReplacements } from '#core/base/textReplacement.ts';
import type { Operation } from '#core/circuit/circuit.ts';
import { automaticOpening } from '#core/circuit/drawing/drawnGroups.ts';
import { circuitEdit } from '#core/language/openqasm/circuitEditing/circuitEdit.ts';
import type { CircuitGesture, DrawnElement } from '#core/language/openqasm/circuitEditing/circuitGesture.ts';
import { analyseProgram } from '#core/openqasm/index.ts';
import { commentedProgram } from '#test/support/circuitEditing/commentedPrograms.ts';
import {
  nameOf,
  type SeenElement,
  type SeenProgram,
  seenProgram,
  wireOrders,
  wiresOf,
} from '#test/support/circuitEditing/wireOrders.ts';

/** Numbers that become a gesture on whatever is drawn. */
const drawnNumbers = fc.record({
  kind: fc.nat(11),
  element: fc.nat(1000),
  column: fc.nat(1000),
  wires: fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4, maxLength: 4 }),
  direction: fc.constantFrom('left', 'right', 'up', 'down') as fc.Arbitrary<'left' | 'right' | 'up' | 'down'>,
  angle: fc.integer({ min: 1, max: 999_999 }),
});
type DrawnNumbers = typeof drawnNumbers extends fc.Arbitrary<infer Value> ? Value : never;

interface WantedChange {
  readonly gesture: CircuitGesture;
  /** The orders on the wires that the gesture wants. */
  readonly wanted: string[][];
}

test('any sequence of gestures gives the drawn circuit and keeps all comments', async () => {
  const outcomes = { edited: 0, refused: 0 };
  await fc.assert(
    fc.asyncProperty(
      commentedProgram(),
      fc.array(drawnNumbers, { minLength: 10, maxLength: 14 }),
      async (program, gestures) => {
        let text = program;
        for (const numbers of gestures) {
          const before = seenProgram(text);
          const change = changeOf(before, numbers);
          if (!change) continue;
          const analysis = analyseProgram(text, { lints: 'off' });
          const answer = await circuitEdit(analysis, 1, change.gesture, automaticOpening, async (edited) =>
            analyseProgram(edited, { lints: 'off' }),
          );
          if (answer.kind === 'refused') {
            outcomes.refused++;
            expect(answer.reason).toMatch(/\.$/);
            continue;
          }
          outcomes.edited++;
          text = applyReplacements(text, answer.replacements);
          const after = seenProgram(text);
          const told = () => `${JSON.stringify(change.gesture)}\n--- before\n${before.text}\n--- after\n${text}`;
          expect(wireOrders(after), told()).toEqual(change.wanted);
          expect(after.comments.toSorted(), told()).toEqual(before.comments.toSorted());
          if (!/\n\r?\n\r?\n/.test(before.text)) expect(text, told()).not.toMatch(/\n\r?\n\r?\n/);
        }
      },
    ),
    { numRuns: 250 },
  );
  // Most of what users do must be possible.
  expect(outcomes.edited, JSON.stringify(outcomes)).toBeGreaterThan(outcomes.refused);
});

/** A gesture and, worked out on the drawing alone, what it wants; undefined where there is nothing to do it with. */
function changeOf(program: SeenProgram, numbers: DrawnNumbers): WantedChange | undefined {
  const { circuit, seen } = program;
  const columns = Math.max(0, ...seen.map(({ end }) => end));
  const before = numbers.column % (columns + 1);
  const chosen = seen[numbers.element % Math.max(1, seen.length)];
  const angle = numbers.angle / 1_000_000;
  const [first = 0, second = 1] = numbers.wires;
  if (numbers.kind < 3) {
    const operation: Operation =
      numbers.kind < 2
        ? { kind: 'gate', gate: 'rx', parameters: [angle], controls: [], targets: [first] }
        : { kind: 'gate', gate: 'rx', parameters: [angle], controls: [{ qubit: second, value: 1 }], targets: [first] };
    const isVersion2 = program.text.startsWith('OPENQASM 2');
    const operations = isVersion2 && numbers.kind === 2 ? [{ ...operation, gate: 'rz' as const }] : [operation];
    const name = numbers.kind < 2 ? 'rx' : isVersion2 ? 'crz' : 'crx';
    const qubits = numbers.kind < 2 ? [first] : [second, first];
    return {
      gesture: { kind: 'place', operation: { kind: 'gate', name, parameters: [String(angle)], qubits }, before },
      wanted: inserted(program, undefined, operations as Operation[], before),
    };
  }
  if (numbers.kind === 3) {
    return {
      gesture: { kind: 'place', operation: { kind: 'barrier', qubits: [first, second] }, before },
      wanted: inserted(program, undefined, [{ kind: 'barrier', qubits: [first, second] }], before),
    };
  }
  if (!chosen) return undefined;
  const element = referenceTo(chosen);
  const { operations } = chosen;
  if (numbers.kind < 6) {
    return {
      gesture: { kind: 'move', element, before, wires: [] },
      wanted: inserted(program, chosen, operations, before),
    };
  }
  if (numbers.kind < 8) {
    const qubits = [...chosen.wires].filter((wire) => wire < circuit.qubitCount);
    const from = qubits[numbers.angle % qubits.length] ?? 0;
    const exchanged = operations.map((each) =>
      onOthers(each, new Map([[from, first], ...(chosen.wires.has(first) ? ([[first, from]] as const) : [])])),
    );
    return {
      gesture: { kind: 'move', element, before, wires: [{ from, to: first }] },
      wanted: inserted(program, chosen, exchanged, before),
    };
  }
  if (numbers.kind === 8) return shifted(program, chosen, numbers.direction);
  if (numbers.kind === 9) {
    return {
      gesture: { kind: 'delete', elements: [element] },
      wanted: wireOrders({ ...program, seen: seen.filter((each) => each !== chosen) }),
    };
  }
  const [only] = operations.filter((each) => wiresOf(each, circuit).length > 0);
  if (numbers.kind === 10 || operations.length > 1 || only?.kind !== 'gate' || only.parameters.length !== 1) {
    return { gesture: { kind: 'write-out', element }, wanted: wireOrders(program) };
  }
  const turned = { ...chosen, operations: [{ ...only, parameters: [angle] }] };
  return {
    gesture: { kind: 'set-parameters', element, parameters: [String(angle)] },
    wanted: wireOrders({ ...program, seen: seen.map((each) => (each === chosen ? turned : each)) }),
  };
}

function referenceTo({ element }: SeenElement): DrawnElement {
  const { column, firstWire, group, source } = element;
  if (!source) throw new Error('An element has no source.');
  return { source, column, firstWire, ...(group && { group: group.key }) };
}

/** The orders with operations put before a column, and without what an element shows. */
function inserted(
  program: SeenProgram,
  without: SeenElement | undefined,
  operations: readonly Operation[],
  before: number,
): string[][] {
  const { circuit, seen } = program;
  const wires = new Set(operations.flatMap((each) => wiresOf(each, circuit)));
  const others = seen.filter((each) => each !== without);
  return wireOrders({ ...program, seen: others }).map((order, wire) => {
    if (!wires.has(wire)) return order;
    const sooner = others.filter((each) => each.wires.has(wire) && each.end <= before).length;
    return order.toSpliced(sooner, 0, nameOf(operations));
  });
}

function shifted(program: SeenProgram, chosen: SeenElement, direction: 'left' | 'right' | 'up' | 'down'): WantedChange {
  const gesture = { kind: 'shift', element: referenceTo(chosen), direction } as const;
  const others = program.seen.filter(
    (each) => each !== chosen && [...each.wires].some((wire) => chosen.wires.has(wire)),
  );
  const { column } = chosen.element;
  if (direction === 'left') {
    const sooner = others.filter(({ end }) => end <= column).map((each) => each.element.column);
    return { gesture, wanted: inserted(program, chosen, chosen.operations, Math.max(-1, ...sooner)) };
  }
  if (direction === 'right') {
    const later = others
      .filter((each) => each.element.column >= chosen.end)
      .toSorted((a, b) => a.element.column - b.element.column);
    return { gesture, wanted: inserted(program, chosen, chosen.operations, later[0]?.end ?? 0) };
  }
  const step = direction === 'up' ? -1 : 1;
  const moves = new Map([0, 1, 2, 3].map((qubit) => [qubit, qubit + step]));
  return {
    gesture,
    wanted: inserted(
      program,
      chosen,
      chosen.operations.map((each) => onOthers(each, moves)),
      column,
    ),
  };
}

/** An operation on other qubits. */
function onOthers(operation: Operation, moves: ReadonlyMap<number, number>): Operation {
  const to = (qubit: number) => moves.get(qubit) ?? qubit;
  switch (operation.kind) {
    case 'gate':
    case 'unitary':
      return {
        ...operation,
        controls: operation.controls.map((control) => ({ ...control, qubit: to(control.qubit) })),
        targets: operation.targets.map(to),
      };
    case 'measure':
    case 'reset':
      return { ...operation, qubit: to(operation.qubit) };
    case 'barrier':
      return { ...operation, qubits: operation.qubits.map(to) };
    default:
      return operation;
  }
}
