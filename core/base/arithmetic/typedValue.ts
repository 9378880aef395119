/** A value typed for a circuit's input, or why it is none. */
export type TypedValue =
  | { readonly ok: true; readonly value: number }
  | { readonly ok: false; readonly problem: string };

/**
 * Reads a number or a simple multiple of π such as `0.5`, `-1e-3`, `pi`, `-pi/2`, `3*pi/4`, `2π`.
 * @returns the value in radians for angles
 */
export function readValue(text: string): TypedValue {
  const compact = text.replace(/\s+/g, '').replaceAll('π', 'pi').toLowerCase();
  if (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/.test(compact)) return finite(Number(compact), text);
  const match = /^([+-]?)(?:(\d+\.?\d*|\.\d+)\*?)?pi(?:\*(\d+\.?\d*))?(?:\/(\d+\.?\d*))?$/.exec(compact);
  if (match === null) return { ok: false, problem: `'${text.trim()}' is not a number or a multiple of pi.` };
  const [, sign, before = '1', after = '1', below = '1'] = match;
  const value = (Number(before) * Number(after) * Math.PI) / Number(below);
  return finite(sign === '-' ? -value : value, text);
}

function finite(value: number, text: string): TypedValue {
  return Number.isFinite(value) ? { ok: true, value } : { ok: false, problem: `'${text.trim()}' is not finite.` };
}
