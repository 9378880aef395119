import { describe, expect, test } from 'vitest';
import { exportCircuit, exportFormatDescriptions } from '#core/circuit/export/exportCircuit.ts';
import { simulate } from '#core/simulator/simulate.ts';
import { circuitOf } from '#test/support/programUnitary.ts';
import { simulationContext } from '#test/support/simulationContext.ts';

/** Deeper than the stack reaches. */
const terms = 5000;

/** The only thing a program can return. */
function valuesOf(body: string): unknown {
  const circuit = circuitOf(`OPENQASM 3.2;\ninclude "stdgates.inc";\n${body}`);
  for (const { format } of exportFormatDescriptions) exportCircuit(circuit, format);
  const { outcomes = [] } = simulate(circuit, { shots: 0, seed: 1, probabilities: true }, simulationContext);
  expect(outcomes).toHaveLength(1);
  return outcomes[0]?.values;
}

describe('a chain of operators of any length', () => {
  test('is a number where it is known', () => {
    expect(valuesOf(`output int[32] n; qubit q; n = 1${' + 1'.repeat(terms)};`)).toEqual({ n: terms + 1 });
  });

  test('is computed by the run where it is not', () => {
    const measured = 'qubit q; bit c; int[32] k; x q; c = measure q; k = c;';
    expect(valuesOf(`output int[32] n; ${measured} n = k${' + k - 3'.repeat(terms)};`)).toEqual({
      n: 1 - 2 * terms,
    });
  });

  test('decides', () => {
    const measured = 'qubit q; bit[2] c; x q; c[0] = measure q; c[1] = measure q;';
    expect(valuesOf(`output bool b; ${measured} b = c[0]${' && c[1]'.repeat(terms)};`)).toEqual({ b: true });
    expect(valuesOf(`output bool b; ${measured} b = c[0] && false${' || c[1] && c[0]'.repeat(terms)};`)).toEqual({
      b: true,
    });
  });

  test('is not computed where what stands before it decides', () => {
    const measured = 'qubit q; bit c; int[32] k; c = measure q; k = c;';
    const fault = `1 / k${' + k'.repeat(1000)} > 0`;
    expect(valuesOf(`output bool b; ${measured} b = k != 0 && ${fault};`)).toEqual({ b: false });
  });

  test('is a condition of a loop, computed each time', () => {
    const measured = 'qubit q; bit c; int[32] k; x q; c = measure q; k = c;';
    expect(valuesOf(`output int[32] n; ${measured} n = 0; while (n${' + k'.repeat(1000)} < 1003) { n += k; }`)).toEqual(
      { n: 3 },
    );
  });

  test('is a condition of a loop that refuses nothing for its length', () => {
    const declared = 'qubit q; bit c; int[32] k; k = 0; c = measure q;';
    const condition = `k${' + k'.repeat(100_000)} != 0`;
    expect(valuesOf(`output int[32] n; ${declared} n = 7; while (${condition}) { x q; }`)).toEqual({ n: 7 });
  });

  test('is an angle', () => {
    const rotated = `rx(theta${' + pi - pi'.repeat(2000)}) q;`;
    const circuit = circuitOf(`OPENQASM 3.2;\ninclude "stdgates.inc";\ninput float theta; qubit q; ${rotated}`);
    expect(circuit.operations.at(-1)?.kind).toBe('gate');
    for (const { format } of exportFormatDescriptions) exportCircuit(circuit, format);
  });
});
