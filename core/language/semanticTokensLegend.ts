/**
 * The types and modifiers of semantic tokens, by whose positions tokens name them. `qubit` and `quantum` are ours; the
 * manifest says what they look like in themes that do not know them.
 */
export const semanticTokensLegend = {
  tokenTypes: [
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
  ],
  tokenModifiers: ['declaration', 'readonly', 'quantum', 'defaultLibrary'],
};
