import { expect } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import { applyReplacements } from '#core/base/textReplacement.ts';
import { automaticOpening, type GroupOpening } from '#core/circuit/drawing/drawnGroups.ts';
import { circuitMetrics } from '#core/circuit/metrics.ts';
import { writtenParameters } from '#core/language/openqasm/circuitEditing/changeElements.ts';
import { type CircuitEditAnswer, circuitEdit } from '#core/language/openqasm/circuitEditing/circuitEdit.ts';
import { copiedText } from '#core/language/openqasm/circuitEditing/copyElements.ts';
import { DrawnProgram } from '#core/language/openqasm/circuitEditing/drawnProgram.ts';
import { gateChoices } from '#core/language/openqasm/circuitEditing/gateChoice.ts';
import { loweredCircuit } from '#core/language/openqasm/loweredCircuit.ts';
import { type Analysis, analyseProgram } from '#core/openqasm/index.ts';
import type { CircuitGesture, GestureOutcome } from '#core/protocol/circuitEditing.ts';
import type { PanelMessage } from '#core/protocol/webview.ts';
import { circuitFile } from '../circuitWorkspace.ts';
import type { OpenPanel } from '../panelBrowser.ts';
import { PanelCircuits } from '../panelCircuits.ts';

const file = 'src/edited.qasm';

/** Answers a panel about a circuit as extension and language server do together, by the same functions. */
export class EditingHost {
  readonly #panel: OpenPanel;
  readonly #circuits: PanelCircuits;
  readonly #versions: string[];
  readonly #readOnly: string | undefined;
  readonly #opening: GroupOpening;
  #answered = 0;
  /** What has been copied. */
  clipboard = '';

  private constructor(panel: OpenPanel, text: string, readOnly: string | undefined, opening: GroupOpening) {
    this.#panel = panel;
    this.#circuits = new PanelCircuits(panel);
    this.#versions = [text];
    this.#readOnly = readOnly;
    this.#opening = opening;
  }

  /** Shows a circuit in the Circuit tab of a panel. */
  static async show(
    panel: OpenPanel,
    text: string,
    readOnly?: string,
    opening: GroupOpening = automaticOpening,
  ): Promise<EditingHost> {
    const host = new EditingHost(panel, text, readOnly, opening);
    await host.#draw();
    await panel.receive({ type: 'show-tab', tab: 'circuit' });
    return host;
  }

  get text(): string {
    return this.#versions.at(-1) ?? '';
  }

  /** Answers until the panel has asked so often for something of a kind. */
  async answers(type: PanelMessage['type'], times = 1): Promise<readonly PanelMessage[]> {
    for (;;) {
      await this.#answer();
      const asked = (await this.#panel.sent()).slice(0, this.#answered).filter((message) => message.type === type);
      if (asked.length === times) return asked;
      if (asked.length > times) throw new Error(`The panel asked ${asked.length} times for ${type}, not ${times}.`);
      await this.#panel.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
    }
  }

  /** The source that a message of the panel is about. */
  sourceOf({ end, start }: { readonly start: number; readonly end: number }): string {
    return this.text.slice(start, end);
  }

  async #answer(): Promise<void> {
    const sent = await this.#panel.sent();
    for (const message of sent.slice(this.#answered)) {
      this.#answered++;
      const analysis = analyse(this.text);
      switch (message.type) {
        case 'ask-circuit-gates':
          await this.#panel.receive({ type: 'circuit-gates', file, gates: gateChoices(analysis).map(plain) });
          break;
        case 'ask-circuit-parameters': {
          const written = writtenParameters(programOf(analysis, this.#opening), message.element);
          const answer = written.ok
            ? ({ kind: 'parameters', ...written.value } as const)
            : ({ kind: 'refused', ...written.error } as const);
          await this.#panel.receive({ type: 'circuit-parameters', number: message.number, answer: plain(answer) });
          break;
        }
        case 'edit-circuit':
          await this.#edit(message, message.gesture, analysis);
          break;
        case 'paste-circuit': {
          const { behind } = message;
          await this.#edit(message, { kind: 'paste', text: this.clipboard, ...(behind && { behind }) }, analysis);
          break;
        }
        case 'copy-circuit': {
          const copied = copiedText(programOf(analysis, this.#opening), message.elements);
          if (copied.ok) this.clipboard = copied.value;
          const outcome = copied.ok ? { kind: 'copied' } : { kind: 'refused', ...copied.error };
          await this.#panel.receive({ type: 'circuit-copied', number: message.number, outcome: plain(outcome) });
          break;
        }
        case 'undo-circuit':
          if (this.#versions.length > 1) this.#versions.pop();
          // The editor takes the focus for it.
          await this.#panel.page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
          await this.#draw();
          await this.#panel.receive({ type: 'circuit-undone', number: message.number });
          break;
        default:
          break;
      }
    }
  }

  async #edit(
    { number, version }: { readonly number: number; readonly version: number },
    gesture: CircuitGesture,
    analysis: Analysis,
  ) {
    expect(version).toBe(this.#versions.length);
    const answer =
      gesture.kind === 'rename-register'
        ? await this.#renamed(version, gesture)
        : await circuitEdit(analysis, version, gesture, this.#opening, async (text) => analyse(text));
    if (answer.kind === 'refused') {
      const { version: _, ...outcome } = answer;
      await this.#panel.receive({ type: 'circuit-edited', number, outcome });
      return;
    }
    this.#versions.push(applyReplacements(this.text, answer.replacements));
    const { label, statements } = answer;
    const outcome: GestureOutcome = {
      kind: 'applied',
      label,
      version: this.#versions.length,
      statements: [...statements],
    };
    await this.#panel.receive({ type: 'circuit-edited', number, outcome });
    await this.#draw();
  }

  async #renamed(version: number, gesture: CircuitGesture): Promise<CircuitEditAnswer> {
    const { document, language } = circuitFile(this.text);
    const drawn = { uri: document.uri, version: document.version, opening: this.#opening };
    return { ...(await language.editing.edit(drawn, gesture, neverCancelled)), version };
  }

  async #draw(): Promise<void> {
    const lowered = loweredCircuit(analyse(this.text), { withGroups: true });
    if (!lowered.ok) throw new Error(lowered.reason);
    const { circuit } = lowered;
    const { depth, gates, twoQubitGates } = circuitMetrics(circuit);
    const facts = { qubits: circuit.qubitCount, bits: circuit.bitCount, depth, gates, twoQubitGates, parameters: [] };
    await this.#circuits.show(circuit, {
      file,
      version: this.#versions.length,
      facts,
      readOnly: this.#readOnly,
      opening: this.#opening,
    });
  }
}

function analyse(text: string): Analysis {
  return analyseProgram(text, { lints: 'off' });
}

function programOf(analysis: Analysis, opening: GroupOpening): DrawnProgram {
  const lowered = loweredCircuit(analysis, { withGroups: true });
  if (!lowered.ok) throw new Error(lowered.reason);
  return new DrawnProgram(analysis, lowered.circuit, opening);
}

/** As it comes over the wire. */
function plain<Value>(value: Value) {
  return JSON.parse(JSON.stringify(value));
}
