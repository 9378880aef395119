import { z } from 'zod';

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

/** One line for each of the backends that may cost money. None when the run is free. */
export function paidBackends(backends: readonly PlannedBackend[]): readonly string[] {
  return backends.filter(({ isPaid }) => isPaid).map(({ name, price }) => `${name}: ${price}`);
}
