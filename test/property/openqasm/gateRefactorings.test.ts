import fc from 'fast-check';
import { expect, test } from 'vitest';
import { analyseProgram, libraryGates } from '#core/openqasm/index.ts';
import { actionPlace, afterAction, offeredActions } from '#test/support/openqasmActions.ts';
import { unitaryOf } from '#test/support/programUnitary.ts';

const gates = libraryGates('stdgates.inc').filter(({ qubits }) => qubits.length <= 2);

/** A call of a library gate on some of the qubits, with some of the arguments. */
function call(qubits: readonly string[], given: readonly string[]): fc.Arbitrary<string> {
  return fc
    .record({
      gate: fc.constantFrom(...gates),
      operands: fc.shuffledSubarray([...qubits], { minLength: 2, maxLength: 2 }),
      angles: fc.array(fc.constantFrom(...given), { minLength: 4, maxLength: 4 }),
      modifier: fc.constantFrom('', '', 'inv @ '),
      comment: fc.constantFrom('', ' // why', ' /* here */'),
    })
    .map(({ angles, comment, gate, modifier, operands }) => {
      const list = angles.slice(0, gate.parameters.length).join(', ');
      return `${modifier}${gate.name}${list && `(${list})`} ${operands.slice(0, gate.qubits.length).join(', ')};${comment}`;
    });
}

const body = fc.array(call(['a', 'b'], ['u_', 'u_/2', 'v_ - 1', '-v_', '0.3', '2*c']), { minLength: 1, maxLength: 4 });
const argument = fc.constantFrom('1', '3', '1 + 2', 'pi/3', '0.7', '-c', 'n');

function expectSame(actual: string, wanted: string): void {
  const errors = analyseProgram(actual).diagnostics.filter(({ severity }) => severity === 'error');
  expect(errors.map(({ code, message }) => `${code} ${message}\n${actual}`)).toEqual([]);
  const [left, right] = [unitaryOf(actual).flat(2), unitaryOf(wanted).flat(2)];
  left.forEach((value, index) => {
    expect(value).toBeCloseTo(right[index] ?? Number.NaN, 9);
  });
}

const head = 'OPENQASM 3.0;\ninclude "stdgates.inc";\nconst float c = 0.4;\nconst int n = 5;\n';

test('a call that is replaced by what its gate does leaves the program what it was', async () => {
  await fc.assert(
    fc.asyncProperty(body, argument, argument, async (statements, first, second) => {
      const definition = `gate g(u_, v_) a, b {\n  ${statements.join('\n  ')}\n}\nqubit[3] q;\n`;
      const place = actionPlace(`${head}${definition}h q[0];\n‸g(${first}, ${second}) q[2], q[0];\n`);
      const [action] = (await offeredActions(place, ['refactor.inline'])) ?? [];
      if (!action) throw new Error(`Nothing is offered for\n${place.text}`);
      const result = afterAction(action, place.text);
      expect(result).not.toMatch(/^g\(/m);
      expectSame(result, place.text);
    }),
    { numRuns: 100 },
  );
});

test('calls that are made a gate leave the program what it was', async () => {
  const calls = fc.array(call(['q[0]', 'q[1]', 'q[2]', 'x_'], ['0.3', 'c', 'n/2', 'pi/4 + c']), {
    minLength: 2,
    maxLength: 6,
  });
  await fc.assert(
    fc.asyncProperty(calls, fc.nat(100), fc.nat(100), async (statements, from, to) => {
      const [first = 0, last = 0] = [from, to].map((place) => place % statements.length).sort((a, b) => a - b);
      const marked = statements.map(
        (statement, index) => `${index === first ? '⟦' : ''}${statement}${index === last ? '⟧' : ''}`,
      );
      const place = actionPlace(`${head}qubit[3] q;\nqubit x_;\n${marked.join('\n')}\n`);
      const actions = await offeredActions(place, ['refactor.extract']);
      const [action] = actions;
      if (!action) throw new Error(`Nothing is offered for\n${marked.join('\n')}`);
      const result = afterAction(action, place.text);
      expect(result).toContain('\ngate part ');
      expectSame(result, place.text);
    }),
    { numRuns: 100 },
  );
});
