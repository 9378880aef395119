/** The types of semantic tokens; `qubit` is ours, the manifest says what it looks like in themes that do not know it. */
export const tokenTypes = [
  'function',
  'qubit',
  'variable',
  'parameter',
  'type',
  'keyword',
  'number',
  'string',
  'comment',
  'operator',
  'decorator',
  'macro',
] as const;

/** The modifiers of semantic tokens; `quantum` is ours: gates, and names of qubits. */
export const tokenModifiers = ['declaration', 'readonly', 'quantum', 'defaultLibrary'] as const;

/** Tokens name types and modifiers by their positions in these lists. */
export const semanticTokensLegend = { tokenTypes: [...tokenTypes], tokenModifiers: [...tokenModifiers] };
