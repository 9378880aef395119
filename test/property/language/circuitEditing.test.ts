import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyReplacements } from '#core/base/textReplacement.ts';
import type { Operation } from '#core/circuit/circuit.ts';
import type { DrawingElement } from '#core/circuit/drawing/circuitDrawing.ts';
import { automaticOpening } from '#core/circuit/drawing/drawnGroups.ts';
import { circuitEdit, type DirectGesture } from '#core/language/openqasm/circuitEditing/circuitEdit.ts';
import type { DrawnElement, PlacedOperation } from '#core/language/openqasm/circuitEditing/circuitGesture.ts';
import { analyseProgram } from '#core/openqasm/index.ts';
import { commentedProgram } from '#test/support/circuitEditing/commentedPrograms.ts';
import { OrderedCircuit } from '#test/support/circuitEditing/orderedCircuit.ts';
import {
  blocksOf,
  type SeenBlock,
  type SeenElement,
  type SeenProgram,
  seenProgram,
  wiresOf,
} from '#test/support/circuitEditing/wireOrders.ts';

/** Numbers that become a gesture on whatever is drawn. */
const drawnNumbers = fc.record({
  kind: fc.nat(16),
  others: fc.array(fc.nat(1000), { maxLength: 3 }),
  element: fc.nat(1000),
  column: fc.nat(1000),
  block: fc.nat(1000),
  wires: fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4, maxLength: 4 }),
  direction: fc.constantFrom('left', 'right', 'up', 'down') as fc.Arbitrary<'left' | 'right' | 'up' | 'down'>,
  angle: fc.integer({ min: 1, max: 999_999 }),
});
type DrawnNumbers = typeof drawnNumbers extends fc.Arbitrary<infer Value> ? Value : never;

interface WantedChange {
  readonly gesture: DirectGesture;
  /** The orders on the wires that the gesture wants; undefined where the drawing leaves that open. */
  readonly wanted: string[][] | undefined;
  /** How much there is on each wire then, where wires come or go. */
  readonly counts?: readonly number[];
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
          if (change.wanted) expect(new OrderedCircuit(after).render(), told()).toEqual(change.wanted);
          const counts = new OrderedCircuit(after).render().map(({ length }) => length);
          if (change.counts) expect(counts, told()).toEqual(change.counts);
          expect(after.comments.toSorted(), told()).toEqual(before.comments.toSorted());
          if (!/\n\r?\n\r?\n/.test(before.text)) expect(text, told()).not.toMatch(/\n\r?\n\r?\n/);
        }
      },
    ),
    // Making a failed sequence smaller takes longer than a test may.
    { numRuns: 160, endOnFailure: true },
  );
  // Most of what users do must be possible.
  expect(outcomes.edited, JSON.stringify(outcomes)).toBeGreaterThan(outcomes.refused);
});

/** A gesture and, worked out on the drawing alone, what it wants; undefined where there is nothing to do it with. */
function changeOf(program: SeenProgram, numbers: DrawnNumbers): WantedChange | undefined {
  const blocks = blocksOf(program.program);
  const places = blocks.flatMap((block) => block.seen.map((chosen) => ({ block, chosen })));
  const place = places[numbers.element % Math.max(1, places.length)];
  const angle = numbers.angle / 1_000_000;
  if (numbers.kind < 4) return placed(program, otherBlock(blocks, program.program, numbers), numbers);
  if (numbers.kind === 16) return wiresChanged(program, numbers);
  if (numbers.kind > 13) {
    const [qubit = 0, other = 1] = numbers.wires;
    const operation: PlacedOperation =
      numbers.kind === 14
        ? { kind: 'measure', qubit }
        : { kind: 'gate', name: 'iswap', parameters: [], qubits: [qubit, other] };
    // Its bit, or its definition, is whatever the program leaves.
    return { gesture: { kind: 'place', operation, before: columnIn(program.program, numbers) }, wanted: undefined };
  }
  if (!place) return undefined;
  const { block, chosen } = place;
  const element = referenceTo(chosen.element);
  const wanted = new OrderedCircuit(program);
  if (numbers.kind < 8) return moved(program, chosen, otherBlock(blocks, block, numbers), numbers);
  if (numbers.kind === 8) return shifted(program, block, chosen, numbers.direction);
  if (numbers.kind > 11) return severalChanged(program, block, chosen, numbers);
  if (numbers.kind === 9) {
    wanted.remove(chosen);
    return { gesture: { kind: 'delete', elements: [element] }, wanted: wanted.render() };
  }
  const [only, ...others] = chosen.operations.filter((each) => wiresOf(each, program.circuit).length > 0);
  if (numbers.kind === 10 || others.length > 0 || only?.kind !== 'gate' || only.parameters.length !== 1) {
    return { gesture: { kind: 'write-out', element }, wanted: wanted.render() };
  }
  wanted.replace(chosen, [{ ...only, parameters: [angle] }]);
  return { gesture: { kind: 'set-parameters', element, parameters: [String(angle)] }, wanted: wanted.render() };
}

/** A wire more, or one less. */
function wiresChanged(program: SeenProgram, { angle, block, column }: DrawnNumbers): WantedChange {
  const { bitRegisters, qubitCount } = program.circuit;
  const counts = new OrderedCircuit(program).render().map(({ length }) => length);
  const holds = angle % 2 === 0 ? 'qubit' : 'bit';
  if (block % 3 === 0) {
    const isSeparate = column % 2 === 0;
    const at = holds === 'qubit' ? qubitCount : qubitCount + bitRegisters.length;
    const isNew = holds === 'qubit' || isSeparate || bitRegisters.length === 0;
    return {
      gesture: { kind: 'add-wire', holds, isSeparate },
      wanted: undefined,
      counts: isNew ? counts.toSpliced(at, 0, 0) : counts,
    };
  }
  const wire = column % counts.length;
  return { gesture: { kind: 'delete-wire', wire }, wanted: undefined, counts: counts.toSpliced(wire, 1) };
}

/** A block that is meant by chance: usually the one at hand. */
function otherBlock(blocks: readonly SeenBlock[], usual: SeenBlock, { block }: DrawnNumbers): SeenBlock {
  return (block % 2 === 0 ? blocks[(block / 2) % blocks.length] : undefined) ?? usual;
}

/** A column of a block before which something may be put. */
function columnIn({ end, frame }: SeenBlock, { column }: DrawnNumbers): number {
  const first = frame?.column ?? 0;
  return first + (column % (end - first + 1));
}

/** Where the drawing says nothing on the order with what is beside the frame. */
function isBeyond({ frame }: SeenBlock, wires: Iterable<number>): boolean {
  return frame !== undefined && [...wires].some((wire) => wire < frame.firstWire || wire > frame.lastWire);
}

function placed(program: SeenProgram, block: SeenBlock, numbers: DrawnNumbers): WantedChange {
  const angle = numbers.angle / 1_000_000;
  const [first = 0, second = 1] = numbers.wires;
  const before = columnIn(block, numbers);
  const within = block.frame && referenceTo(block.frame);
  const isVersion2 = program.text.startsWith('OPENQASM 2');
  const made = (): { readonly placed: PlacedOperation; readonly operation: Operation } => {
    if (numbers.kind === 3) {
      return {
        placed: { kind: 'barrier', qubits: [first, second] },
        operation: { kind: 'barrier', qubits: [first, second] },
      };
    }
    const isControlled = numbers.kind === 2;
    return {
      placed: {
        kind: 'gate',
        name: isControlled ? (isVersion2 ? 'crz' : 'crx') : 'rx',
        parameters: [String(angle)],
        qubits: isControlled ? [second, first] : [first],
      },
      operation: {
        kind: 'gate',
        gate: isControlled && isVersion2 ? 'rz' : 'rx',
        parameters: [angle],
        controls: isControlled ? [{ qubit: second, value: 1 }] : [],
        targets: [first],
      },
    };
  };
  const { operation, placed: what } = made();
  const wanted = new OrderedCircuit(program);
  wanted.insert(block, before, [operation]);
  const isUnclear = isBeyond(block, wiresOf(operation, program.circuit));
  return {
    gesture: { kind: 'place', operation: what, before, within },
    wanted: isUnclear ? undefined : wanted.render(),
  };
}

function moved(program: SeenProgram, chosen: SeenElement, block: SeenBlock, numbers: DrawnNumbers): WantedChange {
  const [first = 0] = numbers.wires;
  const before = columnIn(block, numbers);
  const qubits = [...chosen.wires].filter((wire) => wire < program.circuit.qubitCount);
  const from = qubits[numbers.angle % qubits.length] ?? 0;
  const wires = numbers.kind < 6 ? [] : [{ from, to: first }];
  const exchanged = new Map(wires.flatMap((each): [number, number][] => [[each.from, each.to]]));
  if (wires.length > 0 && chosen.wires.has(first)) exchanged.set(first, from);
  const operations = chosen.operations.map((each) => onOthers(each, exchanged));
  const within = block.frame && referenceTo(block.frame);
  const wanted = new OrderedCircuit(program);
  wanted.remove(chosen);
  wanted.insert(block, before, operations, chosen);
  const isUnclear = isBeyond(
    block,
    operations.flatMap((each) => wiresOf(each, program.circuit)),
  );
  return {
    gesture: { kind: 'move', elements: [referenceTo(chosen.element)], before, within, wires },
    wanted: isUnclear ? undefined : wanted.render(),
  };
}

/** Several of a block at once: deleted, or put together before a column. */
function severalChanged(
  program: SeenProgram,
  block: SeenBlock,
  chosen: SeenElement,
  numbers: DrawnNumbers,
): WantedChange {
  const numbersOf = new Set(numbers.others.map((other) => other % block.seen.length));
  const all = block.seen.filter((each, index) => each === chosen || numbersOf.has(index));
  const elements = all.map(({ element }) => referenceTo(element)).toReversed();
  const wanted = new OrderedCircuit(program);
  for (const each of all) wanted.remove(each);
  if (numbers.kind === 12) return { gesture: { kind: 'delete', elements }, wanted: wanted.render() };
  const before = columnIn(block, numbers);
  const within = block.frame && referenceTo(block.frame);
  // The last is put there first, so that those before it come before it.
  for (const each of all.toReversed()) wanted.insert(block, before, each.operations, each);
  return { gesture: { kind: 'move', elements, before, within, wires: [] }, wanted: wanted.render() };
}

function referenceTo({ column, firstWire, group, source }: DrawingElement): DrawnElement {
  if (!source) throw new Error('An element has no source.');
  return { source, column, firstWire, ...(group && { group: group.key }) };
}

function shifted(
  program: SeenProgram,
  block: SeenBlock,
  chosen: SeenElement,
  direction: 'left' | 'right' | 'up' | 'down',
): WantedChange {
  const gesture = { kind: 'shift', elements: [referenceTo(chosen.element)], direction } as const;
  const others = block.seen.filter((each) => each !== chosen && [...each.wires].some((wire) => chosen.wires.has(wire)));
  const { column } = chosen.element;
  const wanted = new OrderedCircuit(program);
  wanted.remove(chosen);
  if (direction === 'left') {
    const sooner = others.filter(({ end }) => end <= column).map((each) => each.element.column);
    wanted.insert(block, Math.max(-1, ...sooner), chosen.operations, chosen);
    return { gesture, wanted: wanted.render() };
  }
  if (direction === 'right') {
    const later = others.filter((each) => each.element.column >= chosen.end).map(({ end }) => end);
    wanted.insert(block, Math.min(...later), chosen.operations, chosen);
    return { gesture, wanted: wanted.render() };
  }
  const step = direction === 'up' ? -1 : 1;
  const moves = new Map(Array.from({ length: program.circuit.qubitCount }, (_, qubit) => [qubit, qubit + step]));
  const operations = chosen.operations.map((each) => onOthers(each, moves));
  wanted.insert(block, column, operations, chosen);
  const isUnclear = isBeyond(
    block,
    operations.flatMap((each) => wiresOf(each, program.circuit)),
  );
  return { gesture, wanted: isUnclear ? undefined : wanted.render() };
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
