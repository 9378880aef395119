import { expect, test } from 'vitest';
import { simulationText } from '#cli/output/simulationText.ts';
import type { SimulationReport } from '#core/protocol/simulationReport.ts';

const report = (bits: string): SimulationReport => ({
  method: 'stabilizer',
  why: 'It was asked for.',
  precision: 'double',
  qubits: bits.length,
  bits: bits.length,
  shots: 4,
  seed: 1,
  counts: { [bits]: 4 },
  memory: [bits, bits],
  memoryBytes: 1,
  timing: { parse: 0, lower: 0, plan: 0, simulate: 0, sample: 0 },
  depth: 1,
  gates: 1,
});

test('outcomes of thousands of bits are shown by their ends', () => {
  const lines = simulationText(report(`${'01'.repeat(1000)}${'1'.repeat(3000)}`));
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(100);
  const shown = `${'01'.repeat(10)}…${'1'.repeat(20)}`;
  expect(lines.filter((line) => line.startsWith(shown))).toHaveLength(3);
  expect(lines).toContain('Outcomes are shown by their first and last 20 bits; --format json has all.');
});

test('outcomes that fit are shown whole', () => {
  const text = simulationText(report('10'.repeat(32))).join('\n');
  expect(text).toContain('10'.repeat(32));
  expect(text).not.toContain('--format json');
});
