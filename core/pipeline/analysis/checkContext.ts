import type { DiagnosticFix } from '#core/base/diagnostic.ts';
import type { Failure } from '#core/base/failure.ts';
import type { SourceNode, SourcePath } from '#core/base/yaml/sourceNode.ts';
import type { Circuit } from '#core/circuit/circuit.ts';

import type { Table } from '#core/learn/table.ts';
import type { EmulatedDevices } from '../circuits/emulatedDevices.ts';
import type { PipelineProblem } from '../problem/pipelineProblem.ts';
import type { PipelineDefinition } from '../schema/pipelineSchema.ts';
import type { ResolvedPipeline } from '../schema/resolvedPipeline.ts';
import { FindingReport } from './findingReport.ts';
import type { FindingArguments, FindingCode } from './findings.ts';
import type { RecordedEvidence } from './recordedEvidence.ts';
import { repairsOf } from './repairs.ts';

/** What a pipeline says of a backend of the settings that it uses. */
export interface SettingsBackend {
  readonly adapter: string;
  readonly device?: string | undefined;
}

/** What is known of the files a pipeline names; all absent when the files were not looked at. */
export interface FileFacts {
  /** By `circuitKey`; what went wrong where it could not be loaded. */
  readonly circuits: ReadonlyMap<string, Circuit | Failure>;
  readonly table?: Table | Failure;
  /** The rows that a predefined split names. */
  readonly indices?:
    | { readonly train: readonly number[]; readonly validation?: readonly number[]; readonly test: readonly number[] }
    | Failure;
  /** Files of code and trained models, by name as written; what went wrong where one could not be read. */
  readonly programs?: ReadonlyMap<string, Uint8Array | Failure>;
  /** Starting parameters from a file, by restart. */
  readonly starts?: readonly (readonly number[])[] | Failure;
  /** What is to be solved, with what its file says. */
  readonly problem?: PipelineProblem | Failure;
  /** SHA-256 of the data file. */
  readonly digest?: string;
  /**
   * In what the pipeline file differs from its lock file, with the names of both and the digests of files as they were
   * locked; absent without one.
   */
  readonly lock?: {
    readonly name: string;
    readonly pipeline: string;
    readonly differences: readonly string[];
    readonly files: Readonly<Record<string, string>>;
  };
  /** When the noise models that backends name were calibrated, in milliseconds since 1970, by the name of the backend. */
  readonly calibratedAt?: ReadonlyMap<string, number>;
  /** What is known of the devices that backends emulate. */
  readonly devices?: EmulatedDevices;
  /** The backends of the settings by name, where the chain names some that the file does not. */
  readonly configured?: ReadonlyMap<string, SettingsBackend>;
  /** Milliseconds since 1970. */
  readonly now?: number;
  /** What recorded runs of the pipeline show. */
  readonly evidence?: RecordedEvidence;
  /** References to credentials (`env:NAME`) that are nowhere, when a run is asked for. */
  readonly missingCredentials?: ReadonlySet<string>;
  /** References to credentials of pipelines beside this one that are no production, with the name of the file. */
  readonly experimentCredentials?: ReadonlyMap<string, string>;
}

export const noFacts: FileFacts = { circuits: new Map() };

/** What every check of a pipeline sees, and where it reports. */
export class CheckContext extends FindingReport {
  readonly definition: PipelineDefinition;
  readonly pipeline: ResolvedPipeline;
  readonly facts: FileFacts;

  constructor(
    definition: PipelineDefinition,
    pipeline: ResolvedPipeline,
    root: SourceNode,
    text: string,
    facts: FileFacts,
  ) {
    super(root, text);
    this.definition = definition;
    this.pipeline = pipeline;
    this.facts = facts;
  }

  protected override repairs<Code extends FindingCode>(
    code: Code,
    path: SourcePath,
    args: FindingArguments<Code>,
  ): readonly DiagnosticFix[] {
    return [...repairsOf(code, this, path, args), ...super.repairs(code, path, args)];
  }
}
