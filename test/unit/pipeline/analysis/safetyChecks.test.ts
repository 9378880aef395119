import { describe, expect, test } from 'vitest';
import { analysePipelineText } from '#core/pipeline/analysis/analysePipeline.ts';
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

  test('are not repeated in the message', () => {
    const secret = 'sk-abcdefghijklmnopqrstuvwxyz0123';
    const { diagnostics } = analysePipelineText(pipelineText({ description: secret }), 'x');
    expect(diagnostics.map(({ code }) => code)).toContain('HP180');
    expect(diagnostics.map(({ message }) => message).join()).not.toContain(secret);
  });
});
