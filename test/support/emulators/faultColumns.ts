import type { FaultEffect } from './faults.ts';

/** The time of day in the matrix; clocks stand still there but for pauses. */
export const matrixTime = Date.parse('2026-08-20T12:00:00Z');

/** A fault of answers: what strikes, and how often. */
export interface FaultColumn {
  readonly name: string;
  readonly times: number;
  readonly effect: FaultEffect;
  /** Milliseconds that the provider asks to wait. */
  readonly asksToWait?: number;
}

export const faultColumns: readonly FaultColumn[] = [
  { name: 'late answer', times: 1, effect: { kind: 'latency', milliseconds: 1 } },
  { name: 'no answer in time', times: 1, effect: { kind: 'held', until: new Promise(() => {}) } },
  { name: '429', times: 1, effect: { kind: 'throttle' } },
  {
    name: '429, wait 7 s',
    times: 2,
    effect: { kind: 'throttle', retryAfter: '7' },
    asksToWait: 7000,
  },
  {
    name: '429, wait until',
    times: 1,
    effect: { kind: 'throttle', retryAfter: new Date(matrixTime + 20_000).toUTCString() },
    asksToWait: 20_000,
  },
  { name: '500', times: 1, effect: { kind: 'status', status: 500 } },
  { name: '503', times: 2, effect: { kind: 'status', status: 503 } },
  { name: '503 that stays', times: Number.POSITIVE_INFINITY, effect: { kind: 'status', status: 503 } },
  { name: '504 after effect', times: 1, effect: { kind: 'status', status: 504, after: true } },
  { name: 'dropped before effect', times: 1, effect: { kind: 'drop', after: false } },
  { name: 'dropped after effect', times: 1, effect: { kind: 'drop', after: true } },
  { name: 'malformed', times: 1, effect: { kind: 'malformed' } },
  { name: 'expired token', times: 1, effect: { kind: 'expired-token' } },
  { name: 'revoked key', times: Number.POSITIVE_INFINITY, effect: { kind: 'expired-token' } },
];
