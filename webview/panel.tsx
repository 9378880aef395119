import './host/uncompiledChecks.ts';
import './styles/panel.css';
import { render } from 'preact';
import { askThroughHost } from './app/drawingQuestions.ts';
import { PanelApp } from './app/panelApp.tsx';
import { createPanelStore } from './app/panelStore.ts';
import { EditingContext, editThroughHost } from './circuit/editing/editingChannel.ts';
import { connectToEditor } from './host/editorHost.ts';
import { registerKit } from './ui/kit.ts';

/** The panel's page starts here. */
const place = document.getElementById('panel');
if (place !== null) {
  registerKit();
  const host = connectToEditor(window, place);
  render(
    <EditingContext.Provider value={editThroughHost(host)}>
      <PanelApp store={createPanelStore(host)} send={host.send} ask={askThroughHost(host)} />
    </EditingContext.Provider>,
    place,
  );
}
