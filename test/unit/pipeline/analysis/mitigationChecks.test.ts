import { expect, test } from 'vitest';
import { analysePipelineText } from '#core/pipeline/analysis/analysePipeline.ts';
import { expectFindings, pipelineText } from '#test/support/pipelineFixtures.ts';

const device = '{ d: { adapter: ibm, shots: 100, calibration: { maxAge: 24h } } }';
const mitigated = (mitigation: string) => pipelineText({ backends: device, mitigation: `{ ${mitigation} }` });
const zne = (scales: string, fit = 'linear') => mitigated(`zne: { ${scales}, fold: global, fit: ${fit} }`);

test('HP172 a calibration older than its backend allows', async () => {
  await expectFindings('HP172', mitigated('readout: { method: tensored, shots: 100, maxAge: ⟦2d⟧ }'));
  await expectFindings('HP172', mitigated('readout: { method: tensored, shots: 100, maxAge: 24h }'));
  const chain = (age: string) =>
    pipelineText({
      backends: device,
      execution: `{ chain: [{ backend: d, skipWhen: { calibrationOlderThan: ${age} } }] }`,
    });
  await expectFindings('HP172', chain('⟦25h⟧'));
  await expectFindings('HP172', chain('1d'));
});

test('HP172 a calibration that is too old today', async () => {
  const named = (from: string) =>
    pipelineText({
      backends: `{ d: { adapter: builtin-simulator, noise: { from: ${from} }, calibration: { maxAge: 24h } } }`,
    });
  const files = {
    'ours.yaml': 'calibration: 1\ndate: "2026-05-01T12:00:00Z"\n',
    'theirs.json': '{ "backend_name": "fez", "last_update_date": "2026-05-01T14:00:00+02:00" }',
    'other.yaml': 'noise: 1\nname: n\n',
  };
  const at = (today: string) => ({ files, today });
  for (const name of ['ours.yaml', 'theirs.json']) {
    await expectFindings('HP172', named(`⟦${name}⟧`), at('2026-05-02T12:00:01Z'));
    await expectFindings('HP172', named(name), at('2026-05-02T12:00:00Z'));
    await expectFindings('HP172', named(name), { files });
  }
  await expectFindings('HP172', named('other.yaml'), at('2026-06-01'));
  await expectFindings('HP172', named('superconducting'), at('2026-06-01'));
});

test('HP172 a device whose calibration was too old when a run last looked, and nothing looks again', async () => {
  const seen = { device: 'forte', backend: 'd', seenAt: Date.parse('2026-05-01'), qubits: 36, version: '1' };
  const at = (calibratedAt: string | undefined, today: string, device = 'forte') => ({
    today,
    evidence: {
      openStages: [],
      devices: [{ ...seen, device, ...(calibratedAt === undefined ? {} : { calibratedAt: Date.parse(calibratedAt) }) }],
    },
  });
  const text = (limit: string, skip = '') =>
    pipelineText({
      backends: `{ d: { adapter: ionq, device: forte, shots: 100, calibration: { maxAge: ${limit} } } }`,
      execution: `{ chain: [{ backend: d${skip} }, { backend: classical }] }`,
    });
  await expectFindings('HP172', text('⟦24h⟧'), at('2026-04-30T12:00:00Z', '2026-05-01T12:00:01Z'));
  await expectFindings('HP172', text('24h'), at('2026-04-30T12:00:00Z', '2026-05-01T12:00:00Z'));
  await expectFindings('HP172', text('24h'), at(undefined, '2026-05-09'));
  await expectFindings('HP172', text('24h'), at('2026-04-30', '2026-05-09', 'aria'));
  const skip = ', skipWhen: { calibrationOlderThan: 24h }';
  await expectFindings('HP172', text('24h', skip), at('2026-04-30', '2026-05-09'));
});

test('HP173 scales that cannot be extrapolated', async () => {
  await expectFindings('HP173', zne('⟦scales⟧: [3, 5]'));
  await expectFindings('HP173', zne('scales: [1, ⟦2⟧, 3]'));
  await expectFindings('HP173', zne('⟦scales⟧: [1]'));
  await expectFindings('HP173', zne('⟦scales⟧: [1, 3, 5, 7, 9]', 'richardson'));
  await expectFindings('HP173', zne('scales: [1, 3, 5, 7, 9]'));
  await expectFindings('HP173', zne('scales: [1, 1.5, 3]', 'richardson'));
});

test('HP174 states what mitigation costs', async () => {
  await expectFindings('HP174', mitigated('⟦zne⟧: { scales: [1, 3, 5], fold: global, fit: linear }'));
  await expectFindings('HP174', mitigated('readout: { method: none, shots: 100, maxAge: 1h }'));
  await expectFindings('HP174', pipelineText());
  const { diagnostics } = analysePipelineText(
    mitigated('readout: { method: full, shots: 100, maxAge: 1h }'),
    'test.hybrid.yaml',
  );
  // 2 qubits have 4 basis states to prepare.
  expect(diagnostics.find(({ code }) => code === 'HP174')?.message).toContain(
    '4 calibration circuits of 100 shots: 400',
  );
});
