import * as z from 'zod';
import { angleValue } from './angleExpression.ts';
import { durationMilliseconds } from './duration.ts';

/**
 * The small value types of the pipeline format. Messages of custom rules say only what was expected; the place and
 * what was found are added where issues become diagnostics.
 */

export const scalarSchema = z.union([z.string(), z.number(), z.boolean()], {
  error: 'a text, a number, true or false',
});

/** Options of a step, head, baseline or optimiser; each names its own keys. */
export const optionsSchema = z.record(z.string(), z.unknown());

export const nameSchema = z.string().min(1);

export const durationSchema = z.string().refine((text) => durationMilliseconds(text) !== undefined, {
  error: 'a duration such as 90s, 5m, 2h or 7d',
});

/** Radians, or an expression of numbers and pi such as `"pi/2"`. */
const angleSchema = z
  .union([z.number(), z.string()], { error: 'an angle in radians such as 1.57 or "pi/2"' })
  .refine((angle) => angleValue(angle) !== undefined, { error: 'an angle in radians such as 1.57 or "pi/2"' });

export const angleRangeSchema = z
  .tuple([angleSchema, angleSchema])
  .refine((range) => (angleValue(range[0]) ?? 0) <= (angleValue(range[1]) ?? 0), {
    error: 'a range from a smaller to a larger number',
  });

export const moneySchema = z.strictObject({
  amount: z.number().min(0).describe('Amount, at least 0.'),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, { error: 'a currency code of three capital letters such as USD or EUR' })
    .describe('Currency by its ISO 4217 code, such as USD.'),
});

export const dateSchema = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, { error: 'a quoted date such as "2026-05-01"' });

/** The ways in which files name a credential. */
export const secretKeys = ['secret', 'env', 'profile'] as const;

/** Where a credential is kept, by name; never its value. */
export const secretReferenceSchema = z
  .strictObject({
    secret: nameSchema.optional().describe('Name of a credential kept by the editor or in the keychain.'),
    env: nameSchema.optional().describe('Name of an environment variable.'),
    profile: nameSchema
      .optional()
      .describe('Profile of the credential, whichever is active; for braket without a secret, one of the AWS files.'),
  })
  .refine(({ env, profile, secret }) => (env === undefined) !== (secret === undefined && profile === undefined), {
    error: 'a block with env, or with secret, profile or both',
  });

export const positiveIntegerSchema = z.int().min(1);
export const shareSchema = z.number().min(0).max(1);

/** A 32-bit seed. */
export const seedSchema = z.int().min(-2147483648).max(4294967295);
