import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pipelineText } from '#test/support/pipelineFixtures.ts';
import { measured, runText } from '#test/support/pipelineRuns.ts';

const texts = {
  cobyla: pipelineText({ optimise: '{ maxIterations: 12, checkpoint: { every: 1 } }', benchmark: '{ repeats: 2 }' }),
  // Adaptive shots, readout calibrations and circuits that are repeated to scale their noise.
  mitigated: pipelineText({
    optimise: '{ maxIterations: 6, checkpoint: { every: 1 } }',
    benchmark: '{ repeats: 3 }',
    backends: '{ s: { adapter: builtin-simulator, kind: emulator, shots: 40 } }',
    confidence: '{ halfWidth: 0.1, of: expectation, adaptive: { start: 10, max: 40 } }',
    mitigation:
      '{ readout: { method: tensored, shots: 30, maxAge: 1h }, zne: { scales: [1, 3], fold: global, fit: linear } }',
  }),
  spsa: pipelineText({
    optimise: '{ method: spsa, maxIterations: 6, restarts: 2, checkpoint: { every: 1 } }',
    benchmark: '{ repeats: 2, ablations: [] }',
    backends: '{ s: { adapter: builtin-simulator, shots: 20 } }',
  }),
};

test.each(['cobyla', 'mitigated', 'spsa'] as const)(
  'a run with %s that goes on from any checkpoint ends with the numbers of an uninterrupted one',
  async (method) => {
    const whole = await runText(texts[method]);
    expect(whole.checkpoints.length).toBeGreaterThan(20);
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: whole.checkpoints.length - 1 }), async (index) => {
        const resumed = await runText(texts[method], { resumeFrom: whole.checkpoints[index] });
        expect(measured(resumed.result)).toBe(measured(whole.result));
      }),
      { numRuns: 12 },
    );
  },
);

test('a run interrupted several times ends with the same numbers', async () => {
  const whole = await runText(texts.cobyla);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 4 }), async (stops) => {
      let checkpoint: unknown;
      for (const stop of stops) {
        await runText(texts.cobyla, {
          resumeFrom: checkpoint,
          onCheckpoint: (stored) => {
            checkpoint = stored;
          },
          beforeEvaluation: (index) => {
            if (index === stop) throw new Error('killed');
          },
        }).catch(() => undefined);
      }
      const resumed = await runText(texts.cobyla, { resumeFrom: checkpoint });
      expect(measured(resumed.result)).toBe(measured(whole.result));
    }),
    { numRuns: 8 },
  );
});
