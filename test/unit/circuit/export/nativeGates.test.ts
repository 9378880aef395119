import { expect, test } from 'vitest';
import { type Angle, parameterAngle, transformAngle } from '#core/circuit/angle.ts';
import { exportQasm2 } from '#core/circuit/export/qasm2.ts';
import { exportQasm3 } from '#core/circuit/export/qasm3.ts';
import { lowerProgram } from '#core/circuit/lower/lowerProgram.ts';
import { circuitMetrics } from '#core/circuit/metrics.ts';
import { analyseProgram } from '#core/openqasm/index.ts';
import { gateBasis } from '#core/transpiler/gateBasis.ts';
import { transpileCircuit } from '#core/transpiler/transpileCircuit.ts';
import { circuit, cx, gate } from '#test/support/circuitBuilder.ts';
import { matrixDistance, operationsUnitary } from '#test/support/operationsUnitary.ts';

const input = circuit(2, [gate('u', 0, 0.3, 1.1, -0.7), cx(0, 1), gate('h', 1), gate('rz', 0, 0.4)]);

test.each([
  ['gpi', ['gpi', 'gpi2', 'ms']],
  ['r', ['prx', 'cz']],
])('programs call gates of devices by their names: %s', (name, names) => {
  const { circuit: fitted } = transpileCircuit(input, { basis: gateBasis(names) }, { level: 1, seed: 1 });
  expect(Object.keys(circuitMetrics(fitted).gateCounts)).toContain(name);
  for (const { text = '' } of [exportQasm2(fitted), exportQasm3(fitted)]) {
    expect(text).toMatch(new RegExp(`gate ${name}\\(`));
    expect(text).toMatch(new RegExp(`^${name}\\([^)]*\\) q\\[0\\];$`, 'm'));
    const read = lowerProgram(analyseProgram(text, {}));
    if (!read.ok) throw new Error('The program is not read back.');
    const [found, wanted] = [read.value.operations, input.operations].map((each) => operationsUnitary(each, 2));
    expect(matrixDistance(found ?? [], wanted ?? [], true)).toBeLessThan(1e-12);
  }
});

test('a name that does not fit any more is not used', () => {
  const changed = { ...gate('u', 0, 0.5, 0.2, -0.2), native: 'gpi' } as const;
  expect(exportQasm3(circuit(1, [changed])).text).not.toContain('gpi');
  const text = (phi: Angle, lambda: Angle) => {
    const named = { ...gate('u', 0, Math.PI / 2, phi, lambda), native: 'gpi2' } as const;
    return exportQasm3(circuit(1, [named], { parameters: ['a', 'b'] })).text;
  };
  expect(text(parameterAngle(0), transformAngle('negate', parameterAngle(0)))).toContain('gpi2(');
  expect(text(parameterAngle(0), parameterAngle(1))).not.toContain('gpi2(');
});
