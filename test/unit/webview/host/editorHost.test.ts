import { afterEach, expect, test, vi } from 'vitest';
import { initialPanelState } from '#core/protocol/initialPanelState.ts';
import type { HostMessage } from '#core/protocol/webview.ts';
import { connectToEditor } from '#webview/host/editorHost.ts';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  vi.doUnmock('#webview/host/messageReading.ts');
});

const undone = (number: number): HostMessage => ({ type: 'circuit-undone', number });

/** What the editor puts into a page, without a page. */
function editorPage(kept: unknown, tab: string, beginning?: string) {
  const target = new EventTarget();
  const document = { getElementById: () => (beginning === undefined ? null : { textContent: beginning }) };
  vi.stubGlobal('acquireVsCodeApi', () => ({ getState: () => kept, setState: () => {}, postMessage: () => {} }));
  let tellDrawn = () => {};
  const drawn = new Promise<void>((resolve) => {
    tellDrawn = resolve;
  });
  const page = Object.assign(target, { document }) as unknown as Window;
  return {
    connection: connectToEditor(page, { dataset: { tab } } as unknown as HTMLElement, drawn),
    receive: (data: unknown) => target.dispatchEvent(Object.assign(new Event('message'), { data })),
    tellDrawn,
  };
}

test('a new page starts before the checks are there, and hears in order what came before and after it was drawn', async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => {});
  const { connection, receive, tellDrawn } = editorPage(undefined, 'history', JSON.stringify(undone(0)));
  receive(undone(1));
  const host = await connection;
  expect(host.readState()).toEqual({ ...initialPanelState, tab: 'history' });
  expect(host.beginning).toEqual(undone(0));
  const heard: HostMessage[] = [];
  host.onMessage((message) => heard.push(message));
  receive({ type: 'no message' });
  receive(undone(2));
  await import('#webview/host/messageReading.ts');
  expect(heard).toEqual([]);
  tellDrawn();
  receive(undone(3));
  await expect.poll(() => heard).toEqual([undone(1), undone(2), undone(3)]);
  receive(undone(4));
  await expect.poll(() => heard.length).toBe(4);
  expect(console.warn).toHaveBeenCalledTimes(1);
});

test('a page that was there before starts from what was kept of it, once that is checked, and loses no message', async () => {
  const kept = { ...initialPanelState, tab: 'scorecard' };
  const { connection, receive } = editorPage(kept, 'history', JSON.stringify(undone(0)));
  receive(undone(1));
  const host = await connection;
  expect(host.readState()).toEqual(kept);
  expect(host.beginning).toBeUndefined();
  await Promise.resolve();
  const heard: HostMessage[] = [];
  host.onMessage((message) => heard.push(message));
  await expect.poll(() => heard).toEqual([undone(1)]);
  const damaged = editorPage({ ...kept, circuit: { zoom: 0 } }, 'history');
  expect((await damaged.connection).readState()).toEqual(initialPanelState);
});

test('where the checks cannot be loaded the page draws nonetheless, and the console says why it shows no messages', async () => {
  vi.resetModules();
  vi.doMock('#webview/host/messageReading.ts', () => {
    throw new Error('No room for them.');
  });
  const errors = vi.spyOn(console, 'error').mockImplementation(() => {});
  const { connection } = editorPage({ ...initialPanelState, tab: 'plan' }, 'history');
  expect((await connection).readState()).toEqual(initialPanelState);
  expect(errors.mock.calls).toEqual([
    [expect.stringMatching(/cannot check messages/), expect.objectContaining({ message: expect.anything() })],
  ]);
});
