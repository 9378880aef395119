import type { RunRecord } from '#core/runs/runRecord.ts';
/**
 * The command line that repeats a run, to be typed in the workspace folder; its words are quoted for POSIX
 * shells.
 */
export declare function reproduceCommand(record: RunRecord): string;
