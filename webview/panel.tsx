import './styles/panel.css';
import { render } from 'preact';
import { askThroughHost } from './app/drawingQuestions.ts';
import { PanelApp } from './app/panelApp.tsx';
import { createPanelStore } from './app/panelStore.ts';
import { EditingContext, editThroughHost } from './circuit/editing/editingChannel.ts';
import { connectToEditor } from './host/editorHost.ts';
import { afterFirstFrame } from './ui/afterFirstFrame.ts';
import { registerKit } from './ui/kit.ts';

/** The panel's page starts here. */
const place = document.getElementById('panel');
if (place !== null) void start(place);

async function start(place: HTMLElement): Promise<void> {
  let tellDrawn = () => {};
  const drawn = new Promise<void>((resolve) => {
    tellDrawn = resolve;
  });
  const host = await connectToEditor(window, place, drawn);
  const store = createPanelStore(host);
  const draw = () => {
    render(
      <EditingContext.Provider value={editThroughHost(host)}>
        <PanelApp store={store} send={host.send} ask={askThroughHost(host)} />
      </EditingContext.Provider>,
      place,
    );
    // What is drawn with it has its place already.
    afterFirstFrame(registerKit);
    // Where there is something to see already, messages may come after it; else they bring it.
    if (host.beginning === undefined) tellDrawn();
    else afterFirstFrame(tellDrawn);
  };
  // The editor hides the page until it is loaded: what is drawn before would be laid out for a frame that nobody sees.
  if (document.readyState === 'complete') draw();
  else window.addEventListener('load', draw, { once: true });
}
