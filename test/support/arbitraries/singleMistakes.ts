import { scan } from '#core/openqasm/scanner.ts';
import { samplePrograms } from './openqasmText.ts';

/** Programs as people write them, a statement a line, besides the dense ones that use the whole grammar. */
const ordinaryPrograms: readonly string[] = [
  `OPENQASM 3.0;
include "stdgates.inc";
const int[32] n = 4;
qubit[n] q;
qubit anc;
bit[n] c;
float[64] theta = pi / 3;
angle[16] phi = 0.5;

gate majority a, b, c {
  cx c, b;
  cx c, a;
  ccx a, b, c;
}

gate rot(alpha, beta) a {
  rz(alpha) a;
  ry(beta / 2) a;
}

def parity(bit[4] word) -> bit {
  bit result = "0";
  for int i in [0:3] {
    result ^= word[i];
  }
  return result;
}

reset q;
h q[0];
for int i in [0:n - 2] {
  cx q[i], q[i + 1];
}
rot(theta, -pi/4) q[1];
ctrl @ rot(theta, phi) anc, q[2];
barrier q, anc;
if (c[0] == 1) {
  x anc;
  y anc;
} else {
  z anc;
}
while (c != 0) {
  c = measure q;
  if (c[1]) break;
}
measure q[0] -> c[0];
c[1:2] = measure q[1:2];
majority q[0], q[1], q[2];
`,
  `OPENQASM 2.0;
include "qelib1.inc";
qreg q[5];
creg c[5];
creg d[2];
gate cphase(theta) a,b
{
  u1(theta/2) a;
  cx a,b;
  u1(-theta/2) b;
  cx a,b;
}
opaque magic(a,b) q1,q2;
h q[0];
cx q[0],q[1];
u3(0.1,-pi/2,3*pi/4) q[2];
cphase(pi/8) q[3],q[4];
barrier q[0],q[1];
if(d==1) x q[2];
measure q[0] -> c[0];
measure q -> c;
reset q[1];
`,
];

/** Programs that are right, to make mistakes in. */
export const rightPrograms: readonly string[] = [...samplePrograms, ...ordinaryPrograms];

const words =
  '; , ( ) [ ] { } : = -> @ + - * == q foo 0 1.5 x measure if int gate qubit ctrl return else in for pi "01" $0 reset let'.split(
    ' ',
  );

/** A program with one token removed, added or replaced, and where that is. */
export interface Mistake {
  readonly text: string;
  readonly kind: 'delete' | 'insert' | 'replace';
  /** The range of the token in the right program. */
  readonly start: number;
  readonly end: number;
}

/** The mistake that three numbers choose. */
export function mistakeIn(program: string, place: number, change: number, word: number): Mistake {
  const { count, ends, starts } = scan(program);
  const token = place % (count - 1);
  const start = starts[token] ?? 0;
  const end = ends[token] ?? 0;
  const written = words[word % words.length] ?? ';';
  const kind = (['delete', 'insert', 'replace'] as const)[change % 3] ?? 'delete';
  const [before, after] = [program.slice(0, start), program.slice(end)];
  switch (kind) {
    case 'delete':
      return { text: before + after, kind, start, end };
    case 'insert':
      return { text: `${before}${written} ${program.slice(start)}`, kind, start, end };
    case 'replace':
      return { text: `${before} ${written} ${after}`, kind, start, end };
  }
}
