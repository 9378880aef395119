import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import { allEditorFeatures } from '#core/language/languageService.ts';
import { CircuitAnalyses } from '#core/language/openqasm/circuitAnalysis.ts';
import { createCompanionLanguage } from '#core/language/pipeline/companionLanguage.ts';
import { createPipelineLanguage } from '#core/language/pipeline/pipelineLanguage.ts';
import { analyseCompanion } from '#core/pipeline/analysis/analyseCompanion.ts';
import { analysePipeline } from '#core/pipeline/analysis/analysePipeline.ts';
import { projectRoot } from '#scripts/projectRoot.ts';
import { languageDocument, memoryWorkspace } from '#test/support/languageDocuments.ts';
import { applyTextEdits } from '#test/support/markedDocument.ts';
import { readCaret } from '#test/support/markers.ts';
import { memoryFiles, pipelineText } from '#test/support/pipelineFixtures.ts';

const workspace = memoryWorkspace();
const iris = readFileSync(join(projectRoot, 'media', 'datasets', 'iris.csv'), 'utf8');
const files = memoryFiles({ 'builtin:iris.csv': iris, 'first.hybrid.yaml': pipelineText() });

async function offered(marked: string, name: string, snippets: boolean) {
  const { caret, text } = readCaret(marked);
  const document = languageDocument(text, `file:///project/${name}`);
  const features = { ...allEditorFeatures, snippets };
  const language = name.endsWith('.hybrid.yaml')
    ? createPipelineLanguage(new CircuitAnalyses(workspace), features)
    : createCompanionLanguage(workspace, features);
  const { items } = await language.completion(document, document.lines.positionAt(caret), neverCancelled);
  return items
    .filter(({ detail }) => detail?.endsWith(' lines'))
    .map(({ filterText, insertTextFormat, label, textEdit }) => {
      if (!textEdit || !('range' in textEdit)) throw new Error('No edit.');
      return { label, filterText, insertTextFormat, text: applyTextEdits(text, [textEdit]) };
    });
}

const labels = async (marked: string, name = 'a.hybrid.yaml') =>
  (await offered(marked, name, true)).map(({ label }) => label);

describe('an empty file', () => {
  test('is offered a pipeline of every pattern and kind of problem, none longer than 15 lines, none with a finding', async () => {
    const found = await offered('‸', 'a.hybrid.yaml', false);
    expect(found.map(({ label }) => label)).toEqual([
      'Pipeline: trained circuit',
      'Pipeline: quantum kernel',
      'Pipeline: score in front of a model',
      'Pipeline: optimisation problem',
      'Pipeline: ground state',
    ]);
    for (const { text } of found) {
      expect(text).not.toContain('$');
      expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(15);
      const { diagnostics, plan } = await analysePipeline(text, 'a.hybrid.yaml', { files });
      expect(diagnostics.map(({ code, message }) => `${code} ${message}`)).toEqual([]);
      expect(plan?.backends).toHaveLength(1);
    }
  });

  test('is offered a suite or a scorecard where that is its name', async () => {
    const [suite] = await offered('‸', 'a.suite.yaml', false);
    const [scorecard] = await offered('# ours\n‸', 'a.scorecard.yaml', false);
    const problems = async (kind: 'suite' | 'scorecard', text = '') =>
      (await analyseCompanion(kind, text, { files })).diagnostics.map(({ message }) => message);
    expect(await problems('suite', suite?.text)).toEqual([]);
    expect(await problems('scorecard', scorecard?.text)).toEqual([]);
    expect(scorecard?.text).toMatch(/^# ours\nscorecard: 1\n/);
  });

  test('has placeholders in editors that know them', async () => {
    const [first] = await offered('‸', 'a.hybrid.yaml', true);
    expect(first?.insertTextFormat).toBe(2);
    expect(first?.text).toContain('builtin: ${2|iris,wine,breast-cancer|}');
  });

  test('counts as empty with a comment and a word that was begun, and not with a key', async () => {
    const [begun] = await offered('# mine\npip‸', 'a.hybrid.yaml', false);
    expect(begun?.text).toMatch(/^# mine\nhybrid: 1\n/);
    expect(begun?.filterText).toMatch(/^pip/);
    expect(await labels('\n\n‸')).toHaveLength(5);
    expect(await labels('hybrid: 1\n‸')).toEqual([]);
    expect(await labels('na‸me: x\n')).toEqual([]);
  });
});
