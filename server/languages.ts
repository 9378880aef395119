import { documentKind } from '#core/language/documentKind.ts';
import type { EditorSurroundings } from '#core/language/editorSurroundings.ts';
import type { LanguageService } from '#core/language/languageService.ts';
import { CircuitAnalyses, type SettingsOf } from '#core/language/openqasm/circuitAnalysis.ts';
import { createOpenqasmLanguage, type OpenqasmLanguage } from '#core/language/openqasm/openqasmLanguage.ts';
import { createCompanionLanguage } from '#core/language/pipeline/companionLanguage.ts';
import { createPipelineLanguage, type PipelineLanguage } from '#core/language/pipeline/pipelineLanguage.ts';
import type { ClientFeatures } from './clientFeatures.ts';
import type { OpenDocuments } from './openDocuments.ts';
import { RequestPauses } from './requestPauses.ts';

/** The language services, and which of them a document belongs to. */
export class Languages {
  readonly openqasm: OpenqasmLanguage;
  readonly pipeline: PipelineLanguage;
  readonly #companion: LanguageService;
  readonly #documents: OpenDocuments;
  readonly #analyses: CircuitAnalyses;

  constructor(
    documents: OpenDocuments,
    features: ClientFeatures,
    settingsOf: SettingsOf,
    surroundings: EditorSurroundings,
  ) {
    this.#documents = documents;
    this.#analyses = new CircuitAnalyses(documents, settingsOf, new RequestPauses());
    this.openqasm = createOpenqasmLanguage(this.#analyses, features.editor);
    this.pipeline = createPipelineLanguage(this.#analyses, features.editor, surroundings);
    this.#companion = createCompanionLanguage(documents, features.editor, surroundings);
  }

  get all(): readonly LanguageService[] {
    return [this.openqasm, this.pipeline, this.#companion];
  }

  /** By the name of the file; an open document may also say so itself. */
  of(uri: string): LanguageService | undefined {
    switch (documentKind(uri, this.#documents.open(uri)?.languageId)) {
      case 'circuit':
        return this.openqasm;
      case 'pipeline':
        return this.pipeline;
      case 'suite':
      case 'scorecard':
        return this.#companion;
      case undefined:
        return undefined;
    }
  }

  /** Whether any language answers the request. */
  offer(request: keyof LanguageService): boolean {
    return this.all.some((service) => service[request] !== undefined);
  }

  /** Tells all languages; returns whether findings of open documents may differ. */
  filesChanged(uris: readonly string[]): boolean {
    return this.all.map((service) => service.filesChanged(uris)).some((differs) => differs);
  }

  /** What the client knows of a document besides files has changed. */
  surroundingsChanged(uri: string): void {
    for (const service of this.all) service.surroundingsChanged?.(uri);
  }

  documentClosed(uri: string): void {
    for (const service of this.all) service.documentClosed?.(uri);
  }

  settingsChanged(): void {
    this.#analyses.settingsChanged();
  }
}
