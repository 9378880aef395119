import type { OffsetRange } from '#core/base/textRange.ts';
import { entryOf, nodeAt, type SourceNode, type SourcePath } from '#core/base/yaml/sourceNode.ts';

/** Something that the author of a file gives a name, or a word that several places have to agree on. */
export type NameKind = 'backends' | 'vars' | 'people' | 'stages' | 'metrics';

/** A place where a name stands. */
export interface NamedPlace {
  readonly kind: NameKind;
  readonly name: string;
  /** Of the name alone, without quotation marks and what is written around it. */
  readonly range: OffsetRange;
  readonly isDeclaration: boolean;
}

/** The names of a pipeline, in no order. */
export function pipelinePlaces(text: string, root: SourceNode | undefined): NamedPlace[] {
  const metrics = itemsOf(nodeAt(root, ['benchmark', 'metrics'])).flatMap((metric) =>
    placed('metrics', text, entryOf(metric, 'name')?.value, true),
  );
  return [
    ...keysOf('backends', text, nodeAt(root, ['backends'])),
    ...itemsOf(nodeAt(root, ['execution', 'chain'])).flatMap((link) =>
      placed('backends', text, entryOf(link, 'backend')?.value, false).filter(({ name }) => name !== 'classical'),
    ),
    ...keysOf('vars', text, nodeAt(root, ['vars'])),
    ...variableUses(text, root),
    ...valuesOf(nodeAt(root, ['owners'])).flatMap((owner) => placed('people', text, owner, true)),
    ...stagePlaces(text, root),
    ...reviewPlaces(text, nodeAt(root, ['scorecard'])),
    ...metrics,
    ...metricUses(text, root, [...new Set(metrics.map(({ name }) => name))]),
  ];
}

/** The names of a suite or scorecard, in no order. */
export function companionPlaces(text: string, root: SourceNode | undefined): NamedPlace[] {
  const scorecard = entryOf(root, 'scorecard')?.value;
  return [
    ...itemsOf(nodeAt(root, ['backends'])).flatMap((backend) => placed('backends', text, backend, false)),
    ...reviewPlaces(text, scorecard?.kind === 'mapping' ? scorecard : root),
  ];
}

/** The place at an offset. */
export function placeAt(places: readonly NamedPlace[], offset: number): NamedPlace | undefined {
  return places.find(({ range }) => range.start <= offset && offset <= range.end);
}

/** The places of the same name, in order. */
export function placesLike(places: readonly NamedPlace[], { kind, name }: NamedPlace): NamedPlace[] {
  return places
    .filter((place) => place.kind === kind && place.name === name)
    .sort((a, b) => a.range.start - b.range.start);
}

function stagePlaces(text: string, root: SourceNode | undefined): NamedPlace[] {
  return [
    ...placed('stages', text, nodeAt(root, ['rollout', 'stage']), false),
    ...itemsOf(nodeAt(root, ['rollout', 'stages'])).flatMap((stage) => [
      ...placed('stages', text, entryOf(stage, 'id')?.value, true),
      ...itemsOf(entryOf(stage, 'approvers')?.value).flatMap((approver) => placed('people', text, approver, false)),
    ]),
  ];
}

/** Whom a scorecard names: reviewers, owners, who entered or raised something. */
function reviewPlaces(text: string, scorecard: SourceNode | undefined): NamedPlace[] {
  const person = (node: SourceNode | undefined, path: SourcePath) => placed('people', text, nodeAt(node, path), false);
  return [
    ...valuesOf(nodeAt(scorecard, ['reviewers'])).flatMap((reviewer) => person(reviewer, [])),
    ...valuesOf(nodeAt(scorecard, ['dimensions'])).flatMap((dimension) => [
      ...person(dimension, ['owner']),
      ...person(dimension, ['raised', 'by']),
      ...itemsOf(entryOf(dimension, 'measures')?.value).flatMap((measure) => [
        ...person(measure, ['entered', 'by']),
        ...person(measure, ['entered', 'reviewedBy']),
      ]),
    ]),
  ];
}

/** Where criteria and measures name a metric of the comparison: `accuracy.ciLow`, `run:accuracy.ciLow`. */
function metricUses(text: string, root: SourceNode | undefined, metrics: readonly string[]): NamedPlace[] {
  const found: NamedPlace[] = [];
  const visit = (node: SourceNode, key: string): void => {
    if (node.kind === 'mapping') for (const entry of node.entries) visit(entry.value, entry.key);
    else if (node.kind === 'list') for (const item of node.items) visit(item, key);
    else if (key === 'metric' || key === 'source') {
      const range = withoutQuotes(text, node.range);
      const prefix = key === 'source' ? 'run:' : '';
      const written = text.slice(range.start, range.end);
      if (!written.startsWith(prefix)) return;
      const path = written.slice(prefix.length);
      const name = metrics.find((metric) => path === metric || path.startsWith(`${metric}.`));
      const start = range.start + prefix.length;
      if (name !== undefined)
        found.push({ kind: 'metrics', name, range: { start, end: start + name.length }, isDeclaration: false });
    }
  };
  for (const key of ['rollout', 'scorecard']) {
    const block = entryOf(root, key)?.value;
    if (block) visit(block, key);
  }
  return found;
}

function variableUses(text: string, root: SourceNode | undefined): NamedPlace[] {
  const found: NamedPlace[] = [];
  const visit = (node: SourceNode): void => {
    if (node.kind === 'mapping') for (const { value } of node.entries) visit(value);
    else if (node.kind === 'list') for (const item of node.items) visit(item);
    else
      for (const match of text.slice(node.range.start, node.range.end).matchAll(/\$\{\s*vars\.([^}\s]+)\s*\}/g)) {
        const [whole, name = ''] = match;
        const start = node.range.start + match.index + whole.indexOf('vars.') + 'vars.'.length;
        found.push({ kind: 'vars', name, range: { start, end: start + name.length }, isDeclaration: false });
      }
  };
  if (root) visit(root);
  return found;
}

function keysOf(kind: NameKind, text: string, block: SourceNode | undefined): NamedPlace[] {
  const entries = block?.kind === 'mapping' && text[block.range.start] !== '*' ? block.entries : [];
  return entries
    .filter(({ key }) => key !== '')
    .map(({ key, keyRange }) => ({ kind, name: key, range: withoutQuotes(text, keyRange), isDeclaration: true }));
}

function placed(kind: NameKind, text: string, node: SourceNode | undefined, isDeclaration: boolean): NamedPlace[] {
  if (node?.kind !== 'scalar' || typeof node.value !== 'string' || node.value === '') return [];
  const range = withoutQuotes(text, node.range);
  // Written as an alias, by reference or with escapes, the name itself does not stand there.
  if (text.slice(range.start, range.end) !== node.value) return [];
  return [{ kind, name: node.value, range, isDeclaration }];
}

function itemsOf(node: SourceNode | undefined): readonly SourceNode[] {
  return node?.kind === 'list' ? node.items : [];
}

function valuesOf(node: SourceNode | undefined): readonly SourceNode[] {
  return node?.kind === 'mapping' ? node.entries.map(({ value }) => value) : [];
}

function withoutQuotes(text: string, { end, start }: OffsetRange): OffsetRange {
  const written = text.slice(start, end).trimEnd();
  const quoted = /^(["']).*\1$/s.test(written) && written.length >= 2;
  return quoted ? { start: start + 1, end: start + written.length - 1 } : { start, end: start + written.length };
}
