import type { InspectorState } from '#core/protocol/panelState.ts';
import type { StateAnswer } from '../app/panelModel.ts';

/** The moment whose state is shown: the chosen one, or that which the answer has chosen; undefined until it has come. */
export function shownMoment(
  { moment }: InspectorState,
  answer: StateAnswer | undefined,
  count: number,
): number | undefined {
  const shown = moment ?? (answer?.view.kind === 'state' ? answer.view.state.moment : undefined);
  return shown === undefined ? undefined : Math.min(shown, count);
}
