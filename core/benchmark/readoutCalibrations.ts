import type { ChainState } from '#core/pipeline/engine/chainState.ts';
import { readoutCorrection } from '#core/pipeline/engine/mitigation/readoutCorrection.ts';
import type { RunResult } from '#core/runs/runRecord.ts';

/** How backends misread where that was corrected, as the record of a run keeps it. */
export function readoutCalibrations({
  calibrations,
}: Pick<ChainState, 'calibrations'>): NonNullable<RunResult['readout']> {
  return Object.entries(calibrations).flatMap(([backend, kept]) =>
    kept.map(({ calibration, time }) => {
      const { method } = calibration;
      const { oneNorm } = readoutCorrection(calibration);
      const entries =
        method === 'tensored'
          ? { qubits: calibration.qubits.map(({ p01, p10 }) => ({ p01, p10 })) }
          : { matrix: calibration.matrix.map((row) => [...row]) };
      return { backend, time, method, oneNorm, ...entries };
    }),
  );
}
