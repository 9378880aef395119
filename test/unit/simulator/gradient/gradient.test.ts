import { describe, expect, it } from 'vitest';
import { CancellationSource } from '#core/base/cancellation.ts';
import { combineAngles, parameterAngle, transformAngle } from '#core/circuit/angle.ts';
import type { Circuit, GateOperation } from '#core/circuit/circuit.ts';
import type { GradientMethod } from '#core/circuit/evaluation.ts';
import type { PauliSum } from '#core/circuit/observable.ts';
import { efficientSu2 } from '#core/circuit/templates/ansatze.ts';
import { gradient } from '#core/simulator/gradient/gradient.ts';
import { circuit, controlled, cx, gate, measure, reset, when } from '#test/support/circuitBuilder.ts';
import { simulatorKernels } from '#test/support/simulatorKernels.ts';

const kernels = await simulatorKernels();
const pauli = (axis: 'X' | 'Y' | 'Z', qubit = 0, coefficient = 1): PauliSum => ({
  terms: [{ coefficient, factors: [{ qubit, axis }] }],
});
const methods: readonly GradientMethod[] = ['adjoint', 'parameter-shift', 'finite-differences'];
const theta = parameterAngle(0);

function first(input: Circuit, observables: readonly PauliSum[], values: readonly number[], method: GradientMethod) {
  const [row] = gradient(input, observables, [values], { kernels, method }).rows;
  if (row === undefined) throw new Error('No row came back.');
  return row;
}

describe.each(methods)('by %s', (method) => {
  const digits = method === 'finite-differences' ? 8 : 12;

  it('a rotation turns the coordinates on the sphere', () => {
    const angle = 0.7;
    const rotated = circuit(1, [gate('ry', 0, theta)], { parameters: ['theta'] });
    const { gradients, values } = first(rotated, [pauli('Z'), pauli('X'), pauli('Y')], [angle], method);
    const wanted = [-Math.sin(angle), Math.cos(angle), 0];
    gradients.forEach((own, index) => {
      expect(own[0]).toBeCloseTo(wanted[index] ?? Number.NaN, digits);
    });
    expect(values[0]).toBeCloseTo(Math.cos(angle), 12);
  });

  it.each<[string, GateOperation, readonly ('X' | 'Y' | 'Z')[], (angle: number) => number]>([
    ['rx', gate('rx', 0, theta), ['Y'], (angle) => -Math.cos(angle)],
    ['p after h', gate('p', 0, theta), ['X'], (angle) => -Math.sin(angle)],
    ['rz after h', gate('rz', 0, theta), ['Y'], (angle) => Math.cos(angle)],
  ])('%s', (name, operation, [axis = 'Z'], derivative) => {
    const operations = name.endsWith('h') ? [gate('h', 0), operation] : [operation];
    const { gradients } = first(circuit(1, operations, { parameters: ['theta'] }), [pauli(axis)], [0.4], method);
    expect(gradients[0]?.[0]).toBeCloseTo(derivative(0.4), digits);
  });

  it('a controlled rotation has two frequencies', () => {
    // ⟨Z₁⟩ = (1 + cos θ)/2, and ⟨X₀⟩ = cos θ/2.
    const operations = [gate('h', 0), controlled(gate('ry', 1, theta), 0)];
    const { gradients } = first(
      circuit(2, operations, { parameters: ['theta'] }),
      [pauli('Z', 1), pauli('X', 0)],
      [1.1],
      method,
    );
    expect(gradients[0]?.[0]).toBeCloseTo(-Math.sin(1.1) / 2, digits);
    expect(gradients[1]?.[0]).toBeCloseTo(-Math.sin(0.55) / 2, digits);
  });

  it('a parameter in several gates and expressions collects from all', () => {
    // ⟨Z⟩ = cos(2x + x·y + sin y)
    const [x, y] = [parameterAngle(0), parameterAngle(1)];
    const operations = [
      gate('ry', 0, combineAngles('multiply', 2, x)),
      gate('ry', 0, combineAngles('multiply', x, y)),
      gate('ry', 0, transformAngle('sin', y)),
    ];
    const [a, b] = [0.3, 0.8];
    const { gradients } = first(circuit(1, operations, { parameters: ['x', 'y'] }), [pauli('Z')], [a, b], method);
    const sine = Math.sin(2 * a + a * b + Math.sin(b));
    expect(gradients[0]?.[0]).toBeCloseTo(-sine * (2 + b), digits - 1);
    expect(gradients[0]?.[1]).toBeCloseTo(-sine * (a + Math.cos(b)), digits - 1);
  });

  it('what cannot be observed has no gradient', () => {
    const operations = [
      gate('ry', 0, 0.4),
      gate('gphase', [], theta),
      gate('rz', 0, theta),
      controlled(gate('x', 1), 2),
    ];
    const { gradients } = first(circuit(3, operations, { parameters: ['theta'] }), [pauli('Z')], [0.9], method);
    expect(gradients[0]?.[0]).toBeCloseTo(0, digits);
  });

  it('a circuit without parameters has values and empty gradients', () => {
    const { gradients, values } = first(circuit(2, [gate('h', 0), cx(0, 1)]), [pauli('Z')], [], method);
    expect(values[0]).toBeCloseTo(0, 12);
    expect(gradients[0]).toHaveLength(0);
  });

  it('measurements at the end are left out', () => {
    const input = circuit(1, [gate('ry', 0, theta), measure(0, 0)], { bits: 1, parameters: ['theta'] });
    expect(first(input, [pauli('Z')], [0.5], method).gradients[0]?.[0]).toBeCloseTo(-Math.sin(0.5), digits);
  });
});

it('of shots scatters around the exact gradient and repeats for the same seed', () => {
  const input = efficientSu2(3, 1, 'linear');
  const values = input.parameters.map((_, index) => Math.sin(index) + 1);
  const shots = 20_000;
  const estimate = (seed: number) => gradient(input, [pauli('Z', 2)], [values], { kernels, shots, seed });
  const { gradients: [exact = []] = [] } = first(input, [pauli('Z', 2)], values, 'adjoint');
  const { method, rows } = estimate(3);
  expect(method).toBe('parameter-shift');
  exact.forEach((value, index) => {
    // Half the difference of two means of ±1: a standard deviation of at most √(1/2/shots).
    expect(Math.abs((rows[0]?.gradients[0]?.[index] ?? Number.NaN) - value)).toBeLessThan(5 / Math.sqrt(2 * shots));
  });
  expect(estimate(3)).toEqual({ method, rows });
  expect(estimate(4).rows).not.toEqual(rows);
});

describe('wider circuits', () => {
  it('have the gradients of their parts', () => {
    // Two separate circuits side by side, one of them beyond the width that is run in one call.
    const [narrow, wide] = [3, 14];
    const operations = (start: number, end: number): GateOperation[] => [
      ...Array.from({ length: end - start }, (_, index) =>
        gate('ry', start + index, combineAngles('add', theta, index)),
      ),
      ...Array.from({ length: end - start - 1 }, (_, index) => cx(start + index, start + index + 1)),
      ...Array.from({ length: end - start }, (_, index) =>
        gate('rx', start + index, combineAngles('multiply', index, theta)),
      ),
    ];
    const alone = circuit(narrow, operations(0, narrow), { parameters: ['theta'] });
    const beside = circuit(wide, [...operations(0, narrow), ...operations(narrow, wide)], { parameters: ['theta'] });
    const observables = [pauli('Z', 2), pauli('Y', 1)];
    const wanted = first(alone, observables, [0.4], 'adjoint');
    const found = first(beside, observables, [0.4], 'adjoint');
    wanted.gradients.forEach((own, index) => {
      expect(found.values[index]).toBeCloseTo(wanted.values[index] ?? Number.NaN, 12);
      expect(found.gradients[index]?.[0]).toBeCloseTo(own[0] ?? Number.NaN, 11);
    });
    const last = first(beside, [pauli('Z', wide - 1)], [0.4], 'adjoint');
    const shifted = first(beside, [pauli('Z', wide - 1)], [0.4], 'parameter-shift');
    expect(last.gradients[0]?.[0]).toBeCloseTo(shifted.gradients[0]?.[0] ?? Number.NaN, 10);
  });
});

describe('refused are', () => {
  it.each([
    ['measurements in the middle', [gate('ry', 0, theta), measure(0, 0), gate('h', 0)], 'measures qubit 0'],
    ['resets', [gate('ry', 0, theta), reset(0), gate('h', 0)], 'resets qubit 0'],
    ['decisions', [gate('ry', 0, theta), measure(0, 0), when([0], 1, [gate('x', 0)])], 'measures qubit 0'],
  ])('%s', (_name, operations, reason) => {
    const input = circuit(1, operations, { bits: 1, parameters: ['theta'] });
    expect(() => gradient(input, [pauli('Z')], [[1]], { kernels })).toThrow(
      expect.objectContaining({ reason: 'unsupported', message: expect.stringContaining(reason) }),
    );
  });

  const input = circuit(1, [gate('ry', 0, transformAngle('sqrt', theta))], { parameters: ['theta'] });
  it.each(methods)('values that do not fit, by %s', (method) => {
    const invalid = expect.objectContaining({ reason: 'invalid-input' });
    expect(() => gradient(input, [pauli('Z')], [[1, 2]], { kernels, method })).toThrow(invalid);
    expect(() => gradient(input, [pauli('Z')], [[Number.NaN]], { kernels, method })).toThrow(invalid);
    expect(() => gradient(input, [pauli('Z', 1)], [[1]], { kernels, method })).toThrow(invalid);
  });

  it.each(['adjoint', 'parameter-shift'] as const)('points without a derivative, by %s', (method) => {
    const beyond = circuit(1, [gate('ry', 0, 1), ...input.operations], { parameters: ['theta'] });
    expect(() => gradient(beyond, [pauli('Z')], [[0]], { kernels, method })).toThrow(
      expect.objectContaining({ reason: 'unsupported' }),
    );
  });

  it('angles that are not finite', () => {
    const logarithm = circuit(1, [gate('ry', 0, transformAngle('log', theta))], { parameters: ['theta'] });
    expect(() => gradient(logarithm, [pauli('Z')], [[-1]], { kernels })).toThrow('no finite number');
  });

  it('shots with the adjoint method', () => {
    expect(() => gradient(input, [pauli('Z')], [[1]], { kernels, method: 'adjoint', shots: 10 })).toThrow(
      expect.objectContaining({ reason: 'unsupported' }),
    );
  });

  it('work that is cancelled', () => {
    const source = new CancellationSource();
    source.cancel();
    expect(() => gradient(input, [pauli('Z')], [[1]], { kernels }, source.signal)).toThrow(
      expect.objectContaining({ reason: 'cancelled' }),
    );
  });
});
