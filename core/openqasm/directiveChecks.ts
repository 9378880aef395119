import type { Binder } from './binder.ts';
import { diagnose } from './messages.ts';
import type { AnnotationStatement, PragmaStatement } from './syntaxTree.ts';

/** Words that may follow a vendor's name in a pragma; undefined where the vendor does not list them. */
const knownPragmas: ReadonlyMap<string, ReadonlySet<string> | undefined> = new Map([
  ['braket', new Set(['noise', 'result', 'unitary', 'verbatim'])],
  ['qdk', undefined],
  ['qsharp', undefined],
]);

/** Namespaces of annotations whose meaning tools document. */
const knownAnnotations: ReadonlySet<string> = new Set(['braket', 'qdk', 'qsharp', 'SimulatableIntrinsic', 'Config']);

/** The namespace that the language keeps for itself (directives). */
const reserved = 'openqasm';

/**
 * Points at pragmas that no tool known here reads (directives, "Pragmas"). They are kept, because the tool that reads
 * them need not be known here; each is mentioned once.
 */
export function checkPragma(statement: PragmaStatement, binder: Binder): void {
  const written = /^#?pragma[^\S\r\n]+([\w.]+)(?:[^\S\r\n]+(\w+))?/.exec(binder.sourceOf(statement));
  const [whole, first = '', second] = written ?? [];
  if (whole === undefined || first === '') return;
  const [namespace = '', ...names] = first.split('.');
  const word = names[0] ?? second;
  const start = statement.start + whole.indexOf(first, whole.indexOf('pragma') + 'pragma'.length);
  const words = knownPragmas.get(namespace);
  if (knownPragmas.has(namespace) && (!words || word === undefined || words.has(word))) return;
  const name = words && word !== undefined ? `${namespace} ${word}` : first;
  report('pragma', name, namespace, { start, end: start + first.length }, binder);
}

/** The same for annotations (directives, "Annotations"). */
export function checkAnnotation(statement: AnnotationStatement, binder: Binder): void {
  const name = /^@([\p{L}_][\p{L}\w]*(?:\.[\p{L}_][\p{L}\w]*)*)/u.exec(binder.sourceOf(statement))?.[1];
  const namespace = name?.split('.')[0];
  if (name === undefined || namespace === undefined || knownAnnotations.has(namespace)) return;
  const { start } = statement;
  report('annotation', name, namespace, { start, end: start + 1 + name.length }, binder);
}

function report(
  kind: 'pragma' | 'annotation',
  name: string,
  namespace: string,
  range: { readonly start: number; readonly end: number },
  binder: Binder,
): void {
  const key = `${kind} ${name}`;
  if (binder.unknownDirectives.has(key)) return;
  binder.unknownDirectives.add(key);
  const problem =
    namespace === reserved
      ? `The namespace '${reserved}' is reserved for the language, which has no ${kind} '${name}' yet`
      : `Unknown ${kind} '${name}'; it is kept as it is`;
  binder.report(diagnose('QAS8012', range, problem));
}
