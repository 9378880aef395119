import { expect, test } from 'vitest';
import type { Circuit } from '#core/circuit/circuit.ts';
import type { GroupOpening } from '#core/circuit/drawing/drawnGroups.ts';
import { drawnMoments, executedAt, momentBeforeMeasurements } from '#core/circuit/drawing/drawnMoments.ts';
import { lowerProgram } from '#core/circuit/lower/lowerProgram.ts';
import { analyseProgram } from '#core/openqasm/index.ts';

function circuitWithGroups(text: string): Circuit {
  const lowered = lowerProgram(analyseProgram(`OPENQASM 3.0;\ninclude "stdgates.inc";\n${text}`), { withGroups: true });
  if (!lowered.ok) throw new Error(lowered.error.map(({ message }) => message).join(' '));
  return lowered.value;
}

function placesAt(circuit: Circuit, others: GroupOpening['others']): number[][] {
  const moments = drawnMoments(circuit, { others, chosen: {} });
  return Array.from({ length: moments.count + 1 }, (_, moment) => [...executedAt(moments, moment)]);
}

test('at a moment everything left of it has been executed, wherever it is in the program', () => {
  const circuit = circuitWithGroups('qubit[3] q; h q[0]; cx q[0], q[1]; x q[1]; h q[2];');
  expect(placesAt(circuit, 'automatic')).toEqual([[], [0, 3], [0, 1, 3], [0, 1, 2, 3]]);
});

test('an open loop is executed gate by gate, a closed one at once', () => {
  const circuit = circuitWithGroups('qubit[2] q; for int i in [0:2] { h q[0]; } x q[1];');
  expect(placesAt(circuit, 'all')).toEqual([[], [0, 3], [0, 1, 3], [0, 1, 2, 3]]);
  expect(placesAt(circuit, 'none')).toEqual([[], [0, 1, 2, 3]]);
});

test('what runs under a condition counts whole at its end', () => {
  const circuit = circuitWithGroups('qubit[2] q; bit c; c = measure q[0]; if (c) { h q[1]; x q[1]; } else { y q[1]; }');
  expect(placesAt(circuit, 'automatic')).toEqual([[], [0], [0], [0], [0, 1]]);
});

test('a global phase goes with the latest column before it', () => {
  const circuit = circuitWithGroups('gphase(1); qubit[2] q; h q[0]; gphase(2); x q[0];');
  expect(placesAt(circuit, 'automatic')).toEqual([[0], [0, 1, 2], [0, 1, 2, 3]]);
});

test('what a drawing leaves out is never executed', () => {
  const circuit = circuitWithGroups('qubit q; h q; x q; y q;');
  const moments = drawnMoments(circuit, { others: 'automatic', chosen: {} }, 2);
  expect([...executedAt(moments, moments.count)]).toEqual([0, 1]);
});

test('the state to look at first is that before anything is measured', () => {
  const first = (text: string) => {
    const circuit = circuitWithGroups(text);
    return momentBeforeMeasurements(circuit, drawnMoments(circuit, { others: 'automatic', chosen: {} }));
  };
  expect(first('qubit[2] q; h q[0]; cx q[0], q[1];')).toBe(2);
  expect(first('qubit[2] q; bit[2] c; reset q; h q[0]; cx q[0], q[1]; c = measure q;')).toBe(3);
  expect(first('qubit q; bit c; c = measure q;')).toBe(0);
});
