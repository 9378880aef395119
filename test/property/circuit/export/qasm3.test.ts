import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Angle, combineAngles, evaluateAngle, parameterAngle, transformAngle } from '#core/circuit/angle.ts';
import { bindCircuit } from '#core/circuit/bindCircuit.ts';
import type { Circuit, Operation } from '#core/circuit/circuit.ts';
import { evaluateCondition } from '#core/circuit/evaluateCondition.ts';
import { exportQasm3 } from '#core/circuit/export/qasm3.ts';
import { gateMatrix } from '#core/circuit/gateTable.ts';
import { lowerProgram } from '#core/circuit/lower/lowerProgram.ts';
import { analyseProgram } from '#core/openqasm/index.ts';
import { simulate } from '#core/simulator/simulate.ts';
import { anyGates } from '#test/support/arbitraries/circuits.ts';
import { anyCondition, anyMeasuredCircuit } from '#test/support/arbitraries/measuredCircuits.ts';
import { gateUnitary } from '#test/support/arbitraries/unitaries.ts';
import { circuit, controlled, gate, unitary } from '#test/support/circuitBuilder.ts';
import { matrixDistance, operationsUnitary } from '#test/support/operationsUnitary.ts';
import { expectSameDistribution } from '#test/support/outcomeDistribution.ts';
import { simulationContext } from '#test/support/simulationContext.ts';

/** Writes a circuit and reads it back. */
function throughText(input: Circuit): Circuit {
  const { omissions, text = '' } = exportQasm3(input);
  expect(omissions).toEqual([]);
  const lowered = lowerProgram(analyseProgram(text));
  if (!lowered.ok)
    throw new Error(`${lowered.error.map(({ code, message }) => `${code} ${message}`).join('\n')}\n${text}`);
  return lowered.value;
}

function amplitudes(input: Circuit): number[] {
  const context = simulationContext;
  return (simulate(input, { shots: 0, seed: 0, amplitudes: true }, context).amplitudes ?? []).flat();
}

function expectEqual(actual: readonly number[], wanted: readonly number[]): void {
  expect(actual.length).toBe(wanted.length);
  actual.forEach((value, index) => {
    expect(value).toBeCloseTo(wanted[index] ?? Number.NaN, 9);
  });
}

const angle: fc.Arbitrary<Angle> = fc.letrec<{ angle: Angle }>((tie) => ({
  angle: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(0, 1).map(parameterAngle),
    fc.double({ min: -4, max: 4, noNaN: true }),
    fc.constantFrom(Math.PI, -Math.PI / 2, (3 * Math.PI) / 8, 1, -2),
    fc
      .tuple(fc.constantFrom('add', 'subtract', 'multiply', 'divide'), tie('angle'), tie('angle'))
      .map(([op, left, right]) => combineAngles(op, left, right)),
    fc
      .tuple(fc.constantFrom('negate', 'sin', 'cos', 'exp', 'arctan'), tie('angle'))
      .map(([op, operand]) => transformAngle(op, operand)),
  ),
})).angle;

describe('a circuit written as OpenQASM 3 and read back', () => {
  it('has the same amplitudes, global phase included', () => {
    fc.assert(
      fc.property(anyGates(3, 10), (operations) => {
        expectEqual(amplitudes(throughText(circuit(3, operations))), amplitudes(circuit(3, operations)));
      }),
      { numRuns: 150 },
    );
  });

  it('has the same matrices on one to three qubits, also under controls', () => {
    fc.assert(
      fc.property(fc.oneof(gateUnitary(1), gateUnitary(2), gateUnitary(3)), fc.boolean(), (matrix, under) => {
        const operation = unitary(matrix, [2, 0, 1].slice(0, Math.log2(matrix.dimension)), 'iswap^0.5');
        const operations = [under ? controlled(operation, { qubit: 3, value: 0 }) : operation, gate('iswap', [0, 1])];
        const back = operationsUnitary(throughText(circuit(4, operations)).operations, 4);
        expect(matrixDistance(back, operationsUnitary(operations, 4))).toBeLessThan(1e-9);
      }),
      { numRuns: 60 },
    );
  });

  it('gives the same outcomes', () => {
    fc.assert(
      fc.property(anyMeasuredCircuit(3, 3), (input) => expectSameDistribution(throughText(input), input)),
      { numRuns: 150 },
    );
  });

  it('has the same one-qubit matrices', () => {
    const turn = fc.double({ min: -4, max: 4, noNaN: true });
    fc.assert(
      fc.property(
        turn,
        turn,
        turn,
        fc.constantFrom(0, Math.PI, 1.1),
        fc.boolean(),
        (phi, lambda, phase, theta, under) => {
          const matrix = gateMatrix('u', [theta, phi, lambda]);
          const [cosine, sine] = [Math.cos(phase), Math.sin(phase)];
          const turned: number[] = [];
          for (let place = 0; place < 8; place += 2) {
            const [re = 0, im = 0] = matrix.values.slice(place, place + 2);
            turned.push(re * cosine - im * sine, re * sine + im * cosine);
          }
          const operation = unitary({ dimension: 2, values: turned }, [1]);
          const before = [gate('h', 0), gate('ry', 1, 0.7)];
          const input = circuit(2, [...before, under ? controlled(operation, 0) : operation]);
          expectEqual(amplitudes(throughText(input)), amplitudes(input));
        },
      ),
      { numRuns: 100 },
    );
  });

  it('has the same parameters', () => {
    fc.assert(
      fc.property(
        angle,
        angle,
        fc.tuple(fc.double({ min: 0.1, max: 3, noNaN: true }), fc.double({ min: 0.1, max: 3, noNaN: true })),
        (first, second, values) => {
          const sizes = [first, second].map((expression) => Math.abs(evaluateAngle(expression, values)));
          // Angles of thousands of turns have no digits left to compare.
          fc.pre(sizes.every((size) => size < 1e4));
          const input = circuit(1, [gate('rx', 0, first), gate('rz', 0, second), gate('ry', 0, parameterAngle(1))], {
            parameters: ['x[0]', 'measure'],
          });
          const back = throughText(input);
          expect(back.parameters.length).toBe(2);
          expectEqual(amplitudes(bindCircuit(back, values)), amplitudes(bindCircuit(input, values)));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('has the same conditions', () => {
    fc.assert(
      fc.property(anyCondition(4), (wanted) => {
        const guarded: Operation = {
          kind: 'conditional',
          condition: wanted,
          body: [gate('x', 0)],
          otherwise: [gate('y', 0)],
        };
        const input: Circuit = {
          ...circuit(1, [guarded], { bits: 4 }),
          bitRegisters: [
            { name: 'low', start: 0, size: 3 },
            { name: 'high', start: 3, size: 1, scalar: true },
          ],
        };
        const [back, ...others] = throughText(input).operations;
        expect(others).toEqual([]);
        for (let state = 0; state < 16; state++) {
          const bits = [0, 1, 2, 3].map((bit) => (state >> bit) & 1);
          const taken = evaluateCondition(wanted, bits) ? 'x' : 'y';
          expect(taken).toBe(gateTaken(back, bits));
        }
      }),
      { numRuns: 300 },
    );
  });
});

/** The gate a conditional, or what the reader made of one whose outcome is certain, performs. */
function gateTaken(operation: Operation | undefined, bits: readonly number[]): string {
  if (operation?.kind === 'gate') return operation.gate;
  if (operation?.kind !== 'conditional') throw new Error('Neither a gate nor a conditional.');
  return gateTaken((evaluateCondition(operation.condition, bits) ? operation.body : operation.otherwise)[0], bits);
}
