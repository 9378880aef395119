import type { Analysis } from '#core/openqasm/index.ts';
import { keywordsOfVersion3, tokenKind } from '#core/openqasm/tokenKind.ts';

/** The words of the language and the names of the global scope. */
export function globalNames({ builtins, globalScope }: Analysis): Set<string> {
  return new Set([...keywordsOfVersion3.keys(), ...builtins.keys(), ...globalScope.names.keys()]);
}

/** Every name that means something in a program, in any scope, or is a word of the language. */
export function takenNames(analysis: Analysis): Set<string> {
  const taken = globalNames(analysis);
  for (const { tree } of analysis.files) {
    const { kinds, names, words } = tree.tokens;
    kinds.forEach((kind, token) => {
      const word = words[token] ?? -1;
      if (kind === tokenKind.identifier && word >= 0) taken.add(names.texts[word] ?? '');
    });
  }
  return taken;
}

/** The wanted name, or with a number behind it, so that it is not taken; it is taken from now on. */
export function freeName(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let number = 2; taken.has(name); number++) name = `${wanted}${number}`;
  taken.add(name);
  return name;
}
