import { appendAll } from '#core/base/appendAll.ts';
import { layoutStatement } from './pythonLayout.ts';

/** The statements of a block of Python, laid out as formatters do. */
export class PythonBlock {
  readonly lines: string[] = [];
  readonly #depth: number;

  constructor(depth: number) {
    this.#depth = depth;
  }

  /** A statement, or the head of a compound one, without a line break. */
  statement(text: string): void {
    this.lines.push(...layoutStatement(text, this.#depth));
  }

  comment(text: string): void {
    this.lines.push(...wrappedComment(text, this.#depth));
  }

  blank(): void {
    if (this.lines.length > 0 && this.lines.at(-1) !== '') this.lines.push('');
  }

  /** A compound statement; its body is `pass` when nothing is written into it. */
  compound(head: string, fill: (body: PythonBlock) => void): void {
    this.statement(head);
    const body = new PythonBlock(this.#depth + 1);
    fill(body);
    if (body.isEmpty) body.statement('pass');
    appendAll(this.lines, body.lines);
  }

  /** Whether there is no statement in it; comments are none. */
  get isEmpty(): boolean {
    return this.lines.every((line) => line === '' || line.trimStart().startsWith('#'));
  }
}

/** The modules a program imports, gathered while it is written. */
export class PythonImports {
  readonly #aliases = new Map<string, string | undefined>();
  readonly #names = new Map<string, Set<string>>();

  /** `import module as alias` */
  module(module: string, alias?: string): void {
    this.#aliases.set(module, alias);
  }

  /** `from module import name` */
  name(module: string, name: string): string {
    const names = this.#names.get(module) ?? new Set();
    this.#names.set(module, names.add(name));
    return name;
  }

  /** Sections and order as isort makes them: the standard library first, whole modules before names. */
  get lines(): string[] {
    const section = (isStandard: boolean) => [
      ...[...this.#aliases]
        .filter(([module]) => standardModules.has(module) === isStandard)
        .sort(byText)
        .map(([module, alias]) => (alias === undefined ? `import ${module}` : `import ${module} as ${alias}`)),
      ...[...this.#names]
        .filter(([module]) => standardModules.has(module) === isStandard)
        .sort(byText)
        .flatMap(([module, names]) => importNames(module, [...names].sort(byKind))),
    ];
    const [standard, others] = [section(true), section(false)];
    return standard.length > 0 && others.length > 0 ? [...standard, '', ...others] : [...standard, ...others];
  }
}

const standardModules: ReadonlySet<string> = new Set(['math', 'collections']);

function byText([left]: readonly [string, unknown], [right]: readonly [string, unknown]): number {
  return left < right ? -1 : 1;
}

/** isort puts constants before classes and those before functions. */
function byKind(left: string, right: string): number {
  const kind = (name: string) => (/^[A-Z][A-Z0-9_]+$/.test(name) ? 0 : /^[A-Z]/.test(name) ? 1 : 2);
  return kind(left) - kind(right) || (left < right ? -1 : 1);
}

function importNames(module: string, names: readonly string[]): string[] {
  const line = `from ${module} import ${names.join(', ')}`;
  if (line.length <= 88) return [line];
  return [`from ${module} import (`, ...names.map((name) => `    ${name},`), ')'];
}

/** A whole module: docstring, imports, and top-level blocks apart from each other as formatters want them. */
export function pythonModule(
  docstring: readonly string[],
  imports: PythonImports,
  blocks: readonly PythonBlock[],
): string {
  const doc = docstring.length === 1 ? [`"""${docstring[0]}"""`] : [`"""${docstring[0]}`, ...docstring.slice(1), '"""'];
  const parts = [...doc, '', ...imports.lines];
  for (const block of blocks.filter(({ lines }) => lines.length > 0)) {
    // Two blank lines around functions, one between the imports and plain statements.
    const isDefinition = /^(?:def|@|if __name__)/.test(block.lines.find((line) => !line.startsWith('#')) ?? '');
    const wasDefinition = parts.at(-1)?.startsWith('    ') === true;
    appendAll(parts, ['', ...(isDefinition || wasDefinition ? [''] : []), ...block.lines]);
  }
  return `${parts.join('\n')}\n`;
}

function wrappedComment(text: string, depth: number): string[] {
  const indent = `${'    '.repeat(depth)}# `;
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && indent.length + line.length + word.length + 1 > 88) {
      lines.push(indent + line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, indent + line];
}
