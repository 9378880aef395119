import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Operation } from '#core/circuit/circuit.ts';
import type { GroupOpening } from '#core/circuit/drawing/drawnGroups.ts';
import { drawnMoments, executedAt } from '#core/circuit/drawing/drawnMoments.ts';
import { layoutCircuit } from '#core/circuit/drawing/layoutCircuit.ts';
import { lowerProgram } from '#core/circuit/lower/lowerProgram.ts';
import { operationWires } from '#core/circuit/moments.ts';
import { analyseProgram } from '#core/openqasm/index.ts';

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

const program = fc.array(statement, { minLength: 1, maxLength: 8 }).map((lines) => header + lines.join('\n'));

function circuitWithGroups(text: string) {
  const lowered = lowerProgram(analyseProgram(text), { withGroups: true });
  if (!lowered.ok) throw new Error(lowered.error.map(({ message }) => message).join(' '));
  return lowered.value;
}

/** Qubits and bits, and one wire for all that is computed. */
function wiresOf(operation: Operation): string[] {
  const computes = JSON.stringify(operation).includes('"variable"');
  return [...operationWires(operation), ...(computes ? ['computed'] : [])];
}

const anyOpening = (keys: readonly string[]): fc.Arbitrary<GroupOpening> =>
  fc.record({
    others: fc.constantFrom('automatic', 'all', 'none'),
    chosen: fc.subarray([...keys]).chain((some) =>
      fc.array(fc.boolean(), { minLength: some.length, maxLength: some.length }).map((is) => {
        return Object.fromEntries(some.map((key, index) => [key, is[index] ?? false]));
      }),
    ),
  });

it('what has been executed at a moment of a drawing has all before it that it follows', () => {
  const drawn = program.map(circuitWithGroups).chain((circuit) => {
    const { elements } = layoutCircuit(circuit, { opening: { others: 'all', chosen: {} } });
    const keys = elements.flatMap(({ group }) => (group ? [group.key] : []));
    return fc.record({ circuit: fc.constant(circuit), opening: anyOpening(keys) });
  });
  fc.assert(
    fc.property(drawn, ({ circuit, opening }) => {
      const moments = drawnMoments(circuit, opening);
      expect(moments.count).toBe(layoutCircuit(circuit, { opening }).columns.length);
      expect(executedAt(moments, moments.count)).toHaveLength(circuit.operations.length);
      const wires = circuit.operations.map(wiresOf);
      for (let moment = 0; moment <= moments.count; moment++) {
        const executed = new Set(executedAt(moments, moment));
        for (const place of executed) {
          for (let before = 0; before < place; before++) {
            const follows = wires[place]?.some((wire) => wires[before]?.includes(wire));
            if (follows) expect(executed.has(before), `${before} before ${place} at ${moment}`).toBe(true);
          }
        }
      }
    }),
    { numRuns: 60 },
  );
});
