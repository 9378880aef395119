import { createContext } from 'preact';
import type {
  CircuitGesture,
  CircuitParametersAnswer,
  CopyOutcome,
  DrawnElement,
  GateChoice,
  GestureOutcome,
} from '#core/protocol/circuitEditing.ts';
import type { PanelHost } from '../../host/panelHost.ts';

/** The version of a file that is drawn. */
export interface DrawnFile {
  readonly file: string;
  readonly version: number;
}

/** A gesture, or that what is on the clipboard is to be put behind an element, or at the end. */
export type AskedEdit =
  | CircuitGesture
  | { readonly kind: 'paste-clipboard'; readonly behind: DrawnElement | undefined };

/** Tells the host what the user does with a drawn circuit, and hears what became of it. */
export interface EditingChannel {
  edit(drawn: DrawnFile, gesture: AskedEdit): Promise<GestureOutcome>;
  /** Puts the statements of elements on the clipboard. */
  copy(drawn: DrawnFile, elements: readonly DrawnElement[]): Promise<CopyOutcome>;
  parameters(drawn: DrawnFile, element: DrawnElement): Promise<CircuitParametersAnswer>;
  gates(file: string): Promise<readonly GateChoice[]>;
  /** Resolves when the editor, which takes the focus for it, is done. */
  undo(file: string, what: 'undo' | 'redo'): Promise<void>;
}

/** Speaks of edits with a host. Every question gets a number, by which its answer is found. */
export function editThroughHost(host: PanelHost): EditingChannel {
  let asked = 0;
  const outcomes = new Map<number, (outcome: GestureOutcome) => void>();
  const copies = new Map<number, (outcome: CopyOutcome) => void>();
  const undone = new Map<number, () => void>();
  const parameters = new Map<number, (answer: CircuitParametersAnswer) => void>();
  const gates = new Map<string, ((gates: readonly GateChoice[]) => void)[]>();
  host.onMessage((message) => {
    switch (message.type) {
      case 'circuit-edited':
        outcomes.get(message.number)?.(message.outcome);
        outcomes.delete(message.number);
        return;
      case 'circuit-copied':
        copies.get(message.number)?.(message.outcome);
        copies.delete(message.number);
        return;
      case 'circuit-undone':
        undone.get(message.number)?.();
        undone.delete(message.number);
        return;
      case 'circuit-parameters':
        parameters.get(message.number)?.(message.answer);
        parameters.delete(message.number);
        return;
      case 'circuit-gates':
        for (const answer of gates.get(message.file) ?? []) answer(message.gates);
        gates.delete(message.file);
        return;
      default:
        return;
    }
  });
  return {
    edit: ({ file, version }, gesture) =>
      new Promise((resolve) => {
        const number = ++asked;
        outcomes.set(number, resolve);
        const drawn = { file, version, number };
        if (gesture.kind === 'paste-clipboard') host.send({ type: 'paste-circuit', ...drawn, behind: gesture.behind });
        else host.send({ type: 'edit-circuit', ...drawn, gesture });
      }),
    copy: ({ file, version }, elements) =>
      new Promise((resolve) => {
        const number = ++asked;
        copies.set(number, resolve);
        host.send({ type: 'copy-circuit', file, version, number, elements: [...elements] });
      }),
    parameters: ({ file, version }, element) =>
      new Promise((resolve) => {
        const number = ++asked;
        parameters.set(number, resolve);
        host.send({ type: 'ask-circuit-parameters', file, version, number, element });
      }),
    gates: (file) =>
      new Promise((resolve) => {
        gates.set(file, [...(gates.get(file) ?? []), resolve]);
        host.send({ type: 'ask-circuit-gates', file });
      }),
    undo: (file, what) =>
      new Promise((resolve) => {
        const number = ++asked;
        undone.set(number, resolve);
        host.send({ type: 'undo-circuit', file, number, what });
      }),
  };
}

/** The channel of the panel; absent where drawings are only looked at. */
export const EditingContext = createContext<EditingChannel | undefined>(undefined);
