import type { RunRecord } from './runRecord.ts';

/** Where a run ended early, such as `hybrid, repeat 3, train`. */
export function failedStepText({ failedStep }: Pick<RunRecord, 'failedStep'>): string | undefined {
  if (failedStep === undefined) return undefined;
  const { id, part, repeat } = failedStep;
  return [id, ...(repeat === undefined ? [] : [`repeat ${repeat + 1}`]), ...(part === undefined ? [] : [part])].join(
    ', ',
  );
}
