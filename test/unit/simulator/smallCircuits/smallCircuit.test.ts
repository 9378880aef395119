import { describe, expect, it } from 'vitest';
import { CancellationSource, neverCancelled } from '#core/base/cancellation.ts';
import { combineAngles, parameterAngle } from '#core/circuit/angle.ts';
import type { GateOperation, UnitaryOperation } from '#core/circuit/circuit.ts';
import { SmallCircuit } from '#core/simulator/smallCircuits/smallCircuit.ts';
import { circuit, controlled, cx, gate, unitary } from '#test/support/circuitBuilder.ts';
import { simulatorKernels } from '#test/support/simulatorKernels.ts';

const kernels = await simulatorKernels();

function states(
  qubits: number,
  operations: readonly (GateOperation | UnitaryOperation)[],
  bindings: readonly (readonly number[])[] = [[]],
): Float64Array[] {
  const parameters = (bindings[0] ?? []).map((_, index) => `p${index}`);
  const small = new SmallCircuit(kernels, circuit(qubits, [], { parameters }), operations);
  const found = small.states(bindings, neverCancelled);
  small.release();
  return found;
}

describe('cosines and sines', () => {
  const angles = [
    ...Array.from({ length: 4001 }, (_, index) => (index - 2000) / 97),
    ...Array.from({ length: 200 }, (_, index) => 1.6 ** (index - 100) * (index % 2 === 0 ? 1 : -1)),
    ...Array.from({ length: 65 }, (_, index) => (index - 32) * (Math.PI / 4)),
    ...[0, -0, 5e-324, 1e-300, 3e6, 3.3e6, 1e15, 1e22, 1e300, Number.MAX_VALUE],
  ];

  it('are those of the host within two units in the last place', () => {
    // RY(2α)|0⟩ = cos α|0⟩ + sin α|1⟩
    const rows = angles.map((angle) => [angle]);
    const found = states(1, [gate('ry', 0, combineAngles('multiply', 2, parameterAngle(0)))], rows);
    angles.forEach((angle, index) => {
      const [cosine = Number.NaN, , sine = Number.NaN] = found[index] ?? [];
      expect(Math.abs(cosine - Math.cos(angle))).toBeLessThanOrEqual(4.5e-16 * Math.abs(Math.cos(angle)));
      expect(Math.abs(sine - Math.sin(angle))).toBeLessThanOrEqual(4.5e-16 * Math.abs(Math.sin(angle)));
    });
  });

  it('of constants are exact at multiples of an eighth of a turn', () => {
    const [state] = states(2, [gate('h', 0), gate('s', 0), gate('h', 0), cx(0, 1), gate('h', 1), gate('x', 0)]);
    const clifford = [1, -1, 0, Math.SQRT1_2, -Math.SQRT1_2, 0.5, -0.5];
    for (const part of state ?? []) expect(clifford.some((value) => Math.abs(part - value) <= 2e-16)).toBe(true);
    expect(states(1, [gate('x', 0), gate('x', 0)])[0]).toEqual(Float64Array.of(1, 0, 0, 0));
  });
});

describe('small circuits', () => {
  it('may be of no qubits, of no gates, and of qubits that nothing touches', () => {
    expect(states(0, [])).toEqual([Float64Array.of(1, 0)]);
    expect(states(2, [])).toEqual([Float64Array.of(1, 0, 0, 0, 0, 0, 0, 0)]);
    const [state = []] = states(3, [gate('x', 1), controlled(gate('h', 2), 0), gate('z', 0)]);
    expect(state[4]).toBeCloseTo(1, 15);
    expect(Math.hypot(...state)).toBeCloseTo(1, 15);
  });

  it('apply matrices of three qubits', () => {
    const values = new Array<number>(128).fill(0);
    // |j⟩ to |j + 1 mod 8⟩, with j = q2 q0 q1 by the order of the targets.
    for (let column = 0; column < 8; column++) values[2 * (8 * ((column + 1) % 8) + column)] = 1;
    const shift = unitary({ dimension: 8, values }, [1, 0, 2]);
    for (let times = 0; times < 8; times++) {
      const [state] = states(
        3,
        Array.from({ length: times }, () => shift),
      );
      const expected = (times & 4) | ((times & 1) << 1) | ((times & 2) >> 1);
      expect(state?.indexOf(1)).toBe(2 * expected);
    }
  });

  it('give memory back', () => {
    const before = kernels.memory.size;
    for (let time = 0; time < 200; time++) states(10, [gate('h', 0), cx(0, 9), gate('ry', 5, 0.3)]);
    expect(kernels.memory.size - before).toBeLessThan(2 ** 20);
  });

  it('take parameters in any number of gates', () => {
    const x = parameterAngle(0);
    const operations = [gate('ry', 0, x), gate('ry', 0, combineAngles('multiply', x, x)), gate('ry', 0, 0.25)];
    const rows = [[0.5], [-1], [2]];
    const found = states(1, operations, rows);
    rows.forEach(([value = 0], index) => {
      expect(found[index]?.[0]).toBeCloseTo(Math.cos((value + value * value + 0.25) / 2), 14);
    });
  });

  it('refuse angles that are not finite, and stop when cancelled', () => {
    const large = combineAngles('multiply', 1e200, parameterAngle(0));
    expect(() => states(1, [gate('ry', 0, large)], [[1], [1e200]])).toThrow('Infinity, which is no finite number');
    expect(() => states(1, [gate('ry', 0, Number.NaN)])).toThrow('NaN, which is no finite number');
    const source = new CancellationSource();
    source.cancel();
    const small = new SmallCircuit(kernels, circuit(1, []), [gate('h', 0)]);
    expect(() => small.probabilities([[]], source.signal)).toThrow(expect.objectContaining({ reason: 'cancelled' }));
    small.release();
  });
});
