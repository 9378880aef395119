import type { OffsetRange } from '#core/base/textRange.ts';
import { type Analysis, tokenAt } from '#core/openqasm/index.ts';
import { tokenKind } from '#core/openqasm/tokenKind.ts';

/** All mentions in the file of the hardware qubit (`$0`) at an offset; undefined when there is none. */
export function hardwareQubitMentions({ tree }: Analysis, offset: number): OffsetRange[] | undefined {
  const { count, ends, kinds, starts, text } = tree.tokens;
  const at = tokenAt(tree.tokens, offset);
  // With the caret between `$0` and `;` the qubit counts as well.
  const token = kinds[at] !== tokenKind.hardwareQubit && ends[at - 1] === offset ? at - 1 : at;
  if (kinds[token] !== tokenKind.hardwareQubit) return undefined;
  const name = text.slice(starts[token], ends[token]);
  const mentions: OffsetRange[] = [];
  for (let index = kinds.indexOf(tokenKind.hardwareQubit); index >= 0 && index < count; ) {
    const start = starts[index] ?? 0;
    if (ends[index] === start + name.length && text.startsWith(name, start)) {
      mentions.push({ start, end: start + name.length });
    }
    index = kinds.indexOf(tokenKind.hardwareQubit, index + 1);
  }
  return mentions;
}
