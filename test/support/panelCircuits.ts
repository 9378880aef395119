import { doSteps } from '#core/base/steps.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import { AskedDrawing } from '#core/circuit/drawing/drawingQuestions.ts';
import { automaticOpening, type GroupOpening } from '#core/circuit/drawing/drawnGroups.ts';
import { layOutCircuit } from '#core/circuit/drawing/layoutCircuit.ts';
import { showDrawing } from '#core/circuit/drawing/shownDrawing.ts';
import type { HostMessage } from '#core/protocol/webview.ts';
import type { OpenPanel } from './panelBrowser.ts';

type DrawingView = Extract<Extract<HostMessage, { type: 'circuit' }>['view'], { kind: 'drawing' }>;

export interface ShownCircuit {
  readonly file?: string;
  readonly version?: number;
  readonly opening?: GroupOpening;
  /** Undefined for the beginning of a longer one. */
  readonly facts: DrawingView['facts'];
  /** Questions about it are answered only then; at once unless given. */
  readonly answersWhen?: Promise<void>;
  readonly readOnly?: string | undefined;
}

/** Shows circuits in a panel and answers what it asks about them, as the language server does. */
export class PanelCircuits {
  readonly #panel: OpenPanel;
  /** The latest drawing of each file. */
  readonly #drawings = new Map<string, { readonly number: number; readonly asked: AskedDrawing }>();
  #count = 0;
  readonly #answersWhen = new Map<number, Promise<void>>();

  constructor(panel: OpenPanel) {
    this.#panel = panel;
    panel.answerQuestions(async ({ drawing, file, question }) => {
      await this.#answersWhen.get(drawing);
      const kept = this.#drawings.get(file);
      return kept?.number === drawing ? doSteps(kept.asked.answer(question)) : { kind: 'outdated' };
    });
  }

  /** Says that the drawing of a file is on its way. */
  async announce(file: string): Promise<void> {
    await this.#panel.receive({ type: 'circuit', view: { kind: 'awaited', file } });
  }

  async show(circuit: Circuit, shown: ShownCircuit): Promise<void> {
    const view = this.#view(circuit, shown);
    if (shown.answersWhen) this.#answersWhen.set(view.drawing.number, shown.answersWhen);
    await this.#panel.receive({ type: 'circuit', view });
  }

  /** Shows so many versions of a circuit one right after the other, each of which is outdated when something is asked. */
  async showOften(circuit: Circuit, shown: ShownCircuit, times: number): Promise<void> {
    const message = JSON.stringify({ type: 'circuit', view: this.#view(circuit, shown) });
    await this.#panel.page.evaluate(
      ({ count, text }) => {
        for (let time = 0; time < count; time++) {
          const { view } = JSON.parse(text);
          const drawing = { ...view.drawing, number: 1_000_000 + time };
          window.postMessage({ type: 'circuit', view: { ...view, version: view.version + time, drawing } }, '*');
        }
      },
      { count: times, text: message },
    );
  }

  #view(circuit: Circuit, shown: ShownCircuit) {
    const { facts, file = 'src/ansatz.qasm', opening = automaticOpening, readOnly, version = 1 } = shown;
    const layout = layOutCircuit(circuit, { opening });
    const drawing = showDrawing(layout, ++this.#count);
    this.#drawings.set(file, { number: this.#count, asked: new AskedDrawing(layout) });
    const view = { kind: 'drawing' as const, file, version, opening, drawing, facts };
    return readOnly === undefined ? view : { ...view, readOnly };
  }
}
