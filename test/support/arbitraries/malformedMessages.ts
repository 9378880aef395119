import fc from 'fast-check';

/** What is put where something else belongs; a log must not say it. */
export const plantedSecret = 'planted-secret';

const strangers: readonly unknown[] = [
  ...[plantedSecret, '', 7, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53],
  ...[true, null, undefined, [], [plantedSecret], {}, { type: plantedSecret }],
];

type Place = readonly (string | number)[];

/**
 * A message that is almost one: somewhere in it, at any depth, a value is missing or something else is in its place.
 * Some of what comes out fits nevertheless, where the protocol leaves a choice.
 */
export function almostMessage(message: unknown): fc.Arbitrary<unknown> {
  const places = placesIn(message, []);
  const place = fc.oneof(fc.constantFrom(...places), fc.constantFrom(...places.filter(({ length }) => length <= 2)));
  return fc.oneof(
    place.map((chosen) => changed(message, chosen, { kind: 'missing' })),
    fc
      .tuple(place, fc.constantFrom(...strangers))
      .map(([chosen, value]) => changed(message, chosen, { kind: 'other', value })),
  );
}

function placesIn(value: unknown, place: Place): Place[] {
  if (typeof value !== 'object' || value === null) return [place];
  return [place, ...Object.entries(value).flatMap(([key, inner]) => placesIn(inner, [...place, key]))];
}

type Change = { readonly kind: 'missing' } | { readonly kind: 'other'; readonly value: unknown };

function changed(value: unknown, [key, ...rest]: Place, change: Change): unknown {
  if (key === undefined) return change.kind === 'other' ? change.value : undefined;
  if (typeof value !== 'object' || value === null) return value;
  const copy: Record<string | number, unknown> = { ...value };
  if (rest.length === 0 && change.kind === 'missing') delete copy[key];
  else copy[key] = changed(copy[key], rest, change);
  return Array.isArray(value) ? Object.values(copy) : copy;
}
