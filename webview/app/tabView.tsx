import type { ComponentChildren, FunctionComponent } from 'preact';
import { useMemo } from 'preact/hooks';
import type { PanelState } from '#core/protocol/panelState.ts';
import type { PanelMessage } from '#core/protocol/webview.ts';
import type { AskAboutDrawing } from '../circuit/drawingAsker.ts';
import type { PanelModel } from './panelModel.ts';

/** What a tab can do. The functions are the same ones for as long as the panel is there. */
export interface TabActions {
  readonly update: (change: Partial<PanelState>) => void;
  readonly send: (message: PanelMessage) => void;
  readonly ask: AskAboutDrawing;
}

interface TabViewProps extends TabActions {
  readonly model: PanelModel;
}

type ModelPart = Exclude<keyof PanelModel, 'state'>;
type SeenModel<Part extends ModelPart, Kept extends keyof PanelState> = Pick<PanelModel, Part> & {
  readonly state: Pick<PanelState, Kept>;
};

/**
 * A tab that sees the parts of the model and of what is remembered that it names, and is drawn anew only when one of
 * these changes: the host tells every tab what is new while one of them is looked at.
 */
export function tabView<Part extends ModelPart, Kept extends keyof PanelState>(
  parts: readonly Part[],
  kept: readonly Kept[],
  draw: (seen: SeenModel<Part, Kept>, actions: TabActions) => ComponentChildren,
): FunctionComponent<TabViewProps> {
  return ({ ask, model, send, update }) => {
    // The same vnode as before is not looked at again.
    return useMemo(
      () => <>{draw(model, { update, send, ask })}</>,
      [...parts.map((part) => model[part]), ...kept.map((part) => model.state[part]), update, send, ask],
    );
  };
}
