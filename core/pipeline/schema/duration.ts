const unitMilliseconds: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** Milliseconds of a duration such as `90s`, `5m`, `2h` or `7d`, or the short times of devices (`120us`, `35ns`); undefined for any other text. */
export function durationMilliseconds(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)(ns|us|ms|s|m|h|d)$/.exec(text);
  const unit = match?.[2];
  if (!match || unit === undefined) return undefined;
  return Number(match[1]) * (unitMilliseconds[unit] ?? 0);
}
