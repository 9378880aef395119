import type { PipelineDefinition } from './pipelineSchema.ts';

/**
 * A pipeline with every default filled in: what a run is made of and what its record keeps. Ranges are numbers in
 * radians, durations stay as written. Fields that cannot be known without the data or the circuit files stay optional.
 */
export interface ResolvedPipeline {
  readonly hybrid: 1;
  readonly name: string;
  readonly description?: string;
  readonly tags: readonly string[];
  readonly pattern: PipelineDefinition['pattern'];
  readonly task: PipelineDefinition['task'];
  readonly intent: NonNullable<PipelineDefinition['intent']>;
  readonly hypothesis?: string;
  readonly owners?: PipelineDefinition['owners'];
  readonly seeds: ResolvedSeeds;
  readonly data?: ResolvedData;
  readonly problem?: PipelineDefinition['problem'];
  readonly preprocess: readonly ResolvedStep[];
  readonly interface: ResolvedContract;
  readonly quantum: ResolvedQuantum;
  readonly optimise?: ResolvedOptimise;
  readonly head?: ResolvedHead;
  readonly backends: Readonly<Record<string, ResolvedBackend>>;
  readonly execution: ResolvedExecution;
  readonly budget: NonNullable<PipelineDefinition['budget']>;
  readonly confidence?: PipelineDefinition['confidence'];
  readonly mitigation?: PipelineDefinition['mitigation'];
  readonly benchmark: ResolvedBenchmark;
  readonly scorecard?: PipelineDefinition['scorecard'];
  readonly rollout?: PipelineDefinition['rollout'];
  readonly tracking?: PipelineDefinition['tracking'];
}

export const seedPurposes = ['data', 'split', 'init', 'optimiser', 'sampler', 'transpiler', 'bootstrap'] as const;

/** Every seed a run draws from. Type alias, so that it fits the record's map of numbers. */
export type ResolvedSeeds = { readonly root: number } & { readonly [Purpose in (typeof seedPurposes)[number]]: number };

type DefinedData = NonNullable<PipelineDefinition['data']>;

export interface ResolvedData {
  readonly source: DefinedData['source'];
  /** Seed of generated data. */
  readonly seed: number;
  readonly format: NonNullable<DefinedData['format']>;
  readonly sha256?: string;
  readonly licence?: string;
  readonly sensitivity: NonNullable<DefinedData['sensitivity']>;
  readonly region?: string;
  readonly features: readonly string[] | 'all-numeric';
  readonly target: string;
  readonly classes?: readonly (string | number | boolean)[];
  readonly positive?: string | number | boolean;
  readonly split: ResolvedSplit;
}

export type ResolvedSplit = {
  readonly stratify: boolean;
  readonly shuffle: boolean;
  readonly group?: string;
} & (
  | { readonly method: 'holdout'; readonly train: number; readonly validation: number; readonly test: number }
  | { readonly method: 'kfold'; readonly folds: number }
  | { readonly method: 'repeated-kfold'; readonly folds: number; readonly repeats: number }
  | { readonly method: 'predefined'; readonly indices?: string }
);

type StepDefinition = NonNullable<PipelineDefinition['preprocess']>[number];

export interface ResolvedStep {
  readonly id: string;
  readonly use: StepDefinition['use'];
  readonly with: Readonly<Record<string, unknown>>;
  readonly fitOn: 'train' | 'all';
}

export interface ResolvedContract {
  readonly input: {
    readonly features: number;
    /** Whether the table has to say how many features there are, because nothing in the file does. */
    readonly asTable?: true;
    readonly names?: readonly string[];
    readonly range: readonly [number, number];
    readonly normalization: 'minmax' | 'zscore' | 'l2' | 'angle' | 'bits' | 'none';
    readonly outOfRange: 'error' | 'clip' | 'wrap';
  };
  readonly parameters: {
    /** Absent when only the circuit says. */
    readonly count?: number;
    readonly range: readonly [number, number];
    readonly periodic: boolean;
    readonly init: 'uniform' | 'normal' | 'zeros' | 'file';
    readonly scale: number;
    readonly file?: string;
    /** What the file holds, once it was read: a start each for the restarts of the optimiser. */
    readonly starts?: readonly (readonly number[])[];
  };
  readonly output: {
    readonly kind: 'expectation' | 'probabilities' | 'counts' | 'kernel' | 'energy' | 'bitstring';
    /** Absent when only the data say how many classes there are. */
    readonly shape?: readonly (number | 'samples')[];
    readonly range: readonly [number, number];
    readonly observables?: readonly string[];
    readonly bitOrder: 'q0-left' | 'q0-right';
  };
}

export type Entanglement =
  | 'none'
  | 'linear'
  | 'reverse-linear'
  | 'ring'
  | 'full'
  | readonly (readonly [number, number])[];

export interface TemplateUse<Name extends string> {
  readonly use: Name;
  readonly reps: number;
  readonly entanglement: Entanglement;
  readonly with: Readonly<Record<string, unknown>>;
}

export interface CircuitFileUse {
  readonly file: string;
  /** The gate or subroutine of it that is meant; the whole program without. */
  readonly entry?: string;
}

type DefinedQuantum = PipelineDefinition['quantum'];
type TemplateName<Block extends 'featureMap' | 'ansatz'> = NonNullable<NonNullable<DefinedQuantum[Block]>['use']>;

export type FeatureMapName = TemplateName<'featureMap'>;
export type AnsatzName = TemplateName<'ansatz'>;

export interface ResolvedQuantum {
  readonly qubits: number;
  readonly circuit?: CircuitFileUse;
  readonly featureMap?: TemplateUse<FeatureMapName> | CircuitFileUse;
  readonly ansatz?: TemplateUse<AnsatzName> | CircuitFileUse;
  readonly kernel?: {
    readonly kind: 'fidelity' | 'projected';
    readonly psd: 'clip' | 'shift' | 'none';
    readonly diagonal: 'one' | 'measured';
    readonly bandwidth: number;
    readonly gamma: number;
  };
  readonly measure: {
    readonly observables?: readonly string[];
    readonly register?: string;
    /** Of the register, in its order, once the circuit was read. */
    readonly qubits?: readonly number[];
    readonly decision: 'sign' | 'argmax' | 'popcount-mod' | 'threshold';
    readonly threshold: number;
  };
  readonly limits?: DefinedQuantum['limits'];
  readonly transpile?: DefinedQuantum['transpile'];
}

type DefinedOptimise = NonNullable<PipelineDefinition['optimise']>;

export interface ResolvedOptimise {
  readonly method: NonNullable<DefinedOptimise['method']>;
  readonly maxIterations: number;
  readonly maxEvaluations?: number;
  readonly with: Readonly<Record<string, unknown>>;
  readonly gradient: NonNullable<DefinedOptimise['gradient']>;
  readonly loss: NonNullable<DefinedOptimise['loss']>;
  readonly batch?: number;
  /** Parts of the training rows whose scores come from circuits trained on the others; of quantum-scoring only. */
  readonly crossFit?: number;
  readonly tolerance: number;
  readonly restarts: number;
  /** Iterations between two checkpoints. */
  readonly checkpointEvery: number;
  readonly plateau?: NonNullable<DefinedOptimise['plateau']>;
}

export interface ResolvedHead {
  readonly use: NonNullable<PipelineDefinition['head']>['use'];
  readonly inputs: readonly ('quantum' | 'features' | 'kernel')[];
  readonly with: Readonly<Record<string, unknown>>;
  readonly tune?: NonNullable<PipelineDefinition['head']>['tune'];
}

type DefinedBackend = NonNullable<PipelineDefinition['backends']>[string];

export type ResolvedBackend = DefinedBackend & { readonly kind: NonNullable<DefinedBackend['kind']> };

type DefinedExecution = NonNullable<PipelineDefinition['execution']>;

export interface ResolvedExecution {
  readonly quantum: {
    readonly state: 'active' | 'disabled' | 'shadow';
    readonly flag?: string;
    /** The part of the test rows that the quantum step answers, in (0, 1); all without. A stage of the rollout sets it. */
    readonly share?: number;
  };
  readonly chain: NonNullable<DefinedExecution['chain']>;
  readonly onExhausted: 'classical' | 'fail' | 'ask';
  readonly resume: boolean;
}

type DefinedBaseline = NonNullable<NonNullable<PipelineDefinition['benchmark']>['baselines']>[number];

export interface ResolvedBaseline {
  readonly id: string;
  readonly use: DefinedBaseline['use'];
  readonly inputs: 'raw' | 'standardized' | 'preprocessed' | 'interface';
  readonly with: Readonly<Record<string, unknown>>;
  readonly tune?: DefinedBaseline['tune'];
}

export interface ResolvedMetric {
  readonly name: string;
  readonly primary: boolean;
  readonly better: 'higher' | 'lower';
}

export interface ResolvedBenchmark {
  readonly baselines: readonly ResolvedBaseline[];
  readonly ablations: readonly ('no-quantum' | 'no-entanglement' | 'random-features')[];
  readonly metrics: readonly ResolvedMetric[];
  /** Number of scores per metric: splits drawn, or folds. */
  readonly repeats: number;
  readonly interval: {
    readonly method: 't' | 'wilson' | 'bootstrap' | 'nadeau-bengio';
    /** Of the bootstrap. */
    readonly variant: 'percentile' | 'bca';
    readonly level: number;
    readonly resamples: number;
  };
  readonly test: { readonly method: 'corrected-t' | 'wilcoxon' | 'mcnemar' | 'permutation'; readonly alpha: number };
  readonly minimumEffect: number;
  readonly costAdjusted: boolean;
}
