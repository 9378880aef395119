import { readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { basename, dirname, resolve } from 'node:path';

/**
 * A stack with the places in the bundles of a folder replaced by those in the sources they were made from; the bundles
 * carry their maps. The editor makes its stacks itself, so that Node cannot be asked to do it.
 */
export function inSources(stack: string, bundles: string): string {
  const place = new RegExp(`[^\\s(]*${basename(bundles)}[/\\\\]([\\w.]+\\.cjs):(\\d+):(\\d+)`, 'g');
  return stack.replaceAll(place, (whole, file: string, line: string, column: string) => {
    const bundle = resolve(bundles, file);
    const entry = sourceMapOf(bundle)?.findEntry(Number(line) - 1, Number(column) - 1);
    if (entry === undefined || !('originalSource' in entry)) return whole;
    const source = resolve(dirname(bundle), entry.originalSource);
    return `${source}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
  });
}

function sourceMapOf(bundle: string): SourceMap | undefined {
  const [, encoded] =
    /\/\/# sourceMappingURL=data:application\/json;base64,(\S+)\s*$/.exec(readFileSync(bundle, 'utf8')) ?? [];
  if (encoded === undefined) return undefined;
  return new SourceMap(JSON.parse(Buffer.from(encoded, 'base64').toString()) as SourceMapPayload);
}
