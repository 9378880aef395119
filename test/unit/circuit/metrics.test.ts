import { describe, expect, it } from 'vitest';
import { parameterAngle } from '#core/circuit/angle.ts';
import { circuitMetrics } from '#core/circuit/metrics.ts';
import { circuit, controlled, cx, gate, measure, reset, unitary, when } from '#test/support/circuitBuilder.ts';

describe('circuit metrics', () => {
  it('count gates by name with their controls', () => {
    const metrics = circuitMetrics(
      circuit(
        5,
        [
          gate('h', 0),
          gate('gphase', [], 0.3),
          cx(0, 1),
          cx(1, 2),
          controlled(gate('x', 2), 0, 1),
          controlled(gate('rz', 3, parameterAngle(0)), 0, 1, { qubit: 2, value: 0 }),
          gate('swap', [0, 1]),
        ],
        { parameters: ['x'] },
      ),
    );
    expect(metrics.gateCounts).toEqual({ c3rz: 1, ccx: 1, cx: 2, h: 1, swap: 1 });
    expect(metrics).toMatchObject({ gates: 6, twoQubitGates: 3, wideGates: 2, usedQubits: 4, measuredQubits: 0 });
  });

  it('add up gates that are called alike', () => {
    const labelled = unitary({ dimension: 4, values: [] }, [0, 1], 'cx');
    expect(circuitMetrics(circuit(2, [cx(0, 1), labelled, gate('h', 0)])).gateCounts).toEqual({ cx: 2, h: 1 });
  });

  it('measure depth along the longest chain of qubits and bits', () => {
    expect(circuitMetrics(circuit(3, [])).depth).toBe(0);
    expect(circuitMetrics(circuit(3, [gate('h', 0), gate('h', 1), gate('h', 2)])).depth).toBe(1);
    expect(circuitMetrics(circuit(3, [gate('h', 0), cx(0, 1), cx(1, 2), gate('x', 0)])).depth).toBe(3);
    const feedback = [gate('h', 0), measure(0, 0), when([0], 1, [gate('x', 1), gate('z', 1)]), measure(1, 1)];
    expect(circuitMetrics(circuit(2, feedback, { bits: 2 }))).toMatchObject({
      depth: 5,
      gates: 3,
      measurements: 2,
      measuredQubits: 2,
      conditionals: 1,
    });
  });

  it('let barriers keep order without counting', () => {
    const barrier = { kind: 'barrier', qubits: [0, 1] } as const;
    expect(circuitMetrics(circuit(3, [gate('h', 0), barrier, gate('h', 1)])).depth).toBe(2);
    expect(circuitMetrics(circuit(3, [gate('h', 0), gate('h', 1)])).depth).toBe(1);
    expect(circuitMetrics(circuit(3, [barrier])).usedQubits).toBe(0);
    expect(circuitMetrics(circuit(3, [reset(2)]))).toMatchObject({ depth: 1, resets: 1, usedQubits: 1 });
  });
});
