// First: schemas are built as their modules are imported.
import './uncompiledChecks.ts';

import { readPanelState } from '#core/protocol/panelState.ts';
import { readHostMessage } from '#core/protocol/receivedMessage.ts';

/*
 * The checks of what comes into the page. Loaded once something is drawn, because building the schemas takes time: nothing
 * that the page imports otherwise may import one.
 */
export { readHostMessage, readPanelState };
