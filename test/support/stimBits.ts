/**
 * What a program for Stim says about bits, applied to results: comments at its end name the measurement that each bit of
 * the register `c` holds. Bits that no measurement set are 0.
 * @param records probabilities of the results of all measurements, the first one rightmost
 */
export function stimBits(
  records: Readonly<Record<string, number>>,
  program: string,
  bits: number,
): Record<string, number> {
  const held = [...program.matchAll(/^# c\[(\d+)\] is measurement (\d+)$/gm)];
  const found: Record<string, number> = {};
  for (const [record, probability] of Object.entries(records)) {
    const written = new Array<string>(bits).fill('0');
    for (const [, bit, number] of held) written[bits - 1 - Number(bit)] = record.at(-1 - Number(number)) ?? '?';
    const key = written.join('');
    found[key] = (found[key] ?? 0) + probability;
  }
  return found;
}
