import { describe, expect, test } from 'vitest';
import { analysePipeline, analysePipelineText } from '#core/pipeline/analysis/analysePipeline.ts';
import { readMarkers } from '#test/support/markers.ts';
import { expectFindings, pipelineText } from '#test/support/pipelineFixtures.ts';

test('HP170 the same seed for two purposes', async () => {
  await expectFindings('HP170', pipelineText({ seeds: '{ root: 1, split: 7, sampler: ⟦7⟧ }' }));
  await expectFindings('HP170', pipelineText({ seeds: '{ root: 7, split: 7, sampler: 8 }' }));
});

describe('HP180 literal credentials', () => {
  const options = (text: string) =>
    pipelineText({ backends: `{ d: { adapter: ionq, shots: 10, options: { ${text} } } }` });

  test('under a key that names one', async () => {
    await expectFindings('HP180', options('apiKey: ⟦abc123⟧'));
    await expectFindings('HP180', options('queue: fast'));
  });

  test('in any text that has the shape of one, also under x- keys', async () => {
    await expectFindings('HP180', pipelineText({ description: '⟦ghp_abcdefghijklmnopqrstuvwxyz0123456789⟧' }));
    await expectFindings(
      'HP180',
      pipelineText({
        description: '⟦eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U⟧',
      }),
    );
    await expectFindings('HP180', `${pipelineText()}x-note: ⟦AKIAIOSFODNN7EXAMPLE⟧\n`);
  });

  test('but not the name of one, nor a digest', async () => {
    await expectFindings(
      'HP180',
      pipelineText({ backends: '{ d: { adapter: ionq, shots: 10, credentials: { secret: ionq-api-key } } }' }),
    );
    await expectFindings(
      'HP180',
      pipelineText({
        data: `{ source: { path: data.csv }, target: label, sha256: "${'0123456789abcdef'.repeat(4)}" }`,
      }),
    );
  });

  test.each(['sk-abcdefghijklmnopqrstuvwxyz0123', `sk-${'abcdefghij0123456789'.repeat(8)}`])(
    'are not repeated by findings of the form either: %s',
    (secret) => {
      const text = pipelineText({ backends: `{ d: { adapter: ionq, credentials: ${secret}, kind: ${secret} } }` });
      const { diagnostics } = analysePipelineText(text, 'x');
      expect(diagnostics.map(({ code }) => code).sort()).toEqual(['HP003', 'HP003', 'HP180', 'HP180']);
      expect(diagnostics.map(({ message }) => message).join()).not.toContain(secret.slice(0, 20));
      expect(diagnostics.map(({ message }) => message).join()).toContain('[redacted]');
    },
  );

  test('are not repeated in the message', () => {
    const secret = 'sk-abcdefghijklmnopqrstuvwxyz0123';
    const { diagnostics } = analysePipelineText(pipelineText({ description: secret }), 'x');
    expect(diagnostics.map(({ code }) => code)).toContain('HP180');
    expect(diagnostics.map(({ message }) => message).join()).not.toContain(secret);
  });
});

describe('credentials', () => {
  const device = (credentials: string, intent: string) =>
    pipelineText({ intent, backends: `{ d: { adapter: ionq, shots: 100, credentials: { ${credentials} } } }` });
  const found = async (code: string, marked: string, ports: Parameters<typeof analysePipeline>[2]) => {
    const { ranges, text } = readMarkers(marked);
    const { diagnostics } = await analysePipeline(text, 'test.hybrid.yaml', ports);
    expect(diagnostics.filter((each) => each.code === code).map(({ range }) => range)).toEqual(ranges);
  };

  test('HP181 one that is nowhere when a run is wanted', async () => {
    const hasCredential = async (kind: string, name: string) => kind === 'env' && name === 'SET';
    await found('HP181', device('env: ⟦UNSET⟧', 'research'), { hasCredential });
    await found('HP181', device('secret: ⟦SET⟧', 'research'), { hasCredential });
    await found('HP181', device('env: SET', 'research'), { hasCredential });
    await found('HP181', device('env: UNSET', 'research'), {});
    const local = device('env: UNSET', 'research').replace('{ d:', '{ local: { adapter: builtin-simulator }, d:');
    await found('HP181', local, { hasCredential });
  });

  test('HP183 one that production shares with an experiment', async () => {
    const neighbours = (intent: string) => async () => [
      { path: 'lab.hybrid.yaml', text: device('secret: lab', intent) },
    ];
    await found('HP183', device('secret: ⟦lab⟧', 'production'), { neighbours: neighbours('research') });
    await found('HP183', device('secret: lab', 'production'), { neighbours: neighbours('production') });
    await found('HP183', device('env: lab', 'production'), { neighbours: neighbours('research') });
    // Another profile is another account.
    const apart = device('secret: lab, profile: production', 'production');
    await found('HP183', apart, { neighbours: neighbours('research') });
    await found('HP183', device('secret: lab', 'research'), { neighbours: neighbours('research') });
  });
});

test('HP182 personal data for a backend elsewhere', async () => {
  const data = (sensitivity: string, backend: string) =>
    pipelineText({
      data: `{ source: { path: data.csv }, target: label, sensitivity: ${sensitivity} }`,
      backends: `{ d: { adapter: ${backend} } }`,
    });
  await expectFindings('HP182', data('⟦personal⟧', 'ionq, shots: 100'));
  await expectFindings('HP182', data('internal', 'ionq, shots: 100'));
  await expectFindings('HP182', data('personal', 'builtin-simulator'));
  await expectFindings('HP182', data('personal', 'qiskit-aer, kind: simulator'));
});

test('HP182 a device in another part of the world than the data', async () => {
  const regions = (home: string, away: string, sensitivity = 'internal') =>
    pipelineText({
      data: `{ source: { path: data.csv }, target: label, sensitivity: ${sensitivity}, region: ${home} }`,
      backends: `{ d: { adapter: braket, shots: 100, region: ${away} } }`,
    });
  await expectFindings('HP182', regions('eu-central-1', '⟦us-east-1⟧'));
  await expectFindings('HP182', regions('eu-central-1', 'eu-west-2'));
  await expectFindings('HP182', regions('eu-central-1', 'us-east-1', 'public'));
});

test('HP170 seeds that are not written down where others rely on the result', async () => {
  await expectFindings('HP170', pipelineText({ intent: '⟦research⟧' }));
  await expectFindings('HP170', pipelineText({ intent: 'research', seeds: '{ root: 1 }' }));
  await expectFindings('HP170', pipelineText({ intent: 'learning' }));
});
