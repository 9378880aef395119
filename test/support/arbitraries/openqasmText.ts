import fc from 'fast-check';

/** Programs that together use the whole grammar; where mutations start from. */
export const samplePrograms: readonly string[] = [
  `OPENQASM 3.1;
include "stdgates.inc"; // library
input angle theta;
const int n = 3;
qubit[n] q; bit[n] c;
gate g(a, b) x, y { rx(a/2) x; ctrl @ rz(-b ** 2) x, y; barrier x; }
for int i in [0:n-2] { cx q[i], q[i+1]; }
/* twice */ pow(2) @ inv @ g(theta, pi) q[0], q[1];
let a = q[{0, 2}] ++ q[1:1];
c = measure q;
if (c == 2 && !c[0]) { x q[0]; } else if (c[1]) z a; else { reset q; }
`,
  `OPENQASM 3.2;
def f(qubit[2] r, int[32] k, readonly array[int[8], #dim=2] m) -> bit { return measure r[0]; }
extern e(float, angle[32]) -> float;
array[int[32], 2, 2] m = {{1, 2}, {3, 4}};
complex[float[64]] z = 1.0 + 2.5im;
duration d = durationof({ U(0, 0, 0) $0; delay[100 ns] $1; });
switch (3) { case 1, 2 { nop $0; } default { end; } }
while (true) { break; }
bit[8] bs = "0101_0011"; bs[0:2] ^= bs[{1, 2, 3}];
@note some text
box[2 * d] { ctrl(2) @ gphase(π) $0, $1; }
cal { play(f, w) { } }
defcal rz(angle t) $0 { shift_phase(d, -t); }
pragma vendor noise
`,
  `OPENQASM 2.0;
include "qelib1.inc";
qreg q[2]; creg c[2];
gate foo(t) a,b { cx a,b; rz(t^2) b; barrier a,b; }
opaque bar(x) a,b;
foo(pi/2) q[0],q[1]; U(sin(1)/2,0,1e-3) q;
if(c==1) x q[0];
measure q -> c;
`,
];

export const pieces: readonly string[] = [
  ...'{}()[];:,@=+-*/%<>&|^~!#$."\'\\',
  '->',
  '**',
  '++',
  '==',
  '//',
  '/*',
  '*/',
  '\n',
  '\r\n',
  '\r',
  ' ',
  '\t',
  '\0',
  '\ufeff',
  '\u00a0',
  '😀',
  '\ud800',
  '²',
  'θ',
  'μs',
  'ns',
  'im',
  '0x',
  '1_',
  '0b12',
  '1.5e',
  '3x',
  'q',
  'c',
  'x',
  'h',
  'cx',
  'pi',
  'gate',
  'def',
  'if',
  'else',
  'for',
  'in',
  'while',
  'switch',
  'case',
  'default',
  'measure',
  'reset',
  'barrier',
  'box',
  'delay',
  'let',
  'const',
  'input',
  'qubit',
  'qreg',
  'bit',
  'int',
  'array',
  'ctrl',
  'inv',
  'pow',
  'gphase',
  'include',
  'OPENQASM',
  'cal',
  'defcal',
  'pragma',
  '#dim',
  'durationof',
  'return',
  'end',
  'opaque',
  '"01"',
  '"stdgates.inc"',
  '$0',
  '3.1',
];

/** Text made of pieces of the language and of what does not belong to it. */
export const anyText: fc.Arbitrary<string> = fc
  .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'binary', maxLength: 3 })), { maxLength: 40 })
  .map((parts) => parts.join(''));

const token = /\s+|\/\/[^\n]*|[\p{L}\p{N}_]+|[\s\S]/gu;

type Change = { readonly kind: 'delete' | 'insert' | 'swap' | 'repeat'; readonly at: number; readonly text: string };

const change: fc.Arbitrary<Change> = fc.record({
  kind: fc.constantFrom('delete', 'insert', 'swap', 'repeat'),
  at: fc.nat(10_000),
  text: fc.constantFrom(...pieces),
});

/** A sample program with a few pieces removed, added, exchanged or doubled. */
export const mutatedProgram: fc.Arbitrary<string> = fc
  .record({ program: fc.constantFrom(...samplePrograms), changes: fc.array(change, { minLength: 1, maxLength: 6 }) })
  .map(({ program, changes }) => {
    const parts: string[] = program.match(token) ?? [];
    for (const { kind, at, text } of changes) {
      const index = at % Math.max(1, parts.length);
      const [first = '', second = ''] = parts.slice(index, index + 2);
      if (kind === 'delete') parts.splice(index, 1);
      else if (kind === 'insert') parts.splice(index, 0, text);
      else if (kind === 'repeat') parts.splice(index, 0, first);
      else parts.splice(index, 2, second, first);
    }
    return parts.join('');
  });
