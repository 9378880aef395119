import { expect, test } from 'vitest';
import type { Circuit, Operation } from '#core/circuit/circuit.ts';
import type { GroupOpening } from '#core/circuit/drawing/drawnGroups.ts';
import {
  drawnMoments,
  executedAt,
  executedPartAt,
  momentBeforeMeasurements,
} from '#core/circuit/drawing/drawnMoments.ts';
import { executedOperations } from '#core/circuit/executedPart.ts';
import { withPasses } from '#core/circuit/executedPasses.ts';
import { lowerProgram } from '#core/circuit/lower/lowerProgram.ts';
import { bodiesOf } from '#core/circuit/operationBodies.ts';
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

/** What has been executed, with the bodies of what is decided at run time. */
function executedNames(circuit: Circuit, moment: number): string[] {
  const moments = drawnMoments(circuit, { others: 'automatic', chosen: {} });
  return executedOperations(circuit.operations, executedPartAt(moments, moment)).map(({ operation }) =>
    nameOf(operation),
  );
}

function nameOf(operation: Operation): string {
  const bodies = bodiesOf(operation).map((body) => body.map(nameOf).join(' '));
  if (bodies.length > 0) return `${operation.kind}(${bodies.join('|')})`;
  return operation.kind === 'gate' ? operation.gate : operation.kind;
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

test('what runs under a condition is executed in its frame, one body after the other, and whole at its end', () => {
  const circuit = circuitWithGroups('qubit[2] q; bit c; c = measure q[0]; if (c) { h q[1]; x q[1]; } else { y q[1]; }');
  const moments = drawnMoments(circuit, { others: 'automatic', chosen: {} });
  const partsAt = (moment: number) =>
    executedPartAt(moments, moment).partly?.map(({ bodies, place }) => [
      place,
      ...bodies.map(({ executed }) => Array.from(executed)),
    ]);
  expect([1, 2, 3, 4].map(partsAt)).toEqual([undefined, [[1, [0], []]], [[1, [0, 1], []]], undefined]);
  expect(executedNames(circuit, 2)).toEqual(['measure', 'conditional(h|)']);
  expect(executedNames(circuit, 4)).toEqual(['measure', 'conditional(h x|y)']);
});

test('of a loop that is decided when it runs, the first pass is executed in its frame', () => {
  const text = 'qubit[2] q; bit c; while (!c) { h q[0]; if (c) { x q[1]; z q[1]; } c = measure q[0]; }';
  const circuit = circuitWithGroups(text);
  expect(Array.from({ length: 4 }, (_, moment) => executedNames(circuit, moment))).toEqual([
    [],
    ['conditional(h conditional(x|)|)'],
    ['conditional(h conditional(x z|)|)'],
    ['while(h conditional(x z|) measure)'],
  ]);
});

test('of such loops any pass is executed, those before it whole as far as the loop goes on', () => {
  const inner = 'while (d) { cx q[0], q[1]; y q[1]; d = measure q[1]; }';
  const circuit = circuitWithGroups(`qubit[2] q; bit c; bit d; while (!c) { h q[0]; ${inner} c = measure q[0]; }`);
  const moments = drawnMoments(circuit, { others: 'automatic', chosen: {} });
  const at = (moment: number, ...passes: number[]) => {
    const { loops, part } = withPasses(circuit.operations, executedPartAt(moments, moment), passes);
    return [loops, ...executedOperations(circuit.operations, part).map(({ operation }) => nameOf(operation))];
  };
  const whole = 'h while(x y measure) measure';
  expect(at(0, 3)).toEqual([0]);
  expect(at(1, 1)).toEqual([1, 'conditional(h|)']);
  expect(at(1, 3)).toEqual([1, `conditional(${whole} conditional(${whole} conditional(h|)|)|)`]);
  expect(at(2, 1, 2)).toEqual([2, 'conditional(h conditional(x y measure conditional(x|)|)|)']);
  expect(at(2, 2)).toEqual([2, `conditional(${whole} conditional(h conditional(x|)|)|)`]);
  expect(at(moments.count, 5)[0]).toBe(0);
});

test('what ends a condition counts whole', () => {
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
  expect(first('qubit q; bit c; while (!c) { h q; x q; c = measure q; }')).toBe(2);
});
