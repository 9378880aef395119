import { readValue } from '#core/base/arithmetic/typedValue.ts';

/** Values for the given names, typed in their order and separated by commas; or why they cannot be used. */
export function readValues(
  names: readonly string[],
  text: string,
):
  | { readonly ok: true; readonly values: Readonly<Record<string, number>> }
  | { readonly ok: false; readonly problem: string } {
  const parts = text.trim() === '' ? [] : text.split(',');
  if (parts.length !== names.length) {
    return {
      ok: false,
      problem: `${names.length} values are needed, in the order ${names.join(', ')}; there are ${parts.length}.`,
    };
  }
  const values: Record<string, number> = {};
  for (const [index, name] of names.entries()) {
    const read = readValue(parts[index] ?? '');
    if (!read.ok) return { ok: false, problem: `${name}: ${read.problem}` };
    values[name] = read.value;
  }
  return { ok: true, values };
}

/** The most shots a simulation takes at once. */
const mostShots = 10_000_000;

/** Why a text is no number of shots, as a sentence; undefined when it is one. */
export function shotsProblem(text: string): string | undefined {
  const compact = text.replace(/[\s_,]/g, '');
  if (!/^\d+$/.test(compact)) return 'The number of shots is a whole number.';
  const shots = Number(compact);
  if (shots < 1) return 'At least one shot is needed.';
  if (shots > mostShots) return `At most ${mostShots.toLocaleString('en')} shots are taken at once.`;
  return undefined;
}

/** The number of a text without {@link shotsProblem}. */
export function readShots(text: string): number {
  return Number(text.replace(/[\s_,]/g, ''));
}
