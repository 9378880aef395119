import fc from 'fast-check';
import { expect, test } from 'vitest';
import { libraryGates } from '#core/openqasm/index.ts';
import { unitaryOf } from '#test/support/programUnitary.ts';

const gates = libraryGates('stdgates.inc').filter(({ qubits }) => qubits.length <= 2);

/** A call of a library gate on the qubits a and b, with parameters that depend on the parameter `theta`. */
const call = fc
  .record({
    gate: fc.constantFrom(...gates),
    order: fc.constantFrom(['a', 'b'], ['b', 'a']),
    angles: fc.array(fc.constantFrom('theta', '-theta/2', '0.3', 'pi/4', '2*theta + 1'), {
      minLength: 4,
      maxLength: 4,
    }),
    modifier: fc.constantFrom('', '', 'inv @ ', 'pow(2) @ '),
  })
  .map(({ gate, order, angles, modifier }) => {
    const given = angles.slice(0, gate.parameters.length).join(', ');
    return `${modifier}${gate.name}${given && `(${given})`} ${order.slice(0, gate.qubits.length).join(', ')};`;
  });

/** A program that defines the gate g(theta) a, b by some calls, on three qubits. */
const definition = fc
  .array(call, { minLength: 1, maxLength: 5 })
  .map(
    (calls) =>
      `OPENQASM 3.0;\ninclude "stdgates.inc";\ngate g(theta) a, b { ${calls.join(' ')} gphase(theta); }\nqubit[3] q;\n`,
  );

function expectSame(left: string, right: string): void {
  const [actual, wanted] = [unitaryOf(left).flat(2), unitaryOf(right).flat(2)];
  actual.forEach((value, index) => {
    if (Math.abs(value - (wanted[index] ?? Number.NaN)) > 1e-9) expect(actual).toEqual(wanted);
  });
}

const theta = fc.double({ min: -3, max: 3, noNaN: true });

test('an inverse undoes a definition', () => {
  fc.assert(
    fc.property(definition, theta, (header, angle) => {
      expectSame(`${header}g(${angle}) q[0], q[2]; inv @ g(${angle}) q[0], q[2];`, header);
    }),
    { numRuns: 40 },
  );
});

test('a control and a negative control together are the gate', () => {
  fc.assert(
    fc.property(definition, theta, (header, angle) => {
      const both = `ctrl @ g(${angle}) q[1], q[0], q[2]; negctrl @ g(${angle}) q[1], q[0], q[2];`;
      expectSame(`${header}${both}`, `${header}g(${angle}) q[0], q[2];`);
    }),
    { numRuns: 30 },
  );
});

test('a whole power is a repetition, and two half powers are the gate', () => {
  fc.assert(
    fc.property(definition, theta, (header, angle) => {
      const once = `g(${angle}) q[0], q[2]; `;
      expectSame(`${header}pow(3) @ ${once}`, `${header}${once.repeat(3)}`);
      expectSame(`${header}pow(-2) @ ${once}`, `${header}${`inv @ ${once}`.repeat(2)}`);
      expectSame(`${header}${`pow(0.5) @ ${once}`.repeat(2)}`, `${header}${once}`);
    }),
    { numRuns: 30 },
  );
});
