import type { Circuit } from '../../circuit.ts';
import type { OmissionList } from '../omissionList.ts';

/**
 * Reports how what a run returns differs from what the circuit says it returns, in a language whose runs return every
 * measured bit and nothing else.
 * @param language its name, as the subject of a sentence
 */
export function reportOutputs({ bitCount, outputs }: Circuit, omissions: OmissionList, language: string): void {
  if (outputs === undefined) return;
  const returned = new Set<number>();
  for (const { name, value } of outputs) {
    if (value.kind === 'bits') for (const bit of value.bits) returned.add(bit);
    else omissions.warning(`The output '${name}'`, `${language} returns measured bits only, so it is not returned`);
  }
  if (returned.size < bitCount) {
    omissions.warning(
      'The choice of outputs',
      `${language} returns all measured bits, not only those that are outputs`,
    );
  }
}
