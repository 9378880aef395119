import fc from 'fast-check';

const gates = ['h', 'x', 'cx', 'ccx', 'rz', 'u3', 'U', 'CX', 'foo', 'nosuch', 'q', 'bit', 'measure', 'opaque', 'nop'];
const angles = [
  'pi',
  '-pi/2',
  '0.25',
  '3',
  '(1+2)*pi',
  'sin(pi/4)',
  '1/2',
  '1/0',
  'c',
  'n',
  '2^3',
  'x',
  '1e3',
  '.5',
  '',
  '-',
];
const operands = [
  'q',
  'q[0]',
  'q[1]',
  'q[2]',
  'q[3]',
  'r',
  'r[0]',
  's',
  'c',
  'c[0]',
  'd',
  'z[0]',
  '$0',
  '$1',
  'q[-1]',
  'q[n]',
];
const bits = ['c', 'c[0]', 'c[2]', 'c[3]', 'd', 'b', 'q[0]', 'c[-1]'];
const separators = [',', ', ', ' , ', ',\n  ', ' ', ''];
const ends = [';', ';', ';', ';', ' ;', '', ';;', ' // note\n;'];
const gaps = ['\n', '\n', '\n', ' ', '', '\n\n', ' /* note */ ', '\r\n'];

const operandList = fc
  .tuple(fc.array(fc.constantFrom(...operands), { maxLength: 3 }), fc.constantFrom(...separators))
  .map(([list, separator]) => list.join(separator));

const gateCall = fc
  .tuple(
    fc.constantFrom(...gates),
    fc.option(fc.array(fc.constantFrom(...angles), { maxLength: 3 }), { nil: undefined }),
    fc.constantFrom(' ', '\n'),
    operandList,
  )
  .map(([name, given, space, list]) => `${name}${given ? `(${given.join(',')})` : ''}${space}${list}`);

const measurement = fc
  .tuple(fc.constantFrom(...operands), fc.constantFrom(...bits), fc.constantFrom('->', '=', 'only', 'both'))
  .map(([qubit, bit, form]) => {
    if (form === '->') return `measure ${qubit} -> ${bit}`;
    if (form === '=') return `${bit} = measure ${qubit}`;
    return form === 'only' ? `measure ${qubit}` : `${bit} = measure ${qubit} -> ${bit}`;
  });

const other = fc.oneof(
  operandList.map((list) => `barrier ${list}`),
  fc.constantFrom(...operands).map((operand) => `reset ${operand}`),
  fc.constantFrom(
    'if (c == 1) x q[0]',
    'if (c == 1) { x q[0]; y q; }',
    'if (c == 1) x q[0]; else y q[0]',
    'if (c[0]) { x q[0]; reset q[1]; }',
    'if (c[1] == 1) { d = measure q[0]; } else { x q[0]; }',
    'if (c[0]) { }',
    'if (c) { if (d) { x q[0]; } }',
    'if (c[0]) { x q[0] }',
    'if (c = 1) x q[0]',
    'if (bit == 1) x q[0]',
    'if (d) measure q[0] -> c[0]',
    'x',
    'q[0]',
    'c[0] = 1',
    'gate foo(a) x, y { cx x, y; rz(a) x; }',
    '{ h q; let a = q[1:2]; x a; }',
    '}',
    'int n = 3',
    'foo(pi)\n q[0], q[1]',
  ),
);

const statement = fc
  .tuple(
    fc.oneof({ weight: 4, arbitrary: gateCall }, measurement, other),
    fc.constantFrom(...ends),
    fc.constantFrom(...gaps),
  )
  .map((parts) => parts.join(''));

const headers = [
  'OPENQASM 2.0;\ninclude "qelib1.inc";\nqreg q[3]; qreg r[3]; qreg s[1]; creg c[3]; creg d[1];\n',
  'OPENQASM 2.0;\nqreg q[3]; qreg r[2]; qreg s[1]; creg c[3]; creg d[1]; gate bit a { U(0,0,0) a; }\n',
  'OPENQASM 3.0;\ninclude "stdgates.inc";\nqubit[3] q; qubit[3] r; qubit s; bit[3] c; bit d; bool b; const int n = 1;\n',
  'OPENQASM 3.1;\nqubit[3] q; qubit[2] r; qubit s; bit[3] c; bit d; let z = q[0:1] ++ r; input angle x; int n;\n',
  'include "stdgates.inc";\nqubit[3] q; qubit[3] r; qubit s; bit[3] c; bit d; let z = r[1:2]; const float n = 0.5;\n',
];

/** Programs of many small statements, most of them gate calls, right ones and wrong ones. */
export const flatCircuit: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom(...headers), fc.array(statement, { maxLength: 12 }))
  .map(([header, statements]) => header + statements.join(''));
