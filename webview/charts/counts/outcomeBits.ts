/** A register in the bit strings of a run. */
export interface OutcomeRegister {
  /** Empty where nobody knows it. */
  readonly name: string;
  /** Characters of a bit string that show it, the highest index first. */
  readonly places: readonly number[];
}

/** What the bit strings of a run are made of, from left to right. */
export interface OutcomeBits {
  readonly registers: readonly OutcomeRegister[];
  /** Of a bit string, spaces between registers included. */
  readonly length: number;
}

/**
 * What bit strings are made of: as the record says where that fits them, else what spaces divide them into.
 * @param sample any of them
 */
export function outcomeBits(
  sample: string,
  recorded: readonly { readonly name: string; readonly size: number }[] = [],
): OutcomeBits {
  const groups: number[][] = [[]];
  for (const [place, character] of [...sample].entries()) {
    if (character === ' ') groups.push([]);
    else groups.at(-1)?.push(place);
  }
  const fits =
    recorded.length === groups.length && groups.every(({ length }, index) => length === recorded[index]?.size);
  const registers = groups.map((places, index) => ({ name: fits ? (recorded[index]?.name ?? '') : '', places }));
  return { registers, length: sample.length };
}

/** What a bit is called: `c[2]`, or `2` in a register without a name. @param place of the register */
export function bitName({ name, places }: OutcomeRegister, place: number): string {
  const index = places.length - 1 - places.indexOf(place);
  return name === '' ? String(index) : `${name}[${index}]`;
}

/** What a register is called where it has no name. @param index from left to right */
export function registerName({ registers }: OutcomeBits, index: number): string {
  const name = registers[index]?.name ?? '';
  if (name !== '') return name;
  return registers.length === 1 ? 'bits' : `register ${index + 1}`;
}

/** The distribution of some of the bits: what differs in others only is added up. @param left out characters */
export function marginalOf(
  distribution: Readonly<Record<string, number>>,
  bits: OutcomeBits,
  leftOut: ReadonlySet<number>,
): Readonly<Record<string, number>> {
  if (leftOut.size === 0) return distribution;
  const sums = new Map<string, number>();
  for (const [outcome, amount] of Object.entries(distribution)) {
    const kept = keptBits(outcome, bits, leftOut);
    sums.set(kept, (sums.get(kept) ?? 0) + amount);
  }
  return Object.fromEntries(sums);
}

/** A bit string without some of its characters, and without registers of which nothing is left. */
export function keptBits(outcome: string, { registers }: OutcomeBits, leftOut: ReadonlySet<number>): string {
  return registers
    .map(({ places }) =>
      places
        .filter((place) => !leftOut.has(place))
        .map((place) => outcome[place] ?? '')
        .join(''),
    )
    .filter((text) => text !== '')
    .join(' ');
}

/** What is left of the bits when some are left out. */
export function keptLayout({ registers }: OutcomeBits, leftOut: ReadonlySet<number>): readonly OutcomeRegister[] {
  return registers
    .map(({ name, places }) => ({ name, places: places.filter((place) => !leftOut.has(place)) }))
    .filter(({ places }) => places.length > 0);
}

/** How many ones a bit string has. */
export function hammingWeight(outcome: string): number {
  let weight = 0;
  for (const character of outcome) if (character === '1') weight++;
  return weight;
}
