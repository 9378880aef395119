import type { InlayHint, Range } from 'vscode-languageserver-types';
import type { OffsetRange } from '#core/base/textRange.ts';
import { entryOf, nodeAt } from '#core/base/yaml/sourceNode.ts';
import type { PipelineAnalysis } from '#core/pipeline/analysis/analysePipeline.ts';
import type { LanguageDocument } from '../languageService.ts';
import { shapeText } from './pipelineArithmetic.ts';

/** Behind the circuit: its parameters, depth and two-qubit gates; behind a backend with shots: what a run takes there. */
export function pipelineInlayHints(document: LanguageDocument, analysis: PipelineAnalysis, within: Range): InlayHint[] {
  const { plan, shape, source } = analysis;
  const hints: InlayHint[] = [];
  const add = (key: OffsetRange | undefined, label: string) => {
    if (!key) return;
    const { end } = document.lines.rangeAt(key);
    if (end.line < within.start.line || end.line > within.end.line) return;
    // Behind the colon.
    hints.push({ position: { line: end.line, character: end.character + 1 }, label, paddingLeft: true });
  };
  const quantum = nodeAt(source.root, ['quantum']);
  if (shape) add((entryOf(quantum, 'ansatz') ?? entryOf(quantum, 'circuit'))?.keyRange, shapeText(shape));
  const backends = nodeAt(source.root, ['backends']);
  for (const { cost, name, shots } of plan?.backends ?? []) {
    const amounts = [
      ...(shots > 0 ? [`${shots} shots`] : []),
      ...(cost && cost.amount > 0 ? [`${cost.amount.toFixed(2)} ${cost.currency}`] : []),
    ];
    if (amounts.length > 0) add(entryOf(backends, name)?.keyRange, `at most ${amounts.join(' · ')}`);
  }
  return hints;
}
