import * as z from 'zod';
import type { GroupOpening } from '#core/circuit/drawing/drawnGroups.ts';

export type { GroupOpening };

/** Which calls and loops of a circuit a drawing opens. */
export const groupOpeningSchema: z.ZodType<GroupOpening> = z.object({
  others: z.enum(['automatic', 'all', 'none']),
  chosen: z.record(z.string(), z.boolean()),
});

/** What is open before anybody has opened or closed something. */
export const automaticGroups: GroupOpening = { others: 'automatic', chosen: {} };
