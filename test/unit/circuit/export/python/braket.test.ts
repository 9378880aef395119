import { expect, test } from 'vitest';
import { exportCircuit } from '#core/circuit/export/exportCircuit.ts';
import { circuitOf } from '#test/support/programUnitary.ts';

function braket(body: string): string[] {
  const { text = '' } = exportCircuit(circuitOf(`OPENQASM 3.0;\ninclude "stdgates.inc";\n${body}`), 'braket');
  return text.split('\n').map((line) => line.trim());
}

test('global phases become one, because Braket loses some of several', () => {
  const phases = braket('qubit[2] q; gphase(0.5); h q[0]; gphase(0.25); x q[1];').filter((line) => /gphase/.test(line));
  expect(phases).toEqual(['circuit.gphase(0.75)']);
});

test('a qubit that may be in a superposition is reset by measuring it', () => {
  const lines = braket(`qubit[2] q; bit[2] c; reset q[0]; h q[0]; c[0] = measure q[0]; reset q[0]; h q[0];
    if (c[0]) { x q[1]; } reset q[0]; reset q[1]; c[1] = measure q[0];`);
  const resets = lines.slice(lines.indexOf('SOURCE = """'), lines.lastIndexOf('"""')).join(' ');
  expect(resets).toContain('reset q[0]; h q[0]; b[0] = measure q[0]; reset q[0]; h q[0];'.replaceAll('b[', 'c['));
  expect(resets).toContain('c[2] = measure q[0]; if (c[2] == 1) { x q[0]; } c[3] = measure q[1];');
});
