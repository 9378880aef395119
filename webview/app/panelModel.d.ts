import type { OffsetRange } from '#core/base/textRange.ts';
import type { PanelState } from '#core/protocol/panelState.ts';
import type { HostMessage } from '#core/protocol/webview.ts';
export type CircuitView = Extract<
  HostMessage,
  {
    type: 'circuit';
  }
>['view'];
export type ResultView = Extract<
  HostMessage,
  {
    type: 'result';
  }
>['view'];
export type HistoryView = Pick<
  Extract<
    HostMessage,
    {
      type: 'history';
    }
  >,
  'runs' | 'total'
>;
/** One run as the history lists it. */
export type RunRow = HistoryView['runs'][number];
export type DrawnCircuit = Extract<
  CircuitView,
  {
    kind: 'drawing';
  }
>;
export type ShownRun = Extract<
  ResultView,
  {
    kind: 'run';
  }
>;
/** What the panel shows: the last snapshot of each kind from the host, and where the user is. */
export interface PanelModel {
  /** Absent until the host has sent one, so that "nothing there" is not said too early. */
  readonly circuit?: CircuitView;
  readonly result?: ResultView;
  readonly history?: HistoryView;
  /** The selection in the source, in offsets of the version of the circuit last received. */
  readonly sourceSelection?: OffsetRange;
  readonly state: PanelState;
}
/** The model after a message of the host. */
export declare function receiveMessage(model: PanelModel, message: HostMessage): PanelModel;
