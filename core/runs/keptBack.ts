import * as z from 'zod';
import { redactionMark } from './redactor.ts';
import type { RunRecord } from './runRecord.ts';

const trackedSchema = z.looseObject({ tracking: z.looseObject({ redact: z.array(z.string()) }) });

/**
 * A copy of plain JSON about a run without the texts that its pipeline keeps back (`tracking.redact`), wherever they occur
 * in texts and names. It is for what leaves the store; the store itself needs them to resume the run.
 */
export function withoutKeptBack<T>(value: T, { configuration }: Pick<RunRecord, 'configuration'>): T {
  const tracked = trackedSchema.safeParse(configuration);
  if (!tracked.success) return value;
  // The longest first, so that a text that contains another goes as a whole.
  const texts = tracked.data.tracking.redact.filter((text) => text !== '').sort((a, b) => b.length - a.length);
  return texts.length === 0 ? value : (replaced(value, texts) as T);
}

function replaced(value: unknown, texts: readonly string[]): unknown {
  if (typeof value === 'string') return texts.reduce((clean, text) => clean.replaceAll(text, redactionMark), value);
  if (Array.isArray(value)) return value.map((item) => replaced(item, texts));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [replaced(key, texts), replaced(item, texts)]);
  return Object.fromEntries(entries);
}
