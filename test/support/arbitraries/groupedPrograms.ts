import fc from 'fast-check';
import type { Circuit } from '#core/circuit/circuit.ts';
import { lowerProgram } from '#core/circuit/lower/lowerProgram.ts';
import { analyseProgram } from '#core/openqasm/analyseProgram.ts';

const header = `OPENQASM 3.0;
include "stdgates.inc";
input angle theta;
gate phased a { gphase(0.1); rz(0.2) a; }
gate far a, b { h a; cx a, b; phased b; }
def flip(qubit a) { x a; bit found; found = measure a; if (found) { h a; } }
qubit[4] q;
bit[3] c;
int n;
`;

/** Qubits of a statement, each once. */
const qubits = fc.shuffledSubarray([0, 1, 2, 3], { minLength: 3, maxLength: 3 });
const bit = fc.nat({ max: 2 });

const plain = fc.oneof(
  qubits.map(([a]) => `h q[${a}];`),
  qubits.map(([a]) => `rx(theta) q[${a}];`),
  qubits.map(([a, b]) => `cx q[${a}], q[${b}];`),
  qubits.map(([a, b]) => `far q[${a}], q[${b}];`),
  qubits.map(([a]) => `flip(q[${a}]);`),
  qubits.map(([a]) => `phased q[${a}];`),
  qubits.map(([a, b]) => `barrier q[${a}], q[${b}];`),
  qubits.map(([a]) => `reset q[${a}];`),
  fc.constant('gphase(theta);'),
  fc.tuple(qubits, bit).map(([[a], to]) => `c[${to}] = measure q[${a}];`),
  bit.map((from) => `if (c[${from}]) { n += 1; }`),
  qubits.map(([a]) => `rz(n * 0.1) q[${a}];`),
);

const statement = fc.letrec<{ statement: string }>((tie) => {
  const body = fc.array(tie('statement'), { minLength: 1, maxLength: 3 }).map((inner) => inner.join(' '));
  return {
    statement: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      plain,
      body.map((inner) => `for int i in [0:1] { ${inner} }`),
      fc.tuple(bit, body, body).map(([from, one, other]) => `if (c[${from}]) { ${one} } else { ${other} }`),
      fc.tuple(bit, body).map(([from, inner]) => `while (c[${from}]) { ${inner} }`),
    ),
  };
}).statement;

/** Programs with calls, loops, conditions and classical values on four qubits, of at most so many statements. */
export function groupedProgram(statements: number): fc.Arbitrary<string> {
  return fc.array(statement, { minLength: 1, maxLength: statements }).map((lines) => header + lines.join('\n'));
}

/** The circuit of a program, whose operations know what they belong to. */
export function circuitWithGroups(text: string): Circuit {
  const lowered = lowerProgram(analyseProgram(text), { withGroups: true });
  if (!lowered.ok) throw new Error(lowered.error.map(({ message }) => message).join(' '));
  return lowered.value;
}
