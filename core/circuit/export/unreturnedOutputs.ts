import type { Circuit, Register } from '../circuit.ts';
import type { OmissionList } from './omissionList.ts';

/**
 * Reports how what a run returns differs from what the circuit says it returns, in a language whose runs return every
 * bit and nothing else.
 * @param bits the registers of the program, by the names they have there
 * @param language its name, as the subject of a sentence
 */
export function reportOutputs(
  { outputs }: Circuit,
  bits: readonly Register[],
  omissions: OmissionList,
  language: string,
): void {
  for (const { name, value } of outputs ?? []) {
    if (value.kind !== 'bits') omissions.warning(`The output '${name}'`, `${language} returns measured bits only`);
  }
  const chosen = new Set(outputs?.flatMap(({ value }) => (value.kind === 'bits' ? value.bits : [])));
  const isReturned = ({ isInternal, size, start }: Register) =>
    outputs ? Array.from({ length: size }, (_, index) => start + index).every((bit) => chosen.has(bit)) : !isInternal;
  const extra = bits.filter((register) => !isReturned(register)).map(({ name }) => name);
  if (extra.length === 0) return;
  const shown = extra.length > 4 ? `${extra.slice(0, 4).join(', ')} and ${extra.length - 4} more` : extra.join(', ');
  omissions.warning('The choice of outputs', `${language} returns all bits; leave ${shown} out of the results`);
}
