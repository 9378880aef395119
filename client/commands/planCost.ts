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

/**
 * One line for each backend of a plan that may cost money: hardware, and whatever has a price. None when the run is free.
 * @throws ZodError when the plan is not of the expected form
 */
export function paidBackends(plan: unknown): readonly string[] {
  return planSchema
    .parse(plan)
    .backends.filter(({ cost, kind }) => kind === 'hardware' || (cost !== undefined && cost.amount > 0))
    .map(({ arithmetic, cost, name }) =>
      cost === undefined
        ? `${name}: ${arithmetic}`
        : `${name}: ${cost.amount.toFixed(2)} ${cost.currency} (${arithmetic})`,
    );
}
