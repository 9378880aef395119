import * as z from 'zod';

/** The part of a plan (`hybridq plan --format json`) that says what may cost money. */
const planSchema = z.object({
  backends: z.array(
    z.object({
      name: z.string(),
      kind: z.string(),
      cost: z.object({ amount: z.number(), currency: z.string() }).optional(),
      arithmetic: z.string(),
    }),
  ),
});

/** A backend of a plan, with what a run on it costs. */
export interface PlannedBackend {
  readonly name: string;
  readonly kind: string;
  /** Hardware, and whatever has a price. */
  readonly isPaid: boolean;
  /** `12.42 USD (10 jobs)`, or why it is not known. */
  readonly price: string;
}

/**
 * The backends of a plan.
 * @throws ZodError when the plan is not of the expected form
 */
export function plannedBackends(plan: unknown): readonly PlannedBackend[] {
  return planSchema.parse(plan).backends.map(({ arithmetic, cost, kind, name }) => ({
    name,
    kind,
    isPaid: kind === 'hardware' || (cost !== undefined && cost.amount > 0),
    price: cost === undefined ? arithmetic : `${cost.amount.toFixed(2)} ${cost.currency} (${arithmetic})`,
  }));
}

const suitePlanSchema = z.object({
  cells: z.array(z.object({ cell: z.object({ pipeline: z.string() }), plan: z.unknown() })),
});

/**
 * One line for each pipeline of a suite on each backend that may cost money, with what a run of it costs. None when all of them
 * are free.
 * @throws ZodError when the plan is not that of a suite
 */
export function paidCells(plan: unknown): readonly string[] {
  const counts = new Map<string, number>();
  for (const { cell, plan: each } of suitePlanSchema.parse(plan).cells)
    for (const line of paidBackends(plannedBackends(each))) {
      const key = `${cell.pipeline} on ${line}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  return [...counts].map(([line, count]) => (count === 1 ? line : `${count} × ${line}`));
}

/** One line for each of the backends that may cost money. None when the run is free. */
export function paidBackends(backends: readonly PlannedBackend[]): readonly string[] {
  return backends.filter(({ isPaid }) => isPaid).map(({ name, price }) => `${name}: ${price}`);
}
