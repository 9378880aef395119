/** A colour as programs other than browsers read it. */
export interface PlainColour {
  /** `#1f6feb` */
  readonly hex: string;
  /** 0…1 */
  readonly opacity: number;
}

/**
 * A colour as a browser computes it, `rgb(31, 111, 235)`, `rgba(…)` or `color(srgb 0.1 0.4 0.9 / 0.5)`; undefined for
 * none, for one that cannot be seen, and for notations of other colour spaces.
 */
export function plainColour(computed: string): PlainColour | undefined {
  const match = /^(?:rgba?|color)\((?:(srgb)\s)?\s*([^)]*)\)$/.exec(computed.trim());
  if (match === null) return undefined;
  const [, space, list = ''] = match;
  const parts = list.split(/[\s,/]+/).map(channel);
  const [red, green, blue, opacity = 1] = parts;
  if (red === undefined || green === undefined || blue === undefined || parts.some(Number.isNaN)) return undefined;
  if (opacity <= 0) return undefined;
  const scale = space === 'srgb' ? 255 : 1;
  const hex = [red, green, blue]
    .map((value) =>
      Math.round(Math.max(0, Math.min(255, value * scale)))
        .toString(16)
        .padStart(2, '0'),
    )
    .join('');
  return { hex: `#${hex}`, opacity: Math.min(1, opacity) };
}

function channel(text: string): number {
  if (text === 'none') return 0;
  return text.endsWith('%') ? Number(text.slice(0, -1)) / 100 : Number(text);
}
