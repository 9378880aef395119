import fc from 'fast-check';
import { expect, test } from 'vitest';
import { combineAngles, parameterAngle } from '#core/circuit/angle.ts';
import type { Circuit, GateName, Operation } from '#core/circuit/circuit.ts';
import { angleText } from '#core/circuit/drawing/angleText.ts';
import { layoutCircuit } from '#core/circuit/drawing/layoutCircuit.ts';
import { renderSvg } from '#core/circuit/drawing/renderSvg.ts';
import { renderText } from '#core/circuit/drawing/renderText.ts';

function circuit(qubits: number, operations: Operation[], bits = 0): Circuit {
  return {
    qubitCount: qubits,
    bitCount: bits,
    qubitRegisters: [{ name: 'q', start: 0, size: qubits }],
    bitRegisters: bits > 0 ? [{ name: 'c', start: 0, size: bits }] : [],
    parameters: [{ name: 'theta', type: 'angle' }],
    operations,
  };
}

const gate = (name: GateName, targets: number[], controls: number[] = [], parameters: number[] = []): Operation => ({
  kind: 'gate',
  gate: name,
  parameters,
  controls: controls.map((qubit) => ({ qubit, value: 1 as const })),
  targets,
});

const bell = circuit(
  2,
  [gate('h', [0]), gate('x', [1], [0]), { kind: 'measure', qubit: 0, bit: 0 }, { kind: 'measure', qubit: 1, bit: 1 }],
  2,
);

test('operations move left until a wire they need or cross is taken', () => {
  const drawing = layoutCircuit(circuit(3, [gate('h', [0]), gate('h', [1]), gate('x', [2], [0]), gate('z', [1])]));
  expect(drawing.elements.map(({ column, description }) => [column, description])).toEqual([
    [0, 'H, q[0], moment 1'],
    [0, 'H, q[1], moment 1'],
    [1, 'CX, control q[0], target q[2], moment 2'],
    [2, 'Z, q[1], moment 3'],
  ]);
});

test('a box shows which wires only pass it, and the controls between its targets', () => {
  const [passed, controlled] = layoutCircuit(
    circuit(3, [gate('rzz', [0, 2], [], [1]), gate('rzz', [0, 2], [1], [1])]),
  ).elements;
  expect(passed?.parts.map(({ kind }) => kind)).toEqual(['line', 'box', 'passing']);
  expect(controlled?.parts.map(({ kind }) => kind)).toEqual(['line', 'box', 'control']);
});

test('a measurement reaches down to its register and names its bit', () => {
  const [, , first] = layoutCircuit(bell).elements;
  expect(first?.description).toBe('Measurement of q[0] into c[0], moment 3');
  expect(first?.parts.map(({ kind }) => kind)).toEqual(['line', 'meter', 'text']);
});

test('a conditional block is framed around its body', () => {
  const drawing = layoutCircuit(
    circuit(
      2,
      [
        {
          kind: 'conditional',
          condition: { kind: 'compare', bits: [0, 1], operator: '==', value: 2 },
          body: [gate('x', [0]), gate('y', [0])],
          otherwise: [gate('z', [0])],
        },
      ],
      2,
    ),
  );
  expect(drawing.elements.map(({ description }) => description)).toEqual([
    'Block if c == 2, moment 1',
    'X, q[0], moment 1',
    'Y, q[0], moment 2',
    'Block else, moment 3',
    'Z, q[0], moment 3',
  ]);
});

test('what is beyond the limit is counted in the notice', () => {
  const drawing = layoutCircuit(
    circuit(
      1,
      Array.from({ length: 12 }, () => gate('x', [0])),
    ),
    { maximumOperations: 10 },
  );
  expect(drawing.elements).toHaveLength(10);
  expect(drawing.notice).toContain('2 more are left out');
});

test.each([
  [Math.PI, 'π'],
  [-Math.PI / 2, '−π/2'],
  [(3 * Math.PI) / 4, '3π/4'],
  [0, '0'],
  [0.123456, '0.1235'],
  [-2, '−2'],
])('the angle %f reads %s', (angle, text) => {
  expect(angleText(angle, [])).toBe(text);
});

test('expressions keep their brackets', () => {
  const x = parameterAngle(0);
  const expression = combineAngles('multiply', 2, combineAngles('subtract', Math.PI, combineAngles('add', x, 1)));
  expect(angleText(expression, [{ name: 'x', type: 'angle' }])).toBe('2·(π−(x+1))');
});

test('the text drawing of a Bell pair', () => {
  expect(renderText(layoutCircuit(bell))).toBe(
    [
      '       ┌─┐       ┌─┐',
      'q[0]: ─┤H├───●───┤M├──────',
      '       └─┘   │   └╥┘',
      '             │    ║   ┌─┐',
      'q[1]: ───────⊕────╫───┤M├─',
      '                  ║   └╥┘',
      '                  ║    ║',
      '   c: ════════════╩════╩══',
      '                   0    1',
      '',
    ].join('\n'),
  );
});

test('every drawing lies inside its page, keeps its columns apart and is the same twice', () => {
  const operation = fc.oneof(
    fc.integer({ min: 0, max: 3 }).map((qubit) => gate('h', [qubit])),
    fc.shuffledSubarray([0, 1, 2, 3], { minLength: 2, maxLength: 2 }).map(([a = 0, b = 1]) => gate('x', [a], [b])),
    fc
      .shuffledSubarray([0, 1, 2, 3], { minLength: 2, maxLength: 2 })
      .map(([a = 0, b = 1]) => gate('rzz', [a, b], [], [0.5])),
    fc.integer({ min: 0, max: 3 }).map((qubit): Operation => ({ kind: 'measure', qubit, bit: qubit })),
    fc.integer({ min: 0, max: 3 }).map(
      (qubit): Operation => ({
        kind: 'conditional',
        condition: { kind: 'compare', bits: [qubit], operator: '==', value: 1 },
        body: [gate('x', [qubit]), gate('rx', [qubit], [], [Math.PI / 3])],
        otherwise: [],
      }),
    ),
  );
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 30 }), (operations) => {
      const drawing = layoutCircuit(circuit(4, operations, 4));
      for (const element of drawing.elements) {
        expect(element.x).toBeGreaterThanOrEqual(0);
        expect(element.x + element.width).toBeLessThanOrEqual(drawing.width);
        expect(element.y + element.height).toBeLessThanOrEqual(drawing.height);
      }
      const plain = drawing.elements.filter(({ parts }) => parts.every(({ kind }) => kind !== 'frame'));
      for (const one of plain) {
        for (const other of plain) {
          const sameColumn = one.column === other.column && one !== other;
          const apart = one.lastWire < other.firstWire || other.lastWire < one.firstWire;
          if (sameColumn) expect(apart).toBe(true);
        }
      }
      expect(renderSvg(layoutCircuit(circuit(4, operations, 4)))).toBe(renderSvg(drawing));
      expect(renderText(drawing).split('\n').length).toBeGreaterThan(8);
    }),
    { numRuns: 60 },
  );
});

test('text in an SVG cannot become markup', () => {
  const hostile = {
    ...circuit(1, [gate('h', [0])]),
    qubitRegisters: [{ name: '<b>&"', start: 0, size: 1, scalar: true }],
  };
  expect(renderSvg(layoutCircuit(hostile))).not.toContain('<b>');
});
