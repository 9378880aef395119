/**
 * What becomes of a job: circuits are made ready for the backend, sent, wait for the device, run, their outcomes are
 * fetched, corrected for errors of the device, and read as the answers that were asked for.
 */
export const jobPhaseIds = ['compile', 'upload', 'queue', 'execute', 'download', 'mitigate', 'postprocess'] as const;
