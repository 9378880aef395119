import { describe, expect, test } from 'vitest';
import type { Circuit } from '#core/circuit/circuit.ts';
import { circuitDifference } from '#core/circuit/difference/circuitDifference.ts';
import { comparedDrawing, differenceCounts } from '#core/circuit/drawing/comparedDrawing.ts';
import { circuitOf } from '#test/support/programUnitary.ts';

const program = (text: string) => circuitOf(`OPENQASM 3.0;\ninclude "stdgates.inc";\n${text}`);

/** What differs, as it is described in the drawings. */
function changes(before: Circuit, after: Circuit): string[] {
  return comparedDrawing(circuitDifference(before, after)).elements.flatMap(({ element, mark, side }) =>
    mark === 'same' ? [] : [`${mark} ${side}: ${element.description}`],
  );
}

describe('what differs between circuits', () => {
  test('a gate with another angle has changed, in the same column of both', () => {
    const text = (angle: string) => `qubit[2] q; bit[2] c; h q[0]; rx(${angle}) q[1]; cx q[0], q[1]; c = measure q;`;
    expect(changes(program(text('pi/2')), program(text('pi/4 + 2*pi/3')))).toEqual([
      'changed before: RX(π/2), q[1], moment 1',
      'changed after: RX(11π/12), q[1], moment 1',
    ]);
  });

  test('gates that others took the place of, and one more', () => {
    const before = program('qubit[2] q; h q[0]; rx(0.3) q[1]; cx q[0], q[1];');
    const after = program('qubit[2] q; x q[1]; h q[0]; ry(0.3) q[1]; cx q[0], q[1];');
    expect(changes(before, after)).toEqual([
      'removed before: RX(0.3), q[1], moment 1',
      'added after: X, q[1], moment 2',
      'added after: RY(0.3), q[1], moment 3',
    ]);
  });

  test('the order of gates without a common wire, names of parameters and the text of the source do not', () => {
    const before = program('input angle a; input angle b; qubit[3] q; rx(a) q[0]; h q[2]; rz(b) q[1];');
    const after = program('input angle b; // a comment\ninput angle a; qubit[3] q; rz(b) q[1]; h q[2]; rx(a) q[0];');
    expect(changes(before, after)).toEqual([]);
    expect(differenceCounts(circuitDifference(before, after).steps)).toEqual({
      same: 3,
      removed: 0,
      added: 0,
      changed: 0,
    });
  });

  test('a register of another name is the same, one more qubit is on one side only', () => {
    const before = program('qubit[2] q; bit[2] c; h q[0]; c = measure q;');
    const after = program('qubit[3] r; bit[3] c; h r[0]; c = measure r;');
    const difference = circuitDifference(before, after);
    const { wires } = comparedDrawing(difference);
    expect(wires.before.map(({ label, size }) => `${label} ${size ?? ''}`.trim())).toEqual(['q[0]', 'q[1]', 'c 2']);
    expect(wires.after.map(({ label, size }) => `${label} ${size ?? ''}`.trim())).toEqual([
      ...['r[0]', 'r[1]', 'r[2]', 'c 3'],
    ]);
    expect(differenceCounts(difference.steps)).toEqual({ same: 3, removed: 0, added: 1, changed: 0 });
  });

  test('inside a block, and the condition of one', () => {
    const text = (value: number, gate: string, other: string) =>
      `qubit[2] q; bit c; c = measure q[0]; if (c == ${value}) { ${gate} q[1]; h q[1]; } ${other}`;
    const before = program(text(1, 'x', ''));
    const inner = program(text(1, 'y', 'else { z q[1]; }'));
    expect(changes(before, inner)).toEqual([
      'removed before: X, q[1], moment 2',
      'added after: Y, q[1], moment 3',
      'added after: Z, q[1], moment 5',
    ]);
    // The frame of the body that only one of them has is there only.
    const frames = comparedDrawing(circuitDifference(before, inner)).elements.flatMap(({ element, side }) =>
      element.description.startsWith('Block') ? [`${side}: ${element.description}`] : [],
    );
    expect(frames).toEqual(['both: Block if c == 1, moment 2', 'after: Block else, moment 5']);
    expect(changes(before, program(text(0, 'x', '')))).toEqual([
      'changed before: Block if c == 1, moment 2',
      'changed after: Block if c == 0, moment 2',
    ]);
  });
});
