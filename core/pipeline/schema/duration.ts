const unitMilliseconds: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds of a duration such as `90s`, `5m`, `2h` or `7d`; undefined for any other text. */
export function durationMilliseconds(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(text);
  const unit = match?.[2];
  if (!match || unit === undefined) return undefined;
  return Number(match[1]) * (unitMilliseconds[unit] ?? 0);
}
