import { doSteps } from '#core/base/steps.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import { automaticOpening, type GroupOpening } from '#core/circuit/drawing/drawnGroups.ts';
import { layOutCircuit } from '#core/circuit/drawing/layoutCircuit.ts';
import { showDrawing } from '#core/circuit/drawing/shownDrawing.ts';
import { KeptDrawings } from '#core/language/openqasm/keptDrawings.ts';
import type { HostMessage } from '#core/protocol/webview.ts';
import type { OpenPanel } from './panelBrowser.ts';

type DrawingView = Extract<Extract<HostMessage, { type: 'circuit' }>['view'], { kind: 'drawing' }>;

export interface ShownCircuit {
  readonly file?: string;
  readonly version?: number;
  readonly opening?: GroupOpening;
  readonly facts: DrawingView['facts'];
  readonly readOnly?: string | undefined;
}

/** Shows circuits in a panel and answers what it asks about them, as the language server does. */
export class PanelCircuits {
  readonly #panel: OpenPanel;
  readonly #drawings = new KeptDrawings();

  constructor(panel: OpenPanel) {
    this.#panel = panel;
    panel.answerQuestions(({ drawing, file, question }) => {
      const asked = this.#drawings.of(file, drawing);
      return asked ? doSteps(asked.answer(question)) : { kind: 'outdated' };
    });
  }

  async show(circuit: Circuit, shown: ShownCircuit): Promise<void> {
    const { facts, file = 'src/ansatz.qasm', opening = automaticOpening, readOnly, version = 1 } = shown;
    const layout = layOutCircuit(circuit, { opening });
    const drawing = showDrawing(layout, this.#drawings.keep(file, layout));
    const isReadOnly = readOnly !== undefined && { readOnly };
    const view = { kind: 'drawing', file, version, opening, drawing, facts, ...isReadOnly } as const;
    await this.#panel.receive({ type: 'circuit', view });
  }
}
