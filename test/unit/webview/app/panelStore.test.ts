import { expect, test } from 'vitest';
import { initialPanelState } from '#core/protocol/initialPanelState.ts';
import { readPanelState } from '#core/protocol/panelState.ts';
import { circuitRun, historyFixture, succeededRun } from '#test/support/fixtures/runRecords.ts';
import { createPanelStore } from '#webview/app/panelStore.ts';
import { createMemoryHost } from '#webview/host/memoryHost.ts';

test('says it is ready once it listens, and starts from what the host kept', () => {
  const host = createMemoryHost({ ...initialPanelState, tab: 'history' });
  const store = createPanelStore(host);
  expect(host.sent).toEqual([{ type: 'ready', protocol: 1, tab: 'history' }]);
  expect(store.model()).toEqual({ state: { ...initialPanelState, tab: 'history' } });
});

test('keeps the last snapshot of each kind and tells its listeners', () => {
  const host = createMemoryHost();
  const store = createPanelStore(host);
  let calls = 0;
  const stop = store.subscribe(() => {
    calls += 1;
  });
  const runs = historyFixture(3);
  host.receive({ type: 'history', runs: historyFixture(2), total: 2 });
  host.receive({ type: 'history', runs, total: 9 });
  host.receive({ type: 'circuit', view: { kind: 'none' } });
  host.receive({ type: 'highlight-source', range: { start: 4, end: 9 } });
  expect(store.model()).toMatchObject({
    history: { runs, total: 9 },
    circuit: { kind: 'none' },
    sourceSelection: { start: 4, end: 9 },
  });
  expect(calls).toBe(4);
  stop();
  host.receive({ type: 'result', view: { kind: 'none' } });
  expect(calls).toBe(4);
});

test('keeps where the user is with the host, whoever chose the tab', () => {
  const host = createMemoryHost();
  const store = createPanelStore(host);
  store.update({ tab: 'circuit' });
  expect(host.state.tab).toBe('circuit');
  host.receive({ type: 'show-tab', tab: 'history' });
  expect(host.state.tab).toBe('history');
});

test('another run starts at its top, news of the same run leaves the user where they are', () => {
  const host = createMemoryHost();
  const store = createPanelStore(host);
  host.receive({ type: 'result', view: { kind: 'run', record: succeededRun() } });
  store.update({ result: { scrollTop: 300, countsOrder: 'bits' } });
  host.receive({ type: 'result', view: { kind: 'run', record: succeededRun() } });
  expect(host.state).toMatchObject({ runId: succeededRun().id, result: { scrollTop: 300 } });
  host.receive({ type: 'result', view: { kind: 'run', record: circuitRun() } });
  expect(host.state).toMatchObject({ runId: circuitRun().id, result: { scrollTop: 0, countsOrder: 'bits' } });
});

test('another circuit file starts at its top left with the same zoom', () => {
  const host = createMemoryHost();
  const store = createPanelStore(host);
  const unavailable = { kind: 'unavailable', reason: 'It has errors.' } as const;
  host.receive({ type: 'circuit', view: { ...unavailable, file: 'a.qasm' } });
  store.update({ circuit: { zoom: 2, scroll: { left: 50, top: 60 } } });
  host.receive({ type: 'circuit', view: { ...unavailable, file: 'a.qasm' } });
  expect(host.state.circuit.scroll).toEqual({ left: 50, top: 60 });
  host.receive({ type: 'circuit', view: { ...unavailable, file: 'b.qasm' } });
  expect(host.state).toMatchObject({ circuitFile: 'b.qasm', circuit: { zoom: 2, scroll: { left: 0, top: 0 } } });
});

test('a stored state is read back, and anything else is the initial one', () => {
  const stored = { ...initialPanelState, runId: 'r1', history: { ...initialPanelState.history, text: 'iris' } };
  expect(readPanelState(JSON.parse(JSON.stringify(stored)))).toEqual(stored);
  for (const broken of [undefined, null, 1, {}, { ...stored, version: 2 }, { ...stored, circuit: { zoom: 0 } }]) {
    expect(readPanelState(broken)).toBe(initialPanelState);
  }
});
