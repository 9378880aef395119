import type { InlayHint, Range } from 'vscode-languageserver-types';
import { groupedNumber } from '#core/base/groupedNumber.ts';
import type { OffsetRange } from '#core/base/textRange.ts';
import { entryOf, nodeAt, type SourceNode, type SourcePath } from '#core/base/yaml/sourceNode.ts';
import type { PipelineAnalysis } from '#core/pipeline/analysis/analysePipeline.ts';
import type { LanguageDocument } from '../languageService.ts';
import { circuitsOfKernel, circuitsPerIteration, shapeText, shotsForConfidence } from './pipelineArithmetic.ts';

/**
 * Behind the circuit: its parameters, depth and two-qubit gates; behind a backend: what a run takes there; behind
 * the confidence wanted: its shots; behind the iterations: the circuits of each; behind a kernel and an extrapolation: how
 * many circuits they take; behind a reference: its value.
 */
export function pipelineInlayHints(document: LanguageDocument, analysis: PipelineAnalysis, within: Range): InlayHint[] {
  const { plan, shape, source } = analysis;
  const { root } = source;
  const hints: InlayHint[] = [];
  const place = (offset: number, label: string) => {
    const position = document.lines.positionAt(offset);
    if (position.line < within.start.line || position.line > within.end.line) return;
    hints.push({ position, label, paddingLeft: true });
  };
  // Behind the colon of a key.
  const behindKey = (key: OffsetRange | undefined, label: string) => {
    if (key) place(key.end + 1, label);
  };
  const behindValue = (path: SourcePath, label: string | undefined) => {
    const node = nodeAt(root, path);
    if (label !== undefined && node?.kind === 'scalar') place(node.range.end, label);
  };
  const quantum = nodeAt(root, ['quantum']);
  const circuit = ['ansatz', 'circuit', 'featureMap'].flatMap((key) => entryOf(quantum, key) ?? [])[0];
  if (shape) behindKey(circuit?.keyRange, shapeText(shape));
  const backends = nodeAt(root, ['backends']);
  for (const { cost, name, shots } of plan?.backends ?? []) {
    const amounts = [
      ...(shots > 0 ? [`${shots} shots`] : []),
      ...(cost && cost.amount > 0 ? [`${cost.amount.toFixed(2)} ${cost.currency}`] : []),
    ];
    if (amounts.length > 0) behindKey(entryOf(backends, name)?.keyRange, `at most ${amounts.join(' · ')}`);
  }
  const shots = shotsForConfidence(analysis);
  behindValue(['confidence', 'halfWidth'], shots === undefined ? undefined : `${shots} shots`);
  const circuits = circuitsPerIteration(analysis);
  behindValue(['optimise', 'maxIterations'], circuits === undefined ? undefined : `about ${circuits} circuits each`);
  const kernel = circuitsOfKernel(analysis);
  const kernelKey = entryOf(quantum, 'kernel')?.keyRange;
  if (kernel !== undefined && plan?.backends.some(({ shots: taken }) => taken > 0))
    behindKey(kernelKey, `${groupedNumber(kernel)} circuits per repeat`);
  const scales = source.definition?.mitigation?.zne?.scales;
  if (scales)
    behindKey(
      entryOf(nodeAt(root, ['mitigation']), 'zne')?.keyRange,
      `${scales.length} circuits for one, ${Number(scales.reduce((sum, scale) => sum + scale, 0).toFixed(6))} times its gates`,
    );
  if (root) hintReferences(document.text, root, place);
  return hints.sort((a, b) => a.position.line - b.position.line || a.position.character - b.position.character);
}

/** The value that a text with references to variables comes to. */
function hintReferences(text: string, node: SourceNode, place: (offset: number, label: string) => void): void {
  if (node.kind === 'mapping') for (const { value } of node.entries) hintReferences(text, value, place);
  else if (node.kind === 'list') for (const item of node.items) hintReferences(text, item, place);
  else if (text.slice(node.range.start, node.range.end).includes('${') && !String(node.value).includes('${'))
    place(node.range.end, `= ${String(node.value)}`);
}
