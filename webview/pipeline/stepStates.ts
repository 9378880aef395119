import type { GraphRun, ShownGraph, ShownGraphNode } from '#core/protocol/pipelineGraph.ts';

/** How far a step of a pipeline is in a run. */
export type StepState = 'waiting' | 'running' | 'done' | 'failed';

const words: Readonly<Record<StepState, string>> = {
  waiting: 'waiting',
  running: 'running',
  done: 'done',
  failed: 'failed here',
};

function stepWord(state: StepState): string {
  return words[state];
}

/** The state of each step that runs report; none for those that no run reports. */
export function stepStates({ nodes }: ShownGraph, run: GraphRun): ReadonlyMap<string, StepState> {
  const order = stepsInOrder(nodes);
  const current = run.step === undefined ? -1 : order.indexOf(run.step);
  const states = new Map<string, StepState>();
  for (const node of nodes) {
    const place = node.run === undefined ? -1 : order.indexOf(node.run.step);
    if (place < 0) continue;
    states.set(node.id, stateAt(place, current, run, isFailing(node, nodes, run)));
  }
  return states;
}

/** As runs take them: reading, the pipeline itself, what it is compared with, the comparison. */
function stepsInOrder(nodes: readonly ShownGraphNode[]): readonly string[] {
  const steps = [...new Set(nodes.flatMap(({ run }) => (run ? [run.step] : [])))];
  const last = steps.filter((step) => step === 'compare');
  return [...steps.filter((step) => step !== 'compare'), ...last];
}

function stateAt(place: number, current: number, { state }: GraphRun, failing: boolean): StepState {
  switch (state) {
    case 'succeeded':
      return 'done';
    case 'failed':
    case 'cancelled':
    case 'stopped':
      if (place < current) return 'done';
      return place === current && failing ? 'failed' : 'waiting';
    case 'created':
    case 'validating':
    case 'running':
    case 'waiting':
      if (place === current) return 'running';
      return place < current ? 'done' : 'waiting';
  }
}

/** Whether a run that ended early ended in this step; in all of them where it does not say in which part. */
function isFailing({ run: own }: ShownGraphNode, nodes: readonly ShownGraphNode[], run: GraphRun): boolean {
  const { failedPart, step } = run;
  if (own === undefined || own.step !== step) return false;
  const known =
    failedPart !== undefined && nodes.some((node) => node.run?.step === step && node.run?.parts?.includes(failedPart));
  return !known || (own.parts?.includes(failedPart) ?? false);
}

/** The step whose text the cursor is in: the one with the shortest text around it. */
export function stepAt(
  nodes: readonly ShownGraphNode[],
  cursor: { readonly start: number; readonly end: number },
): string | undefined {
  const around = nodes
    .flatMap(({ id, source }) => (source ? [{ id, source }] : []))
    .filter(({ source }) => source.start <= cursor.start && cursor.start <= source.end)
    .sort((one, other) => one.source.end - one.source.start - (other.source.end - other.source.start));
  return around[0]?.id;
}

/** How far a step is, what it gets and what it gives, for those who hear it. */
export function stepDescription(
  node: ShownGraphNode,
  { edges, nodes }: ShownGraph,
  state: StepState | undefined,
): string {
  const titleOf = (id: string) => nodes.find((other) => other.id === id)?.title ?? id;
  const crossing = (label: string, way: 'from' | 'to', id: string) =>
    label === '' ? `${way} ${titleOf(id)}` : `${label} ${way} ${titleOf(id)}`;
  const inputs = edges.filter(({ to }) => to === node.id).map(({ from, label }) => crossing(label, 'from', from));
  const outputs = edges.filter(({ from }) => from === node.id).map(({ label, to }) => crossing(label, 'to', to));
  return [
    ...(state === undefined ? [] : [stepWord(state)]),
    ...(inputs.length === 0 ? [] : [`in: ${inputs.join('; ')}`]),
    ...(outputs.length === 0 ? [] : [`out: ${outputs.join('; ')}`]),
  ].join('. ');
}

const kindWords: Readonly<Record<ShownGraphNode['kind'], string>> = {
  data: 'data',
  classical: 'classical',
  quantum: 'quantum',
  answer: 'result',
  baseline: 'baseline',
  ablation: 'ablation',
  backend: 'backend',
  fallback: 'fallback',
};

export function kindWord(kind: ShownGraphNode['kind']): string {
  return kindWords[kind];
}
