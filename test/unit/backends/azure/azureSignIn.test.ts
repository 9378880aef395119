import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type AccessToken, KeptAccessTokens } from '#core/backends/accessTokens.ts';
import { neverCancelled } from '#core/base/cancellation.ts';
import { describeFailure } from '#core/base/failure.ts';
import { type AzureWorld, azureJob, azureWorld, finished, recordingClock } from '#test/support/backends/azureWorld.ts';
import { circuit, gate, measure } from '#test/support/circuitBuilder.ts';
import { failureOf } from '#test/support/failureOf.ts';

const one = circuit(1, [gate('x', 0), measure(0, 0)], { bits: 1 });

let world: AzureWorld;
beforeEach(async () => {
  world = await azureWorld();
});
afterEach(() => world.emulator.close());

describe('a backend without a credential', () => {
  test('works with tokens of the sign-in', async () => {
    world.emulator.acceptToken('first');
    const backend = world.signedIn('ionq.simulator', new Array<AccessToken>(20).fill({ value: 'first' }));
    const { status } = await finished(backend, azureJob([one]));
    expect(status.state).toBe('completed');
    expect(backend.asked[0]).toEqual({ resource: 'https://quantum.microsoft.com', isRenewal: false });
    expect((await backend.test(neverCancelled)).message).toContain('the account that is signed in');
  });

  test('asks once for another token when one is refused before its time', async () => {
    world.emulator.acceptToken('second');
    const backend = world.signedIn('ionq.simulator', [{ value: 'first' }, { value: 'second' }]);
    expect((await backend.devices(neverCancelled)).length).toBeGreaterThan(0);
    expect(backend.asked.map(({ isRenewal }) => isRenewal)).toEqual([false, true]);
  });

  test('says what to do when no token is accepted', async () => {
    const backend = world.signedIn('ionq.simulator', [{ value: 'a' }, { value: 'b' }]);
    const failure = await failureOf(backend.devices(neverCancelled));
    expect(failure.reason).toBe('auth');
    expect(failure.advice).toContain('Sign in again with an account that can reach workspace');
    expect(describeFailure(failure)).not.toMatch(/Bearer/);
  });

  test('says what to do when nobody is signed in', async () => {
    const failure = await failureOf(world.signedIn('ionq.simulator', [undefined]).devices(neverCancelled));
    expect(describeFailure(failure)).toMatch(
      /^Nobody is signed in to Microsoft for backend 'cloud'\. Sign in when .*"az login"/,
    );
    expect(world.emulator.requests).toEqual([]);
  });

  test('says which role is missing', async () => {
    const body = '{"error":{"code":"Forbidden","message":"The principal may not read."}}';
    world.emulator.faults.add({ path: /./, times: 9, effect: { kind: 'status', status: 403, body } });
    const failure = await failureOf(world.signedIn('ionq.simulator', [{ value: 'a' }]).devices(neverCancelled));
    expect(failure.advice).toContain('"Quantum Workspace Data Contributor"');
  });
});

describe('kept tokens', () => {
  const resource = 'https://quantum.microsoft.com';
  const now = recordingClock().now();
  const keptOf = (...tokens: (AccessToken | undefined)[]) => {
    let asked = 0;
    const kept = new KeptAccessTokens({ accessToken: async () => tokens[asked++] }, recordingClock());
    const value = async (request = {}) => (await kept.accessToken({ resource, ...request }, neverCancelled))?.value;
    return value;
  };

  test('are used until shortly before their end', async () => {
    const value = keptOf({ value: 'a', expiresAt: now + 3_600_000 }, { value: 'b' });
    expect([await value(), await value()]).toEqual(['a', 'a']);
    const short = keptOf({ value: 'a', expiresAt: now + 60_000 }, { value: 'b', expiresAt: now + 3_600_000 });
    expect([await short(), await short(), await short()]).toEqual(['a', 'b', 'b']);
  });

  test('are asked for anew when refused, for another directory, and when nobody knows their end', async () => {
    const end = { expiresAt: now + 3_600_000 };
    const value = keptOf({ value: 'a', ...end }, { value: 'b', ...end }, { value: 'c', ...end }, { value: 'd' });
    expect([await value(), await value({ isRenewal: true }), await value()]).toEqual(['a', 'b', 'b']);
    expect([await value({ tenant: 't' }), await value({ tenant: 't' })]).toEqual(['c', 'c']);
    const unknown = keptOf({ value: 'a' }, undefined, { value: 'b' });
    expect([await unknown(), await unknown(), await unknown()]).toEqual(['a', undefined, 'b']);
  });
});
