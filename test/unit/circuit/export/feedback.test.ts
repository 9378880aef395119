import { describe, expect, it } from 'vitest';
import { exportQasm3 } from '#core/circuit/export/qasm3.ts';
import { exportQuil } from '#core/circuit/export/quil.ts';
import { feedbackProgram, feedbackPrograms } from '#test/support/feedbackPrograms.ts';
import { imported } from '#test/support/importing.ts';
import {
  expectSameDistribution,
  expectSameProbabilities,
  outcomeDistribution,
} from '#test/support/outcomeDistribution.ts';
import { circuitOf } from '#test/support/programUnitary.ts';

describe.each(Object.entries(feedbackPrograms))('a program with %s', (_name, body) => {
  const input = circuitOf(feedbackProgram(body));

  it('written as OpenQASM 3 gives the same outcomes and the same text again', () => {
    const { omissions, text = '' } = exportQasm3(input);
    expect(omissions).toEqual([]);
    const back = circuitOf(text);
    expectSameDistribution(back, input);
    expect(exportQasm3(back).text).toBe(text);
  });

  it('written in Quil, where it can be, gives the same outcomes', () => {
    const { omissions, text } = exportQuil(input);
    if (text === undefined) {
      expect(omissions.some(({ severity }) => severity === 'error')).toBe(true);
      return;
    }
    // Booleans are bits of memory in Quil, and results of their own; the register `c` is the last one of all.
    const ofRegister = (found: Readonly<Record<string, number>>) => {
      const sums: Record<string, number> = {};
      for (const [bits, probability] of Object.entries(found)) {
        sums[bits.slice(-3)] = (sums[bits.slice(-3)] ?? 0) + probability;
      }
      return sums;
    };
    const back = imported(text, 'quil').circuit;
    expectSameProbabilities(ofRegister(outcomeDistribution(back)), ofRegister(outcomeDistribution(input)));
  });
});
