import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import { type Received, readHostMessage, readPanelMessage } from '#core/protocol/receivedMessage.ts';
import type { HostMessage } from '#core/protocol/webview.ts';
import { almostMessage, plantedSecret } from '#test/support/arbitraries/malformedMessages.ts';
import { hostMessages, panelMessages } from '#test/support/fixtures/panelMessages.ts';
import { createPanelStore } from '#webview/app/panelStore.ts';
import { connectToEditor } from '#webview/host/editorHost.ts';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const directions: readonly [string, object, (received: unknown) => Received<unknown>][] = [
  ['the page', await hostMessages(), readHostMessage],
  ['the extension', panelMessages, readPanelMessage],
];

test.each(directions)('%s reads a message of every kind as it is', (_, messages, read) => {
  for (const message of Object.values(messages)) expect(read(message)).toEqual({ kind: 'message', message });
});

test.each(directions)('%s ignores what is almost a message, and says where, not what', (_, messages, read) => {
  for (const [kind, message] of Object.entries(messages)) {
    let ignored = 0;
    fc.assert(
      fc.property(almostMessage(message), (received) => {
        const outcome = read(received);
        if (outcome.kind === 'message') return;
        ignored++;
        expect(outcome.reason).toMatch(/^it does not fit the protocol at (its beginning|"[^"]+") \(\w+\)$/);
        expect(outcome.reason).not.toContain(plantedSecret);
      }),
      { numRuns: 60 },
    );
    expect(ignored, kind).toBeGreaterThan(10);
  }
});

test.each(directions)('%s ignores anything else', (_, _messages, read) => {
  fc.assert(
    fc.property(
      fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true }),
      (received) => {
        expect(read(received).kind).toBe('ignored');
      },
    ),
    { numRuns: 300 },
  );
});

/** What each page hears last. */
const end = { type: 'circuit-undone', number: -1 } as const satisfies HostMessage;

/** What the editor puts into the page, without a page. */
async function editorPage() {
  const target = new EventTarget();
  const page = Object.assign(target, { document: { getElementById: () => null } }) as unknown as Window;
  const place = { dataset: {} } as HTMLElement;
  let stored: unknown;
  const sent: unknown[] = [];
  vi.stubGlobal('acquireVsCodeApi', () => ({
    postMessage: (message: unknown) => sent.push(message),
    getState: () => stored,
    setState: (state: unknown) => {
      stored = state;
    },
  }));
  const warnings = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  const receive = (data: unknown) => target.dispatchEvent(Object.assign(new Event('message'), { data }));
  const host = await connectToEditor(page, place, Promise.resolve());
  const store = createPanelStore(host);
  return {
    store,
    receive,
    sent,
    warnings,
    /** Once the page has heard of everything. */
    async finish() {
      const heard = new Promise<void>((resolve) => {
        host.onMessage((message) => {
          if (message.type === 'circuit-undone' && message.number === end.number) resolve();
        });
      });
      receive(end);
      await heard;
    },
  };
}

test('whatever arrives between messages, the page keeps what they said and logs a line for each of the others', async () => {
  const messages: readonly HostMessage[] = Object.values(await hostMessages());
  const step = fc.constantFrom(...messages).chain((message) =>
    fc.oneof(
      fc.constant<{ data: unknown }>({ data: message }),
      almostMessage(message).map((data) => ({ data })),
    ),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 30 }), async (steps) => {
      const told = await editorPage();
      const asked = await editorPage();
      let ignored = 0;
      for (const { data } of steps) {
        told.receive(data);
        if (readHostMessage(data).kind === 'message') asked.receive(data);
        else ignored++;
      }
      await Promise.all([told.finish(), asked.finish()]);
      expect(told.store.model()).toEqual(asked.store.model());
      expect(told.warnings).toHaveBeenCalledTimes(ignored);
      vi.restoreAllMocks();
    }),
    { numRuns: 100 },
  );
});
