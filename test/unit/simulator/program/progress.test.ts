import { describe, expect, it } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import { pieceOfWork, withReport } from '#core/base/workSignal.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import type { NoiseModel } from '#core/simulator/noise/noiseModel.ts';
import { noisePresets } from '#core/simulator/noise/noisePresets.ts';
import { simulate } from '#core/simulator/simulate.ts';
import { circuit, cx, gate, measure, measureAll, when } from '#test/support/circuitBuilder.ts';
import { noiseModel } from '#test/support/noisyRuns.ts';
import { simulationContext } from '#test/support/simulationContext.ts';

interface Told {
  readonly fractions: number[];
  readonly steps: string[];
}

function progressOf(input: Circuit, shots: number, noise?: NoiseModel): Told {
  const fractions: number[] = [];
  const steps: string[] = [];
  const onProgress = (fraction: number, step: string) => {
    if (step === 'simulate') fractions.push(fraction);
    if (steps.at(-1) !== step) steps.push(step);
  };
  const method = noise ? ({ method: 'trajectories', noise } as const) : ({ method: 'statevector' } as const);
  simulate(input, { shots, seed: 3, ...method }, { ...simulationContext, onProgress });
  return { fractions, steps };
}

describe('the progress of a simulation', () => {
  it('reaches the end before the outcomes are read', () => {
    const { fractions, steps } = progressOf(circuit(3, [gate('h', 0), ...measureAll(3)], { bits: 3 }), 100);
    expect(fractions.at(-1)).toBe(1);
    expect(steps).toContain('sample');
  });

  it('grows with every stage of a state vector', () => {
    const turns = Array.from({ length: 16 }, (_, qubit) => gate('ry', qubit, 0.1 + qubit));
    const links = Array.from({ length: 16 }, (_, qubit) => cx(qubit, (qubit + 7) % 16));
    const { fractions } = progressOf(circuit(16, [turns, links, turns, links, turns].flat()), 1);
    expect(fractions.length).toBeGreaterThan(2);
    expect(fractions).toEqual([...fractions].sort((left, right) => left - right));
  });

  it('grows with every trajectory', () => {
    const { fractions } = progressOf(
      circuit(1, [gate('h', 0), measure(0, 0)], { bits: 1 }),
      10_000,
      noiseModel(noisePresets.depolarising),
    );
    expect(fractions.length).toBeGreaterThan(2);
    expect(fractions.every((fraction, index) => fraction > (fractions[index - 1] ?? 0))).toBe(true);
    expect(fractions.at(-1)).toBe(1);
  });

  it('grows with every way through a circuit that measures in its middle', () => {
    const rounds = Array.from({ length: 4 }, () => [
      gate('h', 0),
      measure(0, 0),
      when([0], 1, [gate('x', 1), gate('h', 1)]),
      gate('ry', 1, 0.7),
      measure(1, 1),
    ]).flat();
    const { fractions } = progressOf(circuit(2, rounds, { bits: 2 }), 1000);
    expect(new Set(fractions).size).toBeGreaterThan(10);
    expect(fractions.every((fraction) => fraction > 0 && fraction <= 1)).toBe(true);
    const ends = fractions.filter(
      (fraction, index) => index === 0 || fraction > Math.max(...fractions.slice(0, index)),
    );
    expect(ends.at(-1)).toBe(1);
  });
});

describe('a piece of work', () => {
  it('reports its part of the whole, and is cancelled with it', () => {
    const told: number[] = [];
    const whole = withReport(neverCancelled, (fraction) => told.push(fraction));
    const piece = pieceOfWork(pieceOfWork(whole, 0.5, 1), 0, 0.5);
    piece.report?.(0);
    piece.report?.(0.5);
    piece.report?.(1);
    expect(told).toEqual([0.5, 0.625, 0.75]);
    expect(piece.isCancelled).toBe(false);
    expect(pieceOfWork({ ...neverCancelled, isCancelled: true }, 0, 1).isCancelled).toBe(true);
  });
});
