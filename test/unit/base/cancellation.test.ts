import { describe, expect, test } from 'vitest';
import { CancellationSource, eitherSignal } from '#core/base/cancellation.ts';

describe('either of two signals', () => {
  test.each([0, 1])('is cancelled with number %i, and tells its listeners once', (which) => {
    const sources = [new CancellationSource(), new CancellationSource()] as const;
    const either = eitherSignal(sources[0].signal, sources[1].signal);
    let calls = 0;
    either.onCancel(() => calls++);
    expect(either.isCancelled).toBe(false);
    sources[which]?.cancel();
    expect([either.isCancelled, calls]).toEqual([true, 1]);
    for (const source of sources) source.cancel();
    expect(calls).toBe(1);
  });

  test('forgets a listener that is not interested any more', () => {
    const [one, other] = [new CancellationSource(), new CancellationSource()];
    let calls = 0;
    const stop = eitherSignal(one.signal, other.signal).onCancel(() => calls++);
    stop();
    one.cancel();
    other.cancel();
    expect(calls).toBe(0);
  });
});
