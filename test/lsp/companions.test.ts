import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import {
  CodeActionRequest,
  CompletionRequest,
  DocumentDiagnosticRequest,
  DocumentFormattingRequest,
  DocumentLinkRequest,
  DocumentSymbolRequest,
  FoldingRangeRequest,
  HoverRequest,
} from 'vscode-languageserver/node';
import { startLanguageServer } from '#test/support/languageServerProcess.ts';
import { pipelineText } from '#test/support/pipelineFixtures.ts';
import { withTemporaryFolder } from '#test/support/temporaryFolder.ts';

const dimensions = ['sdkUsability', 'backendAccess', 'benchmarkTransparency', 'costControl', 'portability']
  .map(
    (name) =>
      `  ${name}: { owner: team, weight: 0.2, measures: [{ id: ${name}, source: "run:queue.p99", better: lower, good: 5, red: 20 }] }\n`,
  )
  .join('');
const scorecard = `scorecard: 1 # ours\nname: vendor\npipelines: [a.hybrid.yaml]\nversion: "1"\nreviewers: { ml: kim, platform: robin }\ndimensions:\n${dimensions}`;
const suite = 'suite: 1\nname: all\npipelines: [a.hybrid.yaml, b.hybrid.yaml]\nbackends: [nosiy]\nparallell: 2\n';

test('suites and scorecards are checked, completed and explained by the server', async () => {
  await withTemporaryFolder(async (folder) => {
    const backends = '{ noisy: { adapter: builtin-simulator, shots: 100 } }';
    await writeFile(join(folder, 'a.hybrid.yaml'), pipelineText({ name: 'a', backends }));
    const server = await startLanguageServer();
    const suiteUri = pathToFileURL(join(folder, 'all.suite.yaml')).href;
    const cardUri = pathToFileURL(join(folder, 'vendor.scorecard.yaml')).href;
    server.open(suiteUri, suite);
    server.open(cardUri, scorecard);
    const findings = async (uri: string) => {
      const report = await server.connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri } });
      return 'items' in report ? report.items.map(({ code, range }) => [code, range.start.line]) : [];
    };
    expect(await findings(suiteUri)).toEqual([['HP002', 4]]);
    expect(await findings(cardUri)).toEqual([6, 7, 8, 9, 10].map((line) => ['HP198', line]));

    server.change(suiteUri, suite.replace('parallell', 'parallel'));
    expect(await findings(suiteUri)).toEqual([
      ['HP196', 2],
      ['HP197', 3],
    ]);
    const at = { line: 3, character: 12 };
    const actions = await server.connection.sendRequest(CodeActionRequest.type, {
      textDocument: { uri: suiteUri },
      range: { start: at, end: at },
      context: { diagnostics: [] },
    });
    expect(actions?.map(({ title }) => title)).toContain('Use noisy');

    const textDocument = { uri: suiteUri };
    const completion = await server.connection.sendRequest(CompletionRequest.type, { textDocument, position: at });
    const items = Array.isArray(completion) ? completion : (completion?.items ?? []);
    expect(items.map(({ label }) => label)).toEqual(['noisy', 'local']);
    expect(
      await server.connection.sendRequest(HoverRequest.type, { textDocument, position: { line: 2, character: 3 } }),
    ).toMatchObject({ contents: { value: expect.stringContaining('Pipeline files, relative to this file.') } });
    const links = await server.connection.sendRequest(DocumentLinkRequest.type, { textDocument });
    expect(links?.map(({ target }) => target)).toEqual(
      ['a.hybrid.yaml', 'b.hybrid.yaml'].map((name) => pathToFileURL(join(folder, name)).href),
    );
    const symbols = await server.connection.sendRequest(DocumentSymbolRequest.type, { textDocument });
    expect(symbols?.map(({ name }) => name)).toEqual(['suite', 'name', 'pipelines', 'backends', 'parallel']);
    const folds = await server.connection.sendRequest(FoldingRangeRequest.type, { textDocument: { uri: cardUri } });
    expect(folds).toContainEqual({ startLine: 5, endLine: 10 });
    const options = { tabSize: 2, insertSpaces: true };
    const edits = await server.connection.sendRequest(DocumentFormattingRequest.type, {
      textDocument: { uri: cardUri },
      options,
    });
    expect(edits ?? []).toEqual([]);
    expect(await server.close()).toBe(0);
  });
});
