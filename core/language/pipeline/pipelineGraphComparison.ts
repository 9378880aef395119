import type { OffsetRange } from '#core/base/textRange.ts';
import type { SourcePath } from '#core/base/yaml/sourceNode.ts';
import type { ResolvedPipeline } from '#core/pipeline/schema/resolvedPipeline.ts';
import type { PipelineGraphEdge, PipelineGraphNode } from './pipelineGraph.ts';

/** Baselines and ablations, what they get, and the comparison that all end in. */
export function comparedNodes(
  { benchmark, data, execution }: ResolvedPipeline,
  { answer, prepared, rows }: { readonly rows: string; readonly prepared: string; readonly answer: string },
  at: (path: SourcePath) => { readonly source?: OffsetRange },
): { readonly nodes: readonly PipelineGraphNode[]; readonly edges: readonly PipelineGraphEdge[] } {
  const nodes: PipelineGraphNode[] = [];
  const edges: PipelineGraphEdge[] = [];
  const compare = (node: PipelineGraphNode, from: string, label: string) => {
    nodes.push(node);
    edges.push({ from, to: node.id, label, kind: 'flow' });
    edges.push({ from: node.id, to: 'compare', label: '', kind: 'flow' });
  };
  const baselines = benchmark.baselines.map((baseline, index) => ({
    ...baseline,
    index,
    isPrepared: baseline.inputs === 'preprocessed' || baseline.inputs === 'interface',
  }));
  // Those that get the rows as they are first, so that ways do not cross.
  const ordered = [
    ...baselines.filter(({ isPrepared }) => !isPrepared),
    ...baselines.filter(({ isPrepared }) => isPrepared),
  ];
  for (const { id, index, inputs, isPrepared, use } of ordered) {
    compare(
      {
        id: `baseline ${id}`,
        kind: 'baseline',
        lane: 'compared',
        role: '',
        title: id,
        detail: id === use ? '' : use,
        ...at(['benchmark', 'baselines', index]),
        run: { step: id },
      },
      isPrepared ? prepared : rows,
      data === undefined ? '' : isPrepared ? 'features' : inputs,
    );
  }
  const ablations = [...benchmark.ablations, ...(execution.quantum.state === 'shadow' ? ['shadow'] : [])];
  for (const id of ablations) {
    compare(
      {
        id: `ablation ${id}`,
        kind: 'ablation',
        lane: 'compared',
        role: '',
        title: id,
        detail: ablationTexts[id] ?? '',
        ...at(id === 'shadow' ? ['execution', 'quantum'] : ['benchmark', 'ablations']),
        run: { step: id },
      },
      prepared,
      '',
    );
  }
  nodes.push({
    id: 'compare',
    kind: 'answer',
    lane: 'flow',
    role: '',
    title: 'Comparison',
    detail: benchmark.metrics
      .filter(({ primary }) => primary)
      .map(({ name }) => name)
      .join(', '),
    ...at(['benchmark']),
    run: { step: 'compare' },
  });
  edges.push({ from: answer, to: 'compare', label: '', kind: 'flow' });
  return { nodes, edges };
}

const ablationTexts: Readonly<Record<string, string>> = {
  'no-quantum': 'without the quantum step',
  'no-entanglement': 'circuit without entanglement',
  'random-features': 'random features instead',
  shadow: 'quantum beside the classical answer',
};
