import { basename, dirname, resolve } from 'node:path';
import { Failure } from '#core/base/failure.ts';
import type { GroupOpening } from '#core/circuit/drawing/drawnGroups.ts';
import { type DrawnMoments, drawnMoments } from '#core/circuit/drawing/drawnMoments.ts';
import type { PipelineFiles } from '#core/pipeline/enginePorts.ts';
import { mostInspectedQubits } from '#core/protocol/stateChoices.ts';
import { folderFiles } from '#platform/folderFiles.ts';
import { type LoadedCircuit, loadCircuit } from './circuitProgram.ts';
import { withUnsavedText } from './inputSnapshot.ts';

/** A circuit file as it is in the editor. */
export interface InspectedSource {
  readonly path: string;
  readonly text: string;
  readonly includePaths?: readonly string[] | undefined;
  /** The texts of files that are not saved, by their absolute paths. */
  readonly unsaved: Readonly<Record<string, string>>;
  /** Another one where files that the circuit includes may have changed. */
  readonly revision: number;
}

/** A circuit ready to be looked at. */
export interface PreparedCircuit extends LoadedCircuit {
  readonly moments: DrawnMoments;
}

/** Keeps the circuit that was looked at last, as somebody who looks at a circuit asks many questions about it. */
export class InspectedCircuit {
  #source: string | undefined;
  #loaded: Promise<LoadedCircuit> | undefined;
  #opening: string | undefined;
  #prepared: PreparedCircuit | undefined;

  /**
   * Reads a circuit, unless it is the one before, and lays it out as its drawing.
   * @throws Failure as `loadCircuit`; `too-large` above 20 qubits
   */
  async prepare(source: InspectedSource, opening: GroupOpening, now: () => number): Promise<PreparedCircuit> {
    const key = JSON.stringify(source);
    if (key !== this.#source) {
      this.#source = key;
      this.#loaded = load(source, now);
      this.#prepared = undefined;
    }
    const loading = this.#loaded ?? load(source, now);
    const loaded = await loading;
    const openingKey = JSON.stringify(opening);
    if (this.#prepared !== undefined && this.#opening === openingKey && this.#loaded === loading) return this.#prepared;
    const prepared = { ...loaded, moments: drawnMoments(loaded.circuit, opening) };
    // Meanwhile somebody may have asked about another one.
    if (this.#loaded === loading) {
      this.#opening = openingKey;
      this.#prepared = prepared;
    }
    return prepared;
  }
}

async function load({ includePaths, path, text, unsaved }: InspectedSource, now: () => number): Promise<LoadedCircuit> {
  const folder = dirname(resolve(path));
  const files = Object.entries(unsaved).reduce(
    (all, [name, content]) => withUnsavedFile(all, folder, name, content),
    folderFiles(folder),
  );
  const loaded = await loadCircuit(basename(path), files, now, { text, includePaths, withGroups: true });
  const { qubitCount } = loaded.circuit;
  if (qubitCount <= mostInspectedQubits) return loaded;
  throw new Failure(
    'too-large',
    `The state of ${qubitCount} qubits has too many amplitudes to look at; the limit is ${mostInspectedQubits} qubits.`,
    { advice: 'Look at a part of the circuit on fewer qubits, or simulate it for counts and expectation values.' },
  );
}

/** Files are asked for by paths relative to the folder, or by absolute ones. */
function withUnsavedFile(files: PipelineFiles, folder: string, name: string, text: string): PipelineFiles {
  return {
    ...files,
    read: async (wanted) =>
      resolve(folder, wanted) === name
        ? await withUnsavedText(files, wanted, text).read(wanted)
        : await files.read(wanted),
  };
}
