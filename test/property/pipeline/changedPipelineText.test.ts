import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { flowText } from '#core/base/yaml/flowText.ts';
import { nodeAt, plainValue, type SourceNode, type SourcePath } from '#core/base/yaml/sourceNode.ts';
import { changedPipelineText } from '#core/pipeline/source/changedPipelineText.ts';
import { parsePipelineText } from '#core/pipeline/source/parsePipelineText.ts';
import { readPipeline } from '#core/pipeline/source/readPipeline.ts';
import { projectRoot } from '#scripts/projectRoot.ts';

const samples = globSync('samples/*/*.hybrid.yaml', { cwd: projectRoot }).map((path) =>
  readFileSync(join(projectRoot, path), 'utf8'),
);

function pathsOf(node: SourceNode | undefined, path: SourcePath = []): SourcePath[] {
  const inner =
    node?.kind === 'mapping'
      ? node.entries.flatMap(({ key, value }) => pathsOf(value, [...path, key]))
      : node?.kind === 'list'
        ? node.items.flatMap((item, index) => pathsOf(item, [...path, index]))
        : [];
  return path.length === 0 ? inner : [path, ...inner];
}

const somewhere = fc.constantFrom(...samples).chain((text) => {
  const { root } = parsePipelineText(text);
  return fc.record({ text: fc.constant(text), path: fc.constantFrom(...pathsOf(root)) });
});

function commentsOf(text: string): string[] {
  return text.match(/(?<=^|\s)#.*$/gm) ?? [];
}

test('the value that is there changes nothing of what the pipeline says', () => {
  fc.assert(
    fc.property(somewhere, ({ path, text }) => {
      const node = nodeAt(parsePipelineText(text).root, path);
      if (node === undefined) return;
      const changed = changedPipelineText(text, 'x.hybrid.yaml', { [path.join('.')]: flowText(plainValue(node)) });
      expect(changed.changes).toEqual([]);
      expect(readPipeline(changed.text, 'x').definition).toEqual(readPipeline(text, 'x').definition);
    }),
  );
});

test('any value is there afterwards, and the rest of the file with its comments as it was', () => {
  const value = fc.oneof(
    fc.double(),
    fc.string().filter((text) => !text.includes('#')),
    fc.boolean(),
    fc.array(fc.integer()),
    fc.constant({ a: ['b', null] }),
  );
  fc.assert(
    fc.property(somewhere, value, ({ path, text }, wanted) => {
      const written = flowText(wanted);
      const changed = changedPipelineText(text, 'x.hybrid.yaml', { [path.join('.')]: written });
      const after = parsePipelineText(changed.text);
      const node = nodeAt(after.root, path);
      expect(after.diagnostics).toEqual([]);
      expect(node && plainValue(node)).toEqual(wanted);
      // Those inside of a block go with it.
      if (nodeAt(parsePipelineText(text).root, path)?.kind === 'scalar')
        expect(commentsOf(changed.text)).toEqual(commentsOf(text));
      const others = (root: SourceNode | undefined) =>
        pathsOf(root)
          .filter(
            (other) =>
              !path.every((part, index) => other[index] === part) &&
              !other.every((part, index) => path[index] === part),
          )
          .map((other) => [other.join('.'), flowText(plainValue(nodeAt(root, other) as SourceNode))]);
      expect(others(after.root)).toEqual(others(parsePipelineText(text).root));
    }),
  );
});
