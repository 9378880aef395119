import type { Diagnostic } from '#core/base/diagnostic.ts';
import type { Failure } from '#core/base/failure.ts';
import type { OffsetRange } from '#core/base/textRange.ts';
import { keyRangeAt, nodeAt, rangeAt, type SourceNode, type SourcePath } from '#core/base/yaml/sourceNode.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import type { Table } from '#core/learn/table.ts';
import type { PipelineDefinition } from '../schema/pipelineSchema.ts';
import type { ResolvedPipeline } from '../schema/resolvedPipeline.ts';
import { type FindingArguments, type FindingCode, findings } from './findings.ts';
import { repairOf } from './repairs.ts';

/** What is known of the files a pipeline names; all absent when the files were not looked at. */
export interface FileFacts {
  /** By name as written; what went wrong where it could not be loaded. */
  readonly circuits: ReadonlyMap<string, Circuit | Failure>;
  readonly table?: Table | Failure;
  /** The rows that a predefined split names. */
  readonly indices?:
    | { readonly train: readonly number[]; readonly validation?: readonly number[]; readonly test: readonly number[] }
    | Failure;
  /** Files of code and trained models, by name as written; what went wrong where one could not be read. */
  readonly programs?: ReadonlyMap<string, Uint8Array | Failure>;
  /** SHA-256 of the data file. */
  readonly digest?: string;
  /** References to credentials (`env:NAME`) that are nowhere, when a run is asked for. */
  readonly missingCredentials?: ReadonlySet<string>;
  /** References to credentials of pipelines beside this one that are no production, with the name of the file. */
  readonly experimentCredentials?: ReadonlyMap<string, string>;
}

export const noFacts: FileFacts = { circuits: new Map() };

/** What every check sees, and where it reports. */
export class CheckContext {
  readonly definition: PipelineDefinition;
  readonly pipeline: ResolvedPipeline;
  readonly root: SourceNode;
  /** The text of the file. */
  readonly text: string;
  readonly facts: FileFacts;
  readonly diagnostics: Diagnostic[] = [];

  constructor(
    definition: PipelineDefinition,
    pipeline: ResolvedPipeline,
    root: SourceNode,
    text: string,
    facts: FileFacts,
  ) {
    this.definition = definition;
    this.pipeline = pipeline;
    this.root = root;
    this.text = text;
    this.facts = facts;
  }

  /** Reports at the value of a path, or at the closest enclosing key when nothing is written there. */
  report<Code extends FindingCode>(code: Code, path: SourcePath, ...args: FindingArguments<Code>): void {
    const node = nodeAt(this.root, path);
    // Underlining whole blocks hides what is inside them; their key stands for them.
    const range = node && node.kind !== 'scalar' ? keyRangeAt(this.root, path) : rangeAt(this.root, path);
    this.#add(code, path, range, args);
  }

  /** Reports at the key of a path. */
  reportKey<Code extends FindingCode>(code: Code, path: SourcePath, ...args: FindingArguments<Code>): void {
    this.#add(code, path, keyRangeAt(this.root, path), args);
  }

  #add<Code extends FindingCode>(code: Code, path: SourcePath, range: OffsetRange, args: FindingArguments<Code>): void {
    const { severity, message } = findings[code];
    const text = (message as (...values: FindingArguments<Code>) => string)(...args);
    const fix = repairOf(code, this, path, args);
    this.diagnostics.push({ code, severity, message: text, range, ...(fix ? { fixes: [fix] } : {}) });
  }
}
