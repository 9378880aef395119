import { resultIsOne, sameDecision } from '../decision.ts';
import type { MeasuredFlow } from '../measuredFlow.ts';
import type { OmissionList } from '../omissionList.ts';
import { placeOf } from '../programRegisters.ts';
import type { PythonRegisters } from './pythonRegisters.ts';

/** For each bit the result it holds at the end, if that is the last one measured into it. */
export function finalResults({ bits, results }: MeasuredFlow): (number | undefined)[] {
  return bits.map((held, bit) => {
    const last = results.findLastIndex((result) => result.bit === bit);
    return last >= 0 && sameDecision(held, resultIsOne(last)) ? last : undefined;
  });
}

/** Sentences, for comments, about bits that are the same in every run and that counts therefore do not show. */
export function constantBits({ bits }: MeasuredFlow, registers: PythonRegisters): string[] {
  return [false, true].flatMap((value) => {
    const names = bits.flatMap((held, bit) =>
      held.kind === 'leaf' && held.value === value ? [registers.bit(bit)] : [],
    );
    if (names.length === 0) return [];
    const shown = names.slice(0, 4).join(', ');
    const all = names.length > 4 ? `${shown} and ${names.length - 4} more bits` : shown;
    return [`Not counted, because never measured: ${all}, always ${value ? 1 : 0}.`];
  });
}

/** Reports bits that hold something computed from results, which languages that return results do not return. */
export function reportComputedBits(
  flow: MeasuredFlow,
  registers: PythonRegisters,
  omissions: OmissionList,
  language: string,
): void {
  const finals = finalResults(flow);
  flow.bits.forEach((held, bit) => {
    if (held.kind === 'leaf' || finals[bit] !== undefined) return;
    const { index, register } = placeOf(bit, registers.bits);
    const name = register.scalar ? register.title : `${register.title}[${index}]`;
    omissions.warning(
      `The bit '${name}'`,
      `${language} returns results of measurements, and this bit is computed from them; compute it from the counts`,
      register.source,
    );
  });
}
