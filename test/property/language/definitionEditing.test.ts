import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyReplacements } from '#core/base/textReplacement.ts';
import type { Operation, OperationGroup } from '#core/circuit/circuit.ts';
import type { GroupOpening } from '#core/circuit/drawing/drawnGroups.ts';
import { layoutCircuit } from '#core/circuit/drawing/layoutCircuit.ts';
import { lowerProgram } from '#core/circuit/lower/lowerProgram.ts';
import { circuitEdit, type DirectGesture } from '#core/language/openqasm/circuitEditing/circuitEdit.ts';
import { commentsOf } from '#core/language/openqasm/comments.ts';
import { analyseProgram } from '#core/openqasm/index.ts';

const opening: GroupOpening = { others: 'all', chosen: {} };
/** The qubits of the calls, by the operands of the definition. */
const calls = [
  [0, 1, 2],
  [3, 2, 0],
] as const;

const line = fc.record({
  kind: fc.nat(4),
  operands: fc.shuffledSubarray(['a', 'b', 'c'], { minLength: 3, maxLength: 3 }),
  behind: fc.constantFrom('\n', '\n', ' // {}\n', ' /* {} */\n', ' '),
});

const program = fc
  .record({ lines: fc.array(line, { minLength: 2, maxLength: 7 }), isGate: fc.boolean() })
  .map(({ isGate, lines }) => {
    let number = 0;
    const body = lines.map(({ behind, kind, operands: [a, b] }) => {
      const written = [`rx(0.${++number}) ${a};`, `ry(t / ${++number}) ${b};`, `cx ${a}, ${b};`, `barrier ${a}, ${b};`];
      const text = written[kind] ?? `crz(${++number} * t) ${b}, ${a};`;
      return text + behind.replace('{}', () => `note ${++number}`);
    });
    const head = isGate ? 'gate g(t) a, b, c' : 'def g(float t, qubit a, qubit b, qubit c)';
    const called = calls.map((qubits, index) => {
      const operands = qubits.map((qubit) => `q[${qubit}]`).join(', ');
      return isGate ? `g(${index + 1}) ${operands}; // call\n` : `g(${index + 1}, ${operands}); // call\n`;
    });
    return `OPENQASM 3.0;\ninclude "stdgates.inc";\n${head} {\n${body.join('')}\n}\nqubit[4] q;\nx q[1];\n${called.join('h q[2];\n')}`;
  });

const numbers = fc.record({
  kind: fc.nat(3),
  call: fc.nat(1),
  element: fc.nat(100),
  column: fc.nat(100),
  operands: fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4, maxLength: 4 }),
});
type Numbers = typeof numbers extends fc.Arbitrary<infer Value> ? Value : never;

test('gestures in opened calls change the definition as drawn, all calls alike, and nothing else', async () => {
  const outcomes = { edited: 0, refused: 0 };
  await fc.assert(
    fc.asyncProperty(program, fc.array(numbers, { minLength: 6, maxLength: 8 }), async (start, gestures) => {
      let text = start;
      for (const each of gestures) {
        const before = seen(text);
        const change = changeOf(before, each);
        if (!change) continue;
        const answer = await circuitEdit(before.analysis, 1, change.gesture, opening, async (edited) =>
          analyse(edited),
        );
        if (answer.kind === 'refused') {
          outcomes.refused++;
          expect(answer.reason).toMatch(/\.$/);
          continue;
        }
        outcomes.edited++;
        text = applyReplacements(text, answer.replacements);
        const after = seen(text);
        const told = `${JSON.stringify(change.gesture)}\n--- before\n${before.text}\n--- after\n${text}`;
        expect(after.calls[each.call]?.orders ?? [[], [], []], told).toEqual(change.wanted);
        // Names say all but angles, which differ from call to call.
        const names = after.calls.map(({ orders }) => orders.map((order) => order.map((name) => name.split(' ')[0])));
        expect(names[0], told).toEqual(names[1]);
        expect(after.others, told).toEqual(before.others);
        expect(after.comments, told).toEqual(before.comments);
      }
    }),
    { numRuns: 60, endOnFailure: true },
  );
  expect(outcomes.edited, JSON.stringify(outcomes)).toBeGreaterThan(outcomes.refused);
});

function analyse(text: string) {
  return analyseProgram(text, { lints: 'off' });
}

/** What each call does on each operand in order, and what is around the calls. */
function seen(text: string) {
  const analysis = analyse(text);
  const lowered = lowerProgram(analysis, { withGroups: true });
  if (!lowered.ok) throw new Error(`${lowered.error[0]?.message}\n${text}`);
  const { operations } = lowered.value;
  const groups = new Map<OperationGroup, Operation[]>();
  for (const operation of operations) {
    if (operation.group) groups.set(operation.group, [...(groups.get(operation.group) ?? []), operation]);
  }
  const { elements } = layoutCircuit(lowered.value, { opening });
  const frames = elements.filter(({ group }) => group !== undefined);
  const parts = [...groups].map(([group, of], index) => {
    const frame = frames.find(({ source }) => source?.start === group.source?.start);
    const inFrame = elements.filter((each) => each.group === undefined && each.source?.start === group.source?.start);
    return {
      frame,
      inFrame,
      orders: (calls[index] ?? []).map((qubit) =>
        of.filter((each) => qubitsOf(each).includes(qubit)).map((each) => nameOf(each, index)),
      ),
    };
  });
  return {
    text,
    analysis,
    calls: parts,
    others: operations.filter(({ group }) => !group).map((each) => nameOf(each, undefined)),
    comments: [...commentsOf(analysis.tree.tokens)].map(({ end, start: from }) => text.slice(from, end)).toSorted(),
  };
}

function qubitsOf(operation: Operation): readonly number[] {
  switch (operation.kind) {
    case 'gate':
      return [...operation.controls.map(({ qubit }) => qubit), ...operation.targets];
    case 'barrier':
      return operation.qubits;
    default:
      throw new Error(`These programs have no ${operation.kind}.`);
  }
}

/** Its operands by their place in the definition, then its angles. */
function nameOf(operation: Operation, call: number | undefined): string {
  const operands = qubitsOf(operation).map((qubit) =>
    call === undefined ? qubit : calls[call]?.indexOf(qubit as never),
  );
  const name = operation.kind === 'gate' ? operation.gate : operation.kind;
  const angles = operation.kind === 'gate' ? JSON.stringify(operation.parameters) : '';
  return `${name}:${operands.join(',')} ${angles}`;
}

/** A gesture and, worked out on the drawing, what it makes of the call; undefined where there is nothing to do it with. */
function changeOf(program: ReturnType<typeof seen>, { call, column, element, kind, operands }: Numbers) {
  const part = program.calls[call];
  if (!part?.frame?.source || !part.frame.group) return undefined;
  const { column: first, firstWire, group, source } = part.frame;
  const within = { source, column: first, firstWire, group: group.key };
  const chosen = part.inFrame[element % part.inFrame.length];
  if (!chosen) return undefined;
  if (!chosen.source) return undefined;
  const reference = { source: chosen.source, column: chosen.column, firstWire: chosen.firstWire };
  const last = Math.max(...part.inFrame.map((each) => each.column)) + 1;
  const before = first + (column % (last - first + 1));
  const changes = ['g'];
  const orders = part.orders.map((order, formal) => ({ order, qubit: calls[call]?.[formal] ?? 0 }));
  /** What is on a wire in the order of its columns, as the circuit has it. */
  const columnsOn = (qubit: number) =>
    part.inFrame
      .filter((each) => isOn(each, qubit))
      .map((each) => each.column)
      .toSorted((one, other) => one - other);
  if (kind === 0) {
    const wanted = orders.map(({ order, qubit }) =>
      isOn(chosen, qubit) ? order.toSpliced(columnsOn(qubit).indexOf(chosen.column), 1) : order,
    );
    return { gesture: { kind: 'delete', elements: [reference], changes } satisfies DirectGesture, wanted };
  }
  if (kind < 3) {
    const [qubit = 0] = operands;
    const wanted = orders.map(({ order, qubit: each }, formal) => {
      if (each !== qubit) return order;
      const sooner = columnsOn(qubit).filter((at) => at < before).length;
      return order.toSpliced(sooner, 0, `x:${formal} []`);
    });
    const operation = { kind: 'gate', name: 'x', parameters: [], qubits: [qubit] } as const;
    return { gesture: { kind: 'place', operation, before, within, changes } satisfies DirectGesture, wanted };
  }
  const wanted = orders.map(({ order, qubit }) => {
    if (!isOn(chosen, qubit)) return order;
    const columns = columnsOn(qubit);
    const at = columns.indexOf(chosen.column);
    const name = order[at] ?? '';
    const sooner = columns.filter((each) => each !== chosen.column && each < before).length;
    return order.toSpliced(at, 1).toSpliced(sooner, 0, name);
  });
  const gesture = { kind: 'move', elements: [reference], before, within, wires: [], changes } satisfies DirectGesture;
  return { gesture, wanted };
}

/** Whether an element says that it acts on a qubit. */
function isOn({ description }: { readonly description: string }, qubit: number): boolean {
  return description.includes(`q[${qubit}]`);
}
