import { z } from 'zod';
import type { RunRecord } from '#core/runs/runRecord.ts';

/** The parts of a circuit run's configuration that its command line repeats. */
const circuitConfigurationSchema = z.object({
  shots: z.number().optional(),
  inputs: z.record(z.string(), z.number()).optional(),
});

/**
 * The command line that repeats a run, to be typed in the workspace folder; its words are quoted for POSIX
 * shells.
 */
export function reproduceCommand(record: RunRecord): string {
  const seed = record.seeds['root'];
  const words = ['hybridq', record.kind === 'pipeline' ? 'run' : 'simulate', pathWord(record.file)];
  if (record.kind === 'pipeline') {
    if (record.backend !== 'builtin-simulator') words.push('--backend', record.backend);
  } else {
    const configuration = circuitConfigurationSchema.safeParse(record.configuration);
    const counts = Object.values(record.result?.counts ?? {});
    const shots =
      (configuration.success ? configuration.data.shots : undefined) ?? counts.reduce((sum, count) => sum + count, 0);
    if (shots > 0) words.push('--shots', String(shots));
    const inputs = configuration.success ? configuration.data.inputs : undefined;
    for (const [name, value] of Object.entries(inputs ?? {})) words.push('--input', `${name}=${value}`);
  }
  if (seed !== undefined) words.push('--seed', String(seed));
  return words.map(quoteWord).join(' ');
}

/** A path that starts with a dash would be read as an option. */
function pathWord(path: string): string {
  return path.startsWith('-') ? `./${path}` : path;
}

function quoteWord(word: string): string {
  if (/^[A-Za-z0-9_./:=@%+,-]+$/.test(word)) return word;
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
