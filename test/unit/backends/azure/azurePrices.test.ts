import { describe, expect, test } from 'vitest';
import { azureJobId, handleOf, idOfCircuit, idsOfHandle } from '#core/backends/azure/azureJobIds.ts';
import { azureEstimate, azurePrice } from '#core/backends/azure/azurePrices.ts';
import { circuit, controlled, cx, gate, measure } from '#test/support/circuitBuilder.ts';

/** Two gates on one qubit, one on two, a doubly controlled one (6 gates on two), three measurements. */
const priced = circuit(
  3,
  [gate('h', 0), gate('t', 1), cx(0, 1), controlled(gate('x', 2), 0, 1), measure(0, 0), measure(1, 1), measure(2, 2)],
  { bits: 3 },
);
const job = { key: 'k', circuits: [priced], shots: 1000 };

describe('an estimate', () => {
  test('of Quantinuum is in credits by the formula of the H-Series', () => {
    const { arithmetic, asOf, cost, source } = azureEstimate('quantinuum.qpu.h2-1', job);
    // 5 + 1000 (2 + 10 · 7 + 5 · 3) / 5000
    expect(cost?.amount).toBeCloseTo(22.4, 12);
    expect(cost?.currency).toBe('HQC');
    expect(arithmetic).toBe(
      '5 + 1000 shots × (2 + 10 × 7 two-qubit gates + 5 × 3 measurements) / 5000: 22.4 HQC (in credits (HQC) of the Quantinuum subscription)',
    );
    expect([asOf, source]).toEqual(['2025-02-01', 'https://learn.microsoft.com/azure/quantum/pricing']);
    expect(azureEstimate('quantinuum.sim.h2-1e', job).arithmetic).toContain('eHQC');
  });

  test('of IonQ Aria is by gates and shots, each circuit with its own charge', () => {
    const { arithmetic, cost } = azureEstimate('ionq.qpu.aria-1', { ...job, circuits: [priced, priced] });
    // 12.4166 + 1000 (2 · 0.00022 + 7 · 0.000975), twice
    expect(cost?.amount).toBeCloseTo(2 * (12.4166 + 0.44 + 6.825), 9);
    expect(cost?.currency).toBe('USD');
    expect(arithmetic).toMatch(
      /^2 circuits × \(12\.4166 \+ 1000 shots × \(2 one-qubit gates × 0\.00022 \+ 7 two-qubit/,
    );
  });

  test('says why there is none where no price is published', () => {
    expect(azureEstimate('ionq.qpu.forte-1', job).cost).toBeUndefined();
    expect(azureEstimate('ionq.qpu.forte-1', job).arithmetic).toContain('No price of ionq.qpu.forte-1 is published');
    expect(azureEstimate('rigetti.qpu.cepheus-1-108q', job)).toMatchObject({
      arithmetic: expect.stringContaining('1.3 USD for each second'),
    });
    expect(azurePrice('rigetti.qpu.cepheus-1-108q')?.perSecond).toEqual({ amount: 1.3, currency: 'USD' });
  });

  test.each(['ionq.simulator', 'rigetti.sim.qvm', 'quantinuum.sim.h2-2sc'])('of %s is nothing', (device) => {
    expect(azureEstimate(device, job).cost).toEqual({ amount: 0, currency: 'USD' });
  });
});

describe('ids', () => {
  test('are UUIDs that follow from target and key', () => {
    const id = azureJobId('ionq.simulator', 'run-1-abc');
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(azureJobId('ionq.simulator', 'run-1-abc')).toBe(id);
    const others = ['run-1-abd', 'run-1-abc-2', 'run-2-abc'].map((key) => azureJobId('ionq.simulator', key));
    expect(new Set([id, azureJobId('rigetti.sim.qvm', 'run-1-abc'), ...others]).size).toBe(5);
  });

  test('of circuits are read from the handle', () => {
    const id = azureJobId('ionq.simulator', 'k');
    expect(idsOfHandle(handleOf(id, 1))).toEqual([id]);
    expect(idsOfHandle(handleOf(id, 3))).toEqual([id, idOfCircuit(id, 1), idOfCircuit(id, 2)]);
    expect(new Set(idsOfHandle(handleOf(id, 500))).size).toBe(500);
    expect(idsOfHandle('3f2504e0-4f89-11d3-9a0c-0305e82c3301')).toEqual(['3f2504e0-4f89-11d3-9a0c-0305e82c3301']);
  });
});
