import { countText } from '#core/base/shownValues.ts';
import type { LineTable, OffsetRange } from '#core/base/textRange.ts';
import { nodeAt, rangeAt, type SourcePath } from '#core/base/yaml/sourceNode.ts';
import type { PipelineAnalysis } from '#core/pipeline/analysis/analysePipeline.ts';
import { preprocessedWidth } from '#core/pipeline/schema/applyDefaults.ts';
import type { PipelineDefinition } from '#core/pipeline/schema/pipelineSchema.ts';
import type { ResolvedPipeline } from '#core/pipeline/schema/resolvedPipeline.ts';
import { fallbackNodes } from './pipelineGraphBackends.ts';
import { comparedNodes } from './pipelineGraphComparison.ts';

/** The steps of a pipeline and what goes from one to the next. Plain JSON. */
export interface PipelineGraph {
  readonly name: string;
  /** `variational-loop, classification` */
  readonly kind: string;
  /** In the order in which people read them. */
  readonly nodes: readonly PipelineGraphNode[];
  readonly edges: readonly PipelineGraphEdge[];
}

export type GraphNodeKind =
  | 'data'
  | 'classical'
  | 'quantum'
  | 'answer'
  | 'baseline'
  | 'ablation'
  | 'backend'
  | 'fallback';

/** Where a step stands: in the flow of the rows, beside what it serves, or among what the pipeline is compared with. */
export type GraphLane = 'flow' | 'beside' | 'compared';

/** Parts of a repeat, as runs report them. */
type RunPart = 'preprocess' | 'train' | 'encode' | 'fit' | 'evaluate';

export interface PipelineGraphNode {
  readonly id: string;
  readonly kind: GraphNodeKind;
  readonly lane: GraphLane;
  /** What it is in the pipeline, such as `ansatz`; empty where the title says it. */
  readonly role: string;
  /** As the file calls it, or what it is. */
  readonly title: string;
  /** One line about it; empty for nothing to say. */
  readonly detail: string;
  /** In the file, or of the block that the step follows from. */
  readonly source?: OffsetRange;
  /** The step of a run that it is part of, and the parts of its repeats; absent for what no run reports. */
  readonly run?: { readonly step: string; readonly parts?: readonly RunPart[] };
  /** What a step beside the flow, or its first one, stands next to. */
  readonly beside?: string;
}

export interface PipelineGraphEdge {
  readonly from: string;
  readonly to: string;
  /** What crosses: `4 features`, `8 parameters`; empty for nothing to say. */
  readonly label: string;
  /** `service` asks or trains, and is no part of the way of a row; `fallback` is taken when the one before fails. */
  readonly kind: 'flow' | 'service' | 'fallback';
}

/** The graph of an open pipeline file, or why there is none. Source ranges are offsets into the given version. */
export type PipelineGraphAnswer =
  | { readonly kind: 'graph'; readonly version: number; readonly graph: PipelineGraph }
  | { readonly kind: 'unavailable'; readonly version: number; readonly reason: string };

/** The graph of a pipeline that satisfies the format, even where checks found errors. */
export function pipelineGraph(analysis: PipelineAnalysis, lines: LineTable, version: number): PipelineGraphAnswer {
  const { diagnostics, pipeline } = analysis;
  if (pipeline) return { kind: 'graph', version, graph: new GraphBuilder(analysis, pipeline).build() };
  const error = diagnostics.find(({ severity }) => severity === 'error');
  const reason =
    error === undefined
      ? 'The file holds no pipeline.'
      : `Line ${lines.positionAt(error.range.start).line + 1}: ${error.message}`;
  return { kind: 'unavailable', version, reason };
}

class GraphBuilder {
  readonly #analysis: PipelineAnalysis;
  readonly #pipeline: ResolvedPipeline;
  readonly #nodes: PipelineGraphNode[] = [];
  readonly #edges: PipelineGraphEdge[] = [];

  constructor(analysis: PipelineAnalysis, pipeline: ResolvedPipeline) {
    this.#analysis = analysis;
    this.#pipeline = pipeline;
  }

  build(): PipelineGraph {
    const { name, pattern, task } = this.#pipeline;
    const rows = this.#source();
    const prepared = this.#preprocess(rows);
    const { measured, trained } = this.#quantum(prepared);
    const head = this.#head(measured, prepared);
    const answer = this.#answer(head);
    this.#optimiser(trained, measured);
    const at = (path: SourcePath) => this.#at(path);
    const backends = fallbackNodes(this.#pipeline, this.#analysis.plan, measured, at);
    const compared = comparedNodes(this.#pipeline, { rows, prepared, answer }, at);
    for (const { edges, nodes } of [backends, compared]) {
      this.#nodes.push(...nodes);
      this.#edges.push(...edges);
    }
    return { name, kind: `${pattern}, ${task}`, nodes: this.#nodes, edges: this.#edges };
  }

  /** The data or the problem, and its split. */
  #source(): string {
    const { data, problem } = this.#pipeline;
    if (!data) {
      this.#add({
        id: 'problem',
        kind: 'data',
        lane: 'flow',
        role: '',
        title: 'Problem',
        detail: problem === undefined ? '' : describe(problem),
        ...this.#at(['problem']),
        run: { step: 'prepare' },
      });
      return 'problem';
    }
    const { path, builtin } = data.source;
    this.#add({
      id: 'data',
      kind: 'data',
      lane: 'flow',
      role: '',
      title: path ?? builtin ?? 'Data',
      detail: `to predict ${data.target}`,
      ...this.#at(['data']),
      run: { step: 'prepare' },
    });
    const { rows } = this.#analysis.plan ?? {};
    this.#add({
      id: 'split',
      kind: 'classical',
      lane: 'flow',
      role: 'split',
      title: data.split.method,
      detail: `${countText(this.#pipeline.benchmark.repeats, 'repeat')}${data.split.stratify ? ', stratified' : ''}`,
      ...this.#at(['data', 'split']),
      run: { step: 'prepare' },
    });
    this.#link('data', 'split', rows ? countText(rows.total, 'row') : '');
    return 'split';
  }

  #preprocess(rows: string): string {
    const { preprocess } = this.#pipeline;
    const { definition } = this.#analysis.source;
    const { plan } = this.#analysis;
    let before = rows;
    for (const [index, { fitOn, id, use, with: options }] of preprocess.entries()) {
      const node = `preprocess ${index}`;
      this.#add({
        id: node,
        kind: 'classical',
        lane: 'flow',
        role: 'step',
        title: id,
        detail: [id === use ? '' : use, describe(options), fitOn === 'all' ? 'fitted on all rows' : '']
          .filter((part) => part !== '')
          .join(', '),
        ...this.#at(['preprocess', index]),
        run: { step: 'hybrid', parts: ['preprocess'] },
      });
      const width = definition && widthBefore(definition, index);
      const split = index === 0 && plan?.rows ? `${plan.rows.train} + ${plan.rows.test} rows` : '';
      this.#link(before, node, [features(width), split].filter((part) => part !== '').join(' · '));
      before = node;
    }
    return before;
  }

  /** The circuit from encoding to measurement; what is trained in it, if anything. */
  #quantum(prepared: string): { readonly measured: string; readonly trained: string | undefined } {
    const { interface: contract, quantum } = this.#pipeline;
    const { shape } = this.#analysis;
    const { asTable, features: count, range } = contract.input;
    const isFed = this.#pipeline.data !== undefined;
    const parts = [
      ['circuit', 'circuit', quantum.circuit],
      ['featureMap', 'feature map', quantum.featureMap],
      ['ansatz', 'ansatz', quantum.ansatz],
    ] as const;
    let before = prepared;
    let trained: string | undefined;
    let isFirst = true;
    for (const [key, role, use] of parts) {
      if (!use) continue;
      const isLast = key !== 'featureMap' || !quantum.ansatz;
      this.#add({
        id: key,
        kind: 'quantum',
        lane: 'flow',
        role,
        title: 'use' in use ? use.use : use.file,
        detail: isLast && shape ? `depth ${shape.depth}, ${countText(shape.twoQubitGates, 'two-qubit gate')}` : '',
        ...this.#at(['quantum', key]),
        run: { step: 'hybrid', parts: key === 'featureMap' ? ['encode'] : ['train', 'encode'] },
      });
      const fed = `${features(asTable ? undefined : count) || 'features'} in ${interval(range)}`;
      this.#link(before, key, isFirst ? (isFed ? fed : '') : `state of ${countText(quantum.qubits, 'qubit')}`);
      if (key !== 'featureMap') trained = key;
      before = key;
      isFirst = false;
    }
    const { kernel, measure } = quantum;
    const measured = kernel ? 'kernel' : 'measure';
    this.#add({
      id: measured,
      kind: 'quantum',
      lane: 'flow',
      role: kernel ? 'kernel' : '',
      title: kernel ? kernel.kind : 'Measurement',
      detail: kernel ? '' : (measure.observables ?? []).join(', '),
      ...this.#at(['quantum', measured]),
      run: { step: 'hybrid', parts: ['encode', 'evaluate'] },
    });
    this.#link(before, measured, `state of ${countText(quantum.qubits, 'qubit')}`);
    return { measured, trained };
  }

  #head(measured: string, prepared: string): string {
    const { head } = this.#pipeline;
    if (!head) return measured;
    this.#add({
      id: 'head',
      kind: 'classical',
      lane: 'flow',
      role: 'head',
      title: head.use,
      detail: 'learns from what is measured',
      ...this.#at(['head']),
      run: { step: 'hybrid', parts: ['fit'] },
    });
    this.#link(measured, 'head', this.#output());
    if (head.inputs.includes('features')) this.#link(prepared, 'head', 'features');
    return 'head';
  }

  #answer(before: string): string {
    const { data, head, quantum, task } = this.#pipeline;
    const byDecision = head === undefined && data !== undefined && task === 'classification';
    this.#add({
      id: 'answer',
      kind: 'answer',
      lane: 'flow',
      role: '',
      title: answers[task],
      detail: byDecision ? `decided by ${quantum.measure.decision}` : '',
      ...this.#at(byDecision ? ['quantum', 'measure', 'decision'] : ['task']),
      run: { step: 'hybrid', parts: ['evaluate'] },
    });
    this.#link(before, 'answer', head ? '' : this.#output());
    return 'answer';
  }

  /** What is read from the circuit. */
  #output(): string {
    const { kind, observables } = this.#pipeline.interface.output;
    const { qubits } = this.#pipeline.quantum;
    switch (kind) {
      case 'expectation':
        return observables ? countText(observables.length, 'expectation') : 'expectations';
      case 'probabilities':
        return qubits <= 20 ? countText(2 ** qubits, 'probability', 'probabilities') : 'probabilities';
      case 'counts':
        return 'counts';
      case 'kernel': {
        const { rows } = this.#analysis.plan ?? {};
        return rows ? `kernel of ${rows.train} × ${rows.train}` : 'kernel';
      }
      case 'energy':
        return '1 energy';
      case 'bitstring':
        return `bit strings of ${qubits}`;
    }
  }

  #optimiser(trained: string | undefined, measured: string): void {
    const { optimise } = this.#pipeline;
    if (!optimise || trained === undefined) return;
    this.#add({
      id: 'optimise',
      kind: 'classical',
      lane: 'beside',
      role: 'optimiser',
      title: optimise.method,
      detail: `at most ${countText(optimise.maxIterations, 'iteration')}`,
      ...this.#at(['optimise']),
      run: { step: 'hybrid', parts: ['train'] },
      beside: trained,
    });
    const count = this.#analysis.shape?.parameters ?? this.#pipeline.interface.parameters.count;
    const label = count === undefined ? 'parameters' : countText(count, 'parameter');
    this.#edges.push({ from: 'optimise', to: trained, label, kind: 'service' });
    this.#edges.push({ from: measured, to: 'optimise', label: optimise.loss, kind: 'service' });
  }

  #add(node: PipelineGraphNode): void {
    this.#nodes.push(node);
  }

  #link(from: string, to: string, label: string): void {
    this.#edges.push({ from, to, label, kind: 'flow' });
  }

  /** The closest block that is written. */
  #at(path: SourcePath): { readonly source?: OffsetRange } {
    const { root } = this.#analysis.source;
    for (let length = path.length; length > 0; length--) {
      const part = path.slice(0, length);
      if (nodeAt(root, part)) return { source: rangeAt(root, part) };
    }
    return {};
  }
}

const answers: Readonly<Record<ResolvedPipeline['task'], string>> = {
  classification: 'Class',
  regression: 'Number',
  ranking: 'Rank',
  optimisation: 'Best solution',
  'ground-state': 'Lowest energy',
};

/** The number of features that reach a step, where the steps before say so. */
function widthBefore(definition: PipelineDefinition, step: number): number | undefined {
  if (!definition.preprocess) return preprocessedWidth({ ...definition, preprocess: [] });
  return preprocessedWidth({ ...definition, preprocess: definition.preprocess.slice(0, step) });
}

function features(count: number | undefined): string {
  return count === undefined ? '' : countText(count, 'feature');
}

function interval([low, high]: readonly [number, number]): string {
  return `[${inPi(low)}, ${inPi(high)}]`;
}

function inPi(value: number): string {
  const share = value / Math.PI;
  if (value === 0 || Number.isInteger(value)) return String(value);
  if (!Number.isInteger(2 * share)) return String(Number(value.toPrecision(4)));
  const numerator = Number.isInteger(share) ? share : 2 * share;
  const size = numerator === 1 ? 'π' : numerator === -1 ? '−π' : `${numerator}π`.replace('-', '−');
  return Number.isInteger(share) ? size : `${size}/2`;
}

/** Plain options in a line: `components 2, sign positive`. */
function describe(options: Readonly<Record<string, unknown>>): string {
  return Object.entries(options)
    .filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value))
    .slice(0, 3)
    .map(([key, value]) => `${key} ${String(value)}`)
    .join(', ');
}
