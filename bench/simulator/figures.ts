import type { Spread } from './statistics.ts';

/** Three digits. */
export function figure(value: number): string {
  return value >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
}

/** With a unit in which it has one to three digits before the point. */
export function duration(seconds: number): string {
  if (seconds >= 1) return `${figure(seconds)} s`;
  return seconds >= 1e-3 ? `${figure(seconds * 1e3)} ms` : `${figure(seconds * 1e6)} µs`;
}

export function minutes(seconds: number): string {
  return seconds < 90 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;
}

/** The median, and in brackets the least and the greatest. */
export function spreadText({ greatest, least, median }: Spread): string {
  return `${figure(median)} (${figure(least)}–${figure(greatest)})`;
}

export function mebibytes(bytes: number): number {
  return Math.round(bytes / 2 ** 20);
}

/** A table in Markdown; columns whose head ends in a colon are of numbers. */
export function table(heads: readonly string[], lines: readonly (readonly (string | number)[])[]): string[] {
  return [
    `| ${heads.map((head) => head.replace(/:$/, '')).join(' | ')} |`,
    `| ${heads.map((head) => (head.endsWith(':') ? '---:' : '---')).join(' | ')} |`,
    ...lines.map((cells) => `| ${cells.join(' | ')} |`),
  ];
}
