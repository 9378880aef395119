import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import oniguruma from 'vscode-oniguruma';
import textmate, { type IGrammar } from 'vscode-textmate';
import { projectRoot } from '#scripts/projectRoot.ts';

/** A stretch of one line that the editor colours alike. */
export interface ScopedToken {
  readonly line: number;
  readonly text: string;
  /** From the language's own scope to the innermost, as in `source.openqasm keyword.control.flow.openqasm`. */
  readonly scopes: readonly string[];
}

/** Loads the circuit grammar into the engine the editor itself uses. */
export async function loadCircuitGrammar(): Promise<IGrammar> {
  const engine = readFileSync(createRequire(import.meta.url).resolve('vscode-oniguruma/release/onig.wasm'));
  await oniguruma.loadWASM(engine);
  const path = join(projectRoot, 'syntaxes', 'openqasm.tmLanguage.json');
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => oniguruma.createOnigScanner(patterns),
      createOnigString: (text) => oniguruma.createOnigString(text),
    }),
    loadGrammar: async () => textmate.parseRawGrammar(readFileSync(path, 'utf8'), path),
  });
  const grammar = await registry.loadGrammar('source.openqasm');
  if (!grammar) throw new Error('The grammar source.openqasm does not load.');
  return grammar;
}

/** The tokens of a text line by line, white space left out. */
export function scopedTokens(grammar: IGrammar, text: string): ScopedToken[] {
  const tokens: ScopedToken[] = [];
  let state = textmate.INITIAL;
  for (const [line, content] of text.split('\n').entries()) {
    const { ruleStack, tokens: found } = grammar.tokenizeLine(content, state);
    state = ruleStack;
    for (const { endIndex, scopes, startIndex } of found) {
      const piece = content.slice(startIndex, endIndex).trim();
      if (piece !== '') tokens.push({ line, text: piece, scopes });
    }
  }
  return tokens;
}
