import { groupedNumber } from '#core/base/groupedNumber.ts';
import { countText } from '#core/base/shownValues.ts';
import type { OffsetRange } from '#core/base/textRange.ts';
import type { SourcePath } from '#core/base/yaml/sourceNode.ts';
import type { RunPlan } from '#core/pipeline/plan/planRun.ts';
import type { ResolvedPipeline } from '#core/pipeline/schema/resolvedPipeline.ts';
import type { PipelineGraphEdge, PipelineGraphNode } from './pipelineGraph.ts';

type Link = ResolvedPipeline['execution']['chain'][number];

/** The backends that are asked, in the order in which they are tried, and what happens when none works. */
export function fallbackNodes(
  { backends, execution }: ResolvedPipeline,
  plan: RunPlan | undefined,
  measured: string,
  at: (path: SourcePath) => { readonly source?: OffsetRange },
): { readonly nodes: readonly PipelineGraphNode[]; readonly edges: readonly PipelineGraphEdge[] } {
  const nodes: PipelineGraphNode[] = [];
  const edges: PipelineGraphEdge[] = [];
  for (const [index, link] of execution.chain.entries()) {
    const id = `backend ${index}`;
    const backend = Object.hasOwn(backends, link.backend) ? backends[link.backend] : undefined;
    const planned = plan?.backends.find(({ name }) => name === link.backend);
    const isClassical = link.backend === 'classical';
    nodes.push({
      id,
      kind: isClassical ? 'fallback' : 'backend',
      lane: 'beside',
      role: '',
      title: isClassical ? 'Classical stand-in' : link.backend,
      detail: backend === undefined ? '' : `${backend.kind}, ${shotsText(backend.shots)}`,
      ...at(isClassical || backend === undefined ? ['execution', 'chain', index] : ['backends', link.backend]),
      ...(index === 0 ? { beside: measured } : {}),
    });
    if (index === 0) {
      const circuits =
        planned === undefined
          ? 'circuits'
          : `${groupedNumber(planned.circuits)} ${planned.circuits === 1 ? 'circuit' : 'circuits'}`;
      edges.push({ from: measured, to: id, label: circuits, kind: 'service' });
    } else {
      const before = execution.chain[index - 1];
      edges.push({ from: `backend ${index - 1}`, to: id, label: before ? reasonText(before) : '', kind: 'fallback' });
    }
  }
  const last = execution.chain.at(-1);
  if (last && last.backend !== 'classical' && execution.onExhausted !== 'fail') {
    const id = 'exhausted';
    nodes.push({
      id,
      kind: 'fallback',
      lane: 'beside',
      role: '',
      title: execution.onExhausted === 'classical' ? 'Classical stand-in' : 'You are asked',
      detail: '',
      ...at(['execution', 'onExhausted']),
    });
    edges.push({ from: `backend ${execution.chain.length - 1}`, to: id, label: reasonText(last), kind: 'fallback' });
  }
  return { nodes, edges };
}

function shotsText(shots: number | undefined): string {
  return shots === undefined ? 'exact' : countText(shots, 'shot');
}

/** When a link is left for the next. */
function reasonText({ skipWhen, timeout }: Link): string {
  const reasons = [
    'fails',
    ...(skipWhen?.queueLongerThan === undefined ? [] : [`queue > ${skipWhen.queueLongerThan}`]),
    ...(skipWhen?.costAbove === undefined
      ? []
      : [`cost > ${skipWhen.costAbove.amount} ${skipWhen.costAbove.currency}`]),
    ...(skipWhen?.calibrationOlderThan === undefined ? [] : ['old calibration']),
    ...(skipWhen?.twoQubitErrorAbove === undefined ? [] : ['large errors']),
    ...(timeout === undefined ? [] : [`after ${timeout}`]),
  ];
  return `if ${reasons.slice(0, 2).join(' or ')}${reasons.length > 2 ? ' …' : ''}`;
}
