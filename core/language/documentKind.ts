import { type CompanionKind, companionKind } from '#core/pipeline/schema/companionSchema.ts';

/** The languages of the product. */
export type DocumentKind = 'circuit' | 'pipeline' | CompanionKind;

/**
 * What a document is by the name of its file; one without a telling name by what the editor takes it for.
 * @returns undefined for what is none of them
 */
export function documentKind(uri: string, languageId?: string): DocumentKind | undefined {
  if (/\.hybrid\.(ya?ml|json)$/i.test(uri)) return 'pipeline';
  return /\.(qasm|qasm2|qasm3|inc)$/i.test(uri) || languageId === 'openqasm' ? 'circuit' : companionKind(uri);
}
