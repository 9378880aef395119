import type { EvidenceQuestion, RecordedEvidence } from '#core/pipeline/analysis/recordedEvidence.ts';

/** A backend of the editor's settings. */
export interface ConfiguredBackend {
  readonly name: string;
  readonly adapter: string;
  readonly device?: string;
  /** The name of its credential. */
  readonly credential?: string;
}

/** What an editor and its machine know besides files. Where they cannot be asked, they know nothing. */
export interface EditorSurroundings {
  /** The backends that the settings name, for a document. */
  configuredBackends(uri: string): Promise<readonly ConfiguredBackend[]>;
  /** Names of the credentials that the editor keeps; never a value. */
  credentialNames(): Promise<readonly string[]>;
  /** Names of the environment variables that a run would see; never a value. */
  environmentNames(): readonly string[];
  /**
   * What recorded runs show of a pipeline, as far as that is known by now. Where it is not, asking begins, and
   * `surroundingsChanged` of the language service is called once it is; absent where runs cannot be asked about.
   */
  recordedEvidence?(uri: string, question: EvidenceQuestion): RecordedEvidence | undefined;
  /** Milliseconds since 1970, for the age of prices and calibrations; absent where time does not matter. */
  now?(): number;
}

export const noSurroundings: EditorSurroundings = {
  configuredBackends: async () => [],
  credentialNames: async () => [],
  environmentNames: () => [],
};
