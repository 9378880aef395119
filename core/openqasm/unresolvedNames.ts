import { closestName } from '#core/base/closestName.ts';
import type { Diagnostic, DiagnosticFix, RelatedPlace } from '#core/base/diagnostic.ts';
import type { Binder } from './binder.ts';
import { movingFix } from './earlyUses.ts';
import { gateDefinitionForCall } from './gateDefinitions.ts';
import { libraryGates, libraryOf } from './gateLibrary.ts';
import { insertAfterIncludes } from './insertions.ts';
import { libraryWith } from './libraryNames.ts';
import { diagnose, withFix, withRelated, withSeverity } from './messages.ts';
import { reservedWordCount } from './nameTable.ts';
import { standardName } from './otherNames.ts';
import type { FileBinding } from './programState.ts';
import { findName, type OpenScope, suitsRole, type UnresolvedName } from './scopes.ts';
import type { ProgramSymbol, Scope } from './symbols.ts';

/** So many further uses of an unknown name are listed with the first. */
const mostRelated = 8;

/** Where thousands of names are unknown, something else is wrong than their letters: the rest gets no suggestion. */
const mostComparisons = 200_000;

/** Uses of one unknown name in one body, which are one mistake. */
interface NameGroup {
  readonly first: UnresolvedName;
  readonly others: UnresolvedName[];
}

/**
 * Reports names that were unknown where they stand: declared later, standard gates without their library, mistyped, or
 * declared nowhere. Also binds those that are declared later, so that the editor finds them.
 */
export function reportUnresolvedNames(binder: Binder): void {
  new UnresolvedNames(binder).report();
}

class UnresolvedNames {
  readonly #binder: Binder;
  /** Lines with a syntax error, by file: what stands there may have been misread. */
  readonly #misreadLines = new Map<number, ReadonlySet<number>>();
  /** Causes of early uses that are reported: one declaration or include in the wrong place is one mistake. */
  readonly #early = new Set<number>();
  #missesLibrary = false;
  /** How many names unknown ones were compared with. */
  #comparisons = 0;

  constructor(binder: Binder) {
    this.#binder = binder;
  }

  report(): void {
    for (const group of this.#groups()) {
      const { first } = group;
      this.#binder.file = first.file;
      const later = findName(first.scope, first.name.name);
      if (later && !('hidden' in later)) this.#reportEarly(group, later);
      else if (!this.#isMisread(first)) this.#reportUnknown(group);
    }
  }

  /** The unknown names in order of their first use, by the body they stand in. */
  #groups(): NameGroup[] {
    const groups: NameGroup[] = [];
    const byBody = new Map<Scope, Map<string, NameGroup>>();
    for (const use of this.#binder.unresolved) {
      const body = bodyOf(use.scope);
      const byName = byBody.get(body) ?? new Map<string, NameGroup>();
      byBody.set(body, byName);
      const key = `${use.file} ${use.name.name}`;
      const known = byName.get(key);
      if (known) {
        known.others.push(use);
        continue;
      }
      const group = { first: use, others: [] };
      byName.set(key, group);
      groups.push(group);
    }
    return groups;
  }

  #reportEarly({ first, others }: NameGroup, symbol: ProgramSymbol): void {
    const { name } = first;
    for (const use of [first, ...others]) {
      const binding = this.#binder.files[use.file];
      if (binding && use.name.token >= 0) binding.symbolOfToken[use.name.token] = symbol.id;
    }
    this.#binder.uses[symbol.id] = (this.#binder.uses[symbol.id] ?? 0) + 1 + others.length;
    const cause = symbol.place ? symbol.id : -1;
    if (this.#early.has(cause)) return;
    this.#early.add(cause);
    const [, library] = libraryWith(symbol.name, this.#binder) ?? [];
    const place = symbol.place ?? (library && { file: library.file, name: library, declaration: library });
    let diagnostic = diagnose('QAS3003', name, name.name, place ? this.#binder.lineOf(place) : 1);
    const moved = symbol.place ? { symbol } : library && { library };
    const fix = moved && movingFix(name.start, moved, this.#binder);
    if (fix) diagnostic = withFix(diagnostic, fix);
    const related = place && this.#binder.placeIn(place.file, place.name, `'${symbol.name}' is declared here.`);
    this.#binder.report(related ? withRelated(diagnostic, [related]) : diagnostic);
  }

  /**
   * Whether a syntax error stands on the line of a name, which then is likely no name at all; so is a keyword of OpenQASM
   * 3 in a file of OpenQASM 2 that uses its statements.
   */
  #isMisread({ file, name }: UnresolvedName): boolean {
    const binding = this.#binder.files[file];
    if (!binding) return false;
    const { diagnostics, tokens } = binding.tree;
    const isReserved = name.token >= 0 && (tokens.words[name.token] ?? reservedWordCount) < reservedWordCount;
    if (isReserved && diagnostics.some(({ code }) => code === 'QAS2017')) return true;
    const lines = this.#misreadLines.get(file) ?? misreadLines(binding);
    this.#misreadLines.set(file, lines);
    return lines.has(binding.lines.positionAt(name.start).line);
  }

  #reportUnknown(group: NameGroup): void {
    const { call, name, role } = group.first;
    const { major, minor } = this.#binder.version;
    if (name.name === 'nop' && role === 'gate' && major === 3) {
      this.#binder.report(diagnose('QAS2017', name, `'nop'`, '3.2', `${major}.${minor}`));
      return;
    }
    // A file that cannot be read may declare anything; that it cannot is reported.
    if (this.#binder.isIncomplete) return;
    const library = libraryOf(major);
    if (role === 'gate' && libraryGates(library).some((gate) => gate.name === name.name)) {
      this.#reportMissingLibrary(group.first);
      return;
    }
    const suggestion = this.#suggestion(group.first);
    const definition =
      role === 'gate' && call && suggestion?.isSure !== true && gateDefinitionForCall(name.name, call, major);
    let diagnostic = diagnose('QAS3001', name, name.name, definition ? undefined : suggestion?.name);
    if (definition) {
      diagnostic = withFix(diagnostic, this.#define(name.name, name.start, definition));
    } else if (suggestion) {
      const replacements = [group.first, ...group.others].map((use) => ({
        range: { start: use.name.start, end: use.name.end },
        newText: suggestion.name,
      }));
      const title = suggestion.isSure
        ? `Write '${suggestion.name}', the name of this ${role} in OpenQASM`
        : `Change to '${suggestion.name}'`;
      diagnostic = withFix(diagnostic, { title, replacements, isPreferred: true });
    }
    // What a file is included for is not known from the file alone.
    if (this.#binder.isFragment) diagnostic = withSeverity(diagnostic, 'information');
    this.#binder.report(withUses(diagnostic, group.others));
  }

  /** One missing include is one mistake, however many gates it hides. */
  #reportMissingLibrary({ name }: UnresolvedName): void {
    if (this.#missesLibrary) return;
    this.#missesLibrary = true;
    const library = libraryOf(this.#binder.version.major);
    const line = `include "${library}";`;
    const replacements = [insertAfterIncludes(this.#binder.currentFile.tree, name.start, line)];
    const fix = { title: `Insert '${line}'`, replacements, isPreferred: true };
    this.#binder.report(withFix(diagnose('QAS3002', name, name.name, library), fix));
  }

  #define(name: string, before: number, definition: string): DiagnosticFix {
    const { tree } = this.#binder.currentFile;
    const library = libraryOf(this.#binder.version.major);
    const replacements = [insertAfterIncludes(tree, before, definition)];
    if (!this.#binder.libraries.has(library)) {
      replacements.unshift(insertAfterIncludes(tree, before, `include "${library}";`));
    }
    return { title: `Define gate '${name}'`, replacements, isPreferred: true };
  }

  #suggestion({ name, role, scope }: UnresolvedName): Suggestion | undefined {
    const { major } = this.#binder.version;
    const standard = role === 'gate' || role === 'function' ? standardName(name.name, role, major) : undefined;
    if (standard !== undefined) return { name: standard, isSure: true };
    if (this.#comparisons > mostComparisons) return undefined;
    const candidates: string[] = [];
    for (let each: Scope | undefined = scope; each; each = each.parent) {
      for (const symbol of each.names.values()) if (suitsRole(symbol, role)) candidates.push(symbol.name);
    }
    for (const symbol of this.#binder.builtins.values()) if (suitsRole(symbol, role)) candidates.push(symbol.name);
    this.#comparisons += candidates.length;
    const closest = closestName(name.name, candidates);
    return closest === undefined ? undefined : { name: closest, isSure: false };
  }
}

interface Suggestion {
  readonly name: string;
  /** Whether it is the same thing under another name rather than a name that looks alike. */
  readonly isSure: boolean;
}

/** The gate or subroutine a scope is in, or the program. */
function bodyOf(scope: OpenScope): Scope {
  let body = scope;
  while (body.kind === 'block' && body.parent) body = body.parent;
  return body;
}

function misreadLines({ lines, tree }: FileBinding): ReadonlySet<number> {
  const errors = tree.diagnostics.filter(({ severity }) => severity === 'error');
  return new Set(errors.map(({ range }) => lines.positionAt(range.start).line));
}

function withUses(diagnostic: Diagnostic, others: readonly UnresolvedName[]): Diagnostic {
  if (others.length === 0) return diagnostic;
  const related = others.slice(0, mostRelated).map(({ name: { end, name, start } }): RelatedPlace => {
    return { message: `'${name}' is also used here.`, range: { start, end } };
  });
  return withRelated(diagnostic, related);
}
