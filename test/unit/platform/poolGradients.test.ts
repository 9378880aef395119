import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { CancellationSource, neverCancelled } from '#core/base/cancellation.ts';
import { parameterAngle } from '#core/circuit/angle.ts';
import type { EvaluationRequest, GradientMethod, GradientRequest } from '#core/circuit/evaluation.ts';
import type { PauliSum } from '#core/circuit/observable.ts';
import { efficientSu2 } from '#core/circuit/templates/ansatze.ts';
import { gradient, gradientByEvaluator } from '#core/simulator/gradient/gradient.ts';
import { SimulatorPool } from '#platform/simulatorPool.ts';
import { circuit, controlled, gate, reset } from '#test/support/circuitBuilder.ts';
import { simulatorKernels } from '#test/support/simulatorKernels.ts';

const workerFile = fileURLToPath(new URL('../../../platform/simulatorWorker.ts', import.meta.url));
const single = new SimulatorPool(workerFile, { threads: 1 });
const triple = new SimulatorPool(workerFile, { threads: 3 });
afterAll(() => Promise.all([single.close(), triple.close()]));

const observables: PauliSum[] = [
  { terms: [{ coefficient: 1, factors: [{ qubit: 0, axis: 'Z' }] }] },
  {
    terms: [
      {
        coefficient: 0.5,
        factors: [
          { qubit: 0, axis: 'X' },
          { qubit: 2, axis: 'Y' },
        ],
      },
    ],
  },
];

function request(qubits: number, rows: number, method: GradientMethod): GradientRequest {
  const ansatz = efficientSu2(qubits, 2, 'linear');
  const bindings = Array.from({ length: rows }, (_, row) =>
    ansatz.parameters.map((_parameter, index) => 0.3 * index + row),
  );
  return { circuit: ansatz, bindings, observables, method, seed: 4 };
}

describe('gradients by the pool', () => {
  it.each<GradientMethod>(['adjoint', 'parameter-shift', 'finite-differences'])(
    'are those of one call of the core: %s',
    async (method) => {
      const asked = request(7, 40, method);
      const kernels = await simulatorKernels();
      const { rows } = gradient(asked.circuit, observables, asked.bindings, { kernels, method, seed: 4 });
      for (const used of [single, triple]) expect((await used.gradient(asked, neverCancelled)).rows).toEqual(rows);
    },
  );

  it('are estimated from shots alike on any number of threads', async () => {
    const asked: GradientRequest = { ...request(5, 12, 'parameter-shift'), shots: 100 };
    const alone = await single.gradient(asked, neverCancelled);
    expect((await triple.gradient(asked, neverCancelled)).rows).toEqual(alone.rows);
    // 2 bases, and 1 + 2 · parameters values of each row.
    const circuits = 2 * 12 * (1 + 2 * asked.circuit.parameters.length);
    expect(alone.usage).toMatchObject({ circuits, shots: 100 * circuits });
  });

  it('of wide circuits give their memory back and take other observables', async () => {
    const asked = request(17, 2, 'adjoint');
    const alone = await single.gradient(asked, neverCancelled);
    expect((await triple.gradient(asked, neverCancelled)).rows).toEqual(alone.rows);
    const [first] = observables;
    if (first === undefined) throw new Error('There are observables.');
    const one = await single.gradient({ ...asked, observables: [first] }, neverCancelled);
    one.rows.forEach(({ gradients, values }, row) => {
      expect(values[0]).toBeCloseTo(alone.rows[row]?.values[0] ?? Number.NaN, 12);
      gradients[0]?.forEach((slope, index) => {
        expect(slope).toBeCloseTo(alone.rows[row]?.gradients[0]?.[index] ?? Number.NaN, 12);
      });
    });
  });

  it('of one wide circuit are the same with and without helpers', async () => {
    const ansatz = efficientSu2(18, 4, 'linear');
    const far = [controlled(gate('x', 17), 0, 9), controlled(gate('ry', 8, parameterAngle(3)), 16)];
    const input = { ...ansatz, operations: [...ansatz.operations, ...far, ...ansatz.operations] };
    const binding = input.parameters.map((_parameter, index) => 0.2 * index);
    const asked: GradientRequest = { circuit: input, bindings: [binding], observables, method: 'adjoint', seed: 0 };
    const alone = await single.gradient(asked, neverCancelled);
    for (let time = 0; time < 3; time++) {
      expect((await triple.gradient(asked, neverCancelled)).rows).toEqual(alone.rows);
    }
    const values: EvaluationRequest = { ...asked, output: { kind: 'expectations', observables } };
    const [here, there] = [
      await single.evaluate(values, neverCancelled),
      await triple.evaluate(values, neverCancelled),
    ];
    expect(there.rows).toEqual(here.rows);
    here.rows[0]?.forEach((value, index) => {
      expect(alone.rows[0]?.values[index]).toBeCloseTo(value, 12);
    });
  });

  it('leave out what is not wanted', async () => {
    const asked = request(3, 1, 'parameter-shift');
    const whole = await single.gradient(asked, neverCancelled);
    const some = await single.gradient({ ...asked, parameters: [1, 4] }, neverCancelled);
    const all = whole.rows[0]?.gradients[0] ?? [];
    expect(some.rows[0]?.gradients[0]).toEqual(
      Float64Array.from(all, (slope, index) => ([1, 4].includes(index) ? slope : 0)),
    );
    expect(some.usage.circuits).toBe(5);
  });

  it('fail with reason and advice, and when they are cancelled', async () => {
    const asked = request(4, 3, 'adjoint');
    const cases: [GradientRequest, string][] = [
      [{ ...asked, shots: 10 }, 'unsupported'],
      [{ ...asked, bindings: [[1]] }, 'invalid-input'],
      [{ ...asked, bindings: [[]], circuit: circuit(3, [gate('h', 0), reset(0)]) }, 'unsupported'],
      [{ ...asked, bindings: [[1]], method: 'parameter-shift' }, 'invalid-input'],
    ];
    for (const [bad, reason] of cases) {
      // The second time too, although the thread has seen the circuit.
      for (let time = 0; time < 2; time++) {
        await expect(single.gradient(bad, neverCancelled)).rejects.toMatchObject({ reason });
      }
    }
    await expect(gradientByEvaluator(single, asked, neverCancelled)).rejects.toMatchObject({ reason: 'unsupported' });
    const source = new CancellationSource();
    const work = triple.gradient(request(12, 2000, 'adjoint'), source.signal);
    source.cancel();
    await expect(work).rejects.toMatchObject({ reason: 'cancelled' });
    expect((await triple.gradient(asked, neverCancelled)).rows).toEqual(
      (await single.gradient(asked, neverCancelled)).rows,
    );
  });
});
