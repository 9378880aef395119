import { neverCancelled } from '#core/base/cancellation.ts';
import { automaticOpening } from '#core/circuit/drawing/drawnGroups.ts';
import { StateInspector } from '#core/simulator/readout/stateInspection.ts';
import { systemClock } from '#platform/systemClock.ts';
import { InspectedCircuit } from '#runner/inspectedCircuit.ts';
import { type InspectionServices, inspectState } from '#runner/stateRequest.ts';
import type { OpenPanel } from './panelBrowser.ts';
import { simulationContext } from './simulationContext.ts';

/** Answers what a panel asks about the state of a program as the runner does, in this thread. */
export class PanelStates {
  readonly #panel: OpenPanel;
  readonly #text: string;
  readonly #services: InspectionServices;
  #answered = 0;

  constructor(panel: OpenPanel, text: string) {
    this.#panel = panel;
    this.#text = text;
    this.#services = {
      clock: systemClock,
      inspected: new InspectedCircuit(),
      simulator: {
        inspect: async (circuit, question, signal) => {
          const inspector = new StateInspector(circuit, simulationContext);
          try {
            return inspector.inspect(question, signal);
          } finally {
            inspector.release();
          }
        },
      },
    };
  }

  /** Until nothing is asked any more. */
  async answer(): Promise<void> {
    const { page, receive, sent } = this.#panel;
    const source = { path: '/drawn/state.qasm', text: this.#text, unsaved: {}, revision: 1 };
    await page.locator('.moment-bar').waitFor();
    for (;;) {
      const last = (await sent()).findLast((message) => message.type === 'inspect-state');
      if (last !== undefined && last.id !== this.#answered) {
        const state = await inspectState(source, automaticOpening, last.question, this.#services, neverCancelled);
        await receive({ type: 'state', id: last.id, view: { kind: 'state', state } });
        this.#answered = last.id;
      } else if ((await page.locator('.moment-busy.shown').count()) === 0) return;
    }
  }
}
