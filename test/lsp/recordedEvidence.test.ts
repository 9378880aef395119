import { expect, test } from 'vitest';
import { DiagnosticRefreshRequest } from 'vscode-languageserver/node';
import type { RecordedEvidence } from '#core/pipeline/analysis/recordedEvidence.ts';
import { recordedEvidenceRequest, runsChangedNotification } from '#core/protocol/languageServer.ts';
import { editorCapabilities, startLanguageServer } from '#test/support/languageServerProcess.ts';
import { pipelineText } from '#test/support/pipelineFixtures.ts';

const uri = 'file:///nowhere/a.hybrid.yaml';
const stage = (id: string) =>
  `{ id: ${id}, success: [{ kind: quality, metric: accuracy, op: ">", value: 0.5 }, { kind: reliability, metric: runs.completed, op: ">=", value: 1 }, { kind: cost, metric: cost.total, op: "<=", value: 0 }] }`;
const text = pipelineText({
  rollout: `{ stage: simulation, stages: [${stage('poc')}, ${stage('simulation')}] }`,
});

interface Question {
  readonly uri: string;
  readonly question: { readonly rollout?: { readonly stage: string } };
}

/** A client that answers what runs show when it is told to, and counts how often it is asked to look again. */
async function recallingClient() {
  const questions: { readonly question: Question; readonly answer: (evidence: RecordedEvidence | null) => void }[] = [];
  const waiting: (() => void)[] = [];
  const awake = () => {
    for (const resume of waiting.splice(0)) resume();
  };
  let refreshes = 0;
  const server = await startLanguageServer({
    prepare(connection) {
      connection.onRequest(recordedEvidenceRequest, async (question: Question) => {
        const answer = new Promise<RecordedEvidence | null>((resolve) => {
          questions.push({ question, answer: resolve });
        });
        awake();
        return await answer;
      });
      connection.onRequest(DiagnosticRefreshRequest.type, () => {
        refreshes++;
        awake();
      });
    },
    parameters: {
      capabilities: {
        ...editorCapabilities,
        workspace: { ...editorCapabilities.workspace, diagnostics: { refreshSupport: true } },
        experimental: { hybridQuantum: { movesCredentials: true, recallsRuns: true } },
      },
    },
  });
  const until = async (holds: () => boolean) => {
    while (!holds()) await new Promise<void>((resolve) => waiting.push(resolve));
  };
  return {
    server,
    questions,
    nthQuestion: async (count: number) => {
      await until(() => questions.length >= count);
      const found = questions[count - 1];
      if (!found) throw new Error('No question.');
      return found;
    },
    nthRefresh: async (count: number) => await until(() => refreshes >= count),
    stages: async () => (await server.diagnostics(uri)).filter(({ code }) => code === 'HP191'),
  };
}

const open: RecordedEvidence = { openStages: [{ stage: 'poc', lacks: 'accuracy > 0.5, not known: no run' }] };

test('findings that rest on runs appear when the client has told, and go when runs have changed', async () => {
  const client = await recallingClient();
  client.server.open(uri, text);
  // Nobody waits for the answer.
  expect(await client.stages()).toEqual([]);
  const first = await client.nthQuestion(1);
  expect(first.question).toMatchObject({ uri, question: { rollout: { stage: 'simulation' } } });
  first.answer(open);
  await client.nthRefresh(1);
  expect(await client.stages()).toMatchObject([{ message: expect.stringContaining('accuracy > 0.5, not known') }]);
  // The same question is not asked twice.
  client.server.change(uri, `${text}# more\n`);
  expect(await client.stages()).toHaveLength(1);
  expect(client.questions).toHaveLength(1);

  await client.server.connection.sendNotification(runsChangedNotification);
  const second = await client.nthQuestion(2);
  // What was known stays until there is news.
  expect(await client.stages()).toHaveLength(1);
  second.answer({ openStages: [] });
  await client.nthRefresh(2);
  expect(await client.stages()).toEqual([]);
  expect(await client.server.close()).toBe(0);
});

test('typing asks one question at a time, about the text of then', async () => {
  const client = await recallingClient();
  client.server.open(uri, text);
  await client.stages();
  const first = await client.nthQuestion(1);
  for (const value of ['0.6', '0.61', '0.612']) {
    client.server.change(uri, text.replaceAll('value: 0.5', `value: ${value}`));
    expect(await client.stages()).toEqual([]);
  }
  expect(client.questions).toHaveLength(1);
  first.answer(open);
  const last = await client.nthQuestion(2);
  expect(JSON.stringify(last.question)).toContain('0.612');
  last.answer({ openStages: [{ stage: 'poc', lacks: 'accuracy > 0.612, found 0.6' }] });
  await client.nthRefresh(1);
  expect(await client.stages()).toMatchObject([{ message: expect.stringContaining('0.612, found 0.6') }]);
  expect(client.questions).toHaveLength(2);
  expect(await client.server.close()).toBe(0);
});

test('a client that cannot tell, or fails to, is served without', async () => {
  const client = await recallingClient();
  client.server.open(uri, text);
  expect(await client.stages()).toEqual([]);
  (await client.nthQuestion(1)).answer(null);
  await client.server.connection.sendNotification(runsChangedNotification);
  (await client.nthQuestion(2)).answer({ openStages: 'nonsense' } as unknown as RecordedEvidence);
  expect(await client.stages()).toEqual([]);
  client.server.open('file:///nowhere/b.hybrid.yaml', pipelineText());
  await client.server.diagnostics('file:///nowhere/b.hybrid.yaml');
  expect(client.questions.map(({ question }) => question.uri)).toEqual([uri, uri]);
  expect(await client.server.close()).toBe(0);
});
