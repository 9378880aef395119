import * as z from 'zod';
import type { RunRecord } from '#core/runs/runRecord.ts';

const configurationSchema = z.object({
  backends: z.record(z.string(), z.object({ kind: z.string() })),
  execution: z.object({
    chain: z.array(z.object({ backend: z.string() })),
    quantum: z.object({ state: z.string() }),
  }),
});

/**
 * What a repetition of a run may cost, a line for each backend of its chain that is hardware or has a price: as planned then, and what was
 * charged. None where it was free, or where its configuration was never known.
 */
export function recordedCosts({ configuration, estimate = [], result }: RunRecord): readonly string[] {
  const read = configurationSchema.safeParse(configuration);
  if (!read.success || read.data.execution.quantum.state === 'disabled') return [];
  const { backends, execution } = read.data;
  const charged = result?.quantum;
  return execution.chain.flatMap(({ backend }) => {
    const planned = estimate.find((plan) => plan.backend === backend);
    if (backends[backend]?.kind !== 'hardware' && (planned?.cost?.amount ?? 0) === 0) return [];
    const price = planned?.cost === undefined ? 'unknown cost' : moneyText(planned.cost);
    const before = charged?.backend === backend ? `, ${moneyText(charged.cost)} were charged` : '';
    return [`${backend}: at most ${price}${planned === undefined ? '' : ` (${planned.arithmetic})`}${before}`];
  });
}

function moneyText({ amount, currency }: { readonly amount: number; readonly currency: string }): string {
  return `${amount.toFixed(2)} ${currency}`;
}
