import { useMemo, useRef, useState } from 'preact/hooks';
import type { OffsetRange } from '#core/base/textRange.ts';
import type { GroupOpening } from '#core/protocol/groupOpening.ts';
import { initialInspectorState } from '#core/protocol/initialPanelState.ts';
import type { InspectorState, PanelState } from '#core/protocol/panelState.ts';
import type { PanelMessage } from '#core/protocol/webview.ts';
import { type DrawnCircuit, isWhole, type StateAnswer } from '../app/panelModel.ts';
import { Loading } from '../app/tabContent.tsx';
import { MomentLine } from '../inspector/momentLine.tsx';
import { momentAt } from '../inspector/momentPlace.ts';
import { shownMoment } from '../inspector/shownMoment.ts';
import { StateInspector } from '../inspector/stateInspector.tsx';
import { WireMarks } from '../inspector/wireMarks.tsx';
import { EmptyState } from '../ui/emptyState.tsx';
import { Icon } from '../ui/icon.tsx';
import { Button, IconButton } from '../ui/kit.ts';
import { isAwaited } from './awaitedCircuit.ts';
import { CircuitFactList } from './circuitFactList.tsx';
import { CircuitGrid } from './circuitGrid.tsx';
import type { AskAboutDrawing } from './drawingAsker.ts';
import { SaveDrawingMenu } from './saveDrawingMenu.tsx';
import { SearchBox } from './searchBox.tsx';
import { useLatestAnswer } from './useLatestAnswer.ts';
import { useSettledDrawing } from './useSettledDrawing.ts';
import { isOutlined } from './viewDetail.ts';
import { gridAreaOf, viewedPixels } from './viewedArea.ts';
import { fittingZoom, zoomIn, zoomOut } from './zoom.ts';

interface CircuitTabProps {
  readonly circuit: DrawnCircuit;
  readonly sourceSelection: OffsetRange | undefined;
  readonly state: PanelState['circuit'];
  readonly onState: (state: PanelState['circuit']) => void;
  /** The state under the drawing. */
  readonly inspector: InspectorState | undefined;
  readonly onInspector: (inspector: InspectorState) => void;
  readonly stateAnswer: StateAnswer | undefined;
  readonly send: (message: PanelMessage) => void;
  readonly ask: AskAboutDrawing;
}

/** The circuit of the editor, drawn: what is pointed at here is found there, and the other way round. */
export function CircuitTab({
  circuit: latest,
  sourceSelection,
  state,
  onState,
  inspector = initialInspectorState,
  onInspector,
  stateAnswer,
  send,
  ask,
}: CircuitTabProps) {
  const grid = useRef<HTMLDivElement>(null);
  const [loads, setLoads] = useState(0);
  const settled = useSettledDrawing(
    latest,
    ask,
    (frame) => {
      const { current } = grid;
      if (current === null) {
        return { area: gridAreaOf(frame, { left: 0, top: 0, right: 0, bottom: 0 }), isOutlined: false };
      }
      const { clientHeight: height, clientWidth: width, scrollLeft: left, scrollTop: top } = current;
      const area = gridAreaOf(frame, viewedPixels({ left, top, width, height }, state.zoom));
      return { area, isOutlined: isOutlined({ width, height }, state.zoom) };
    },
    () => setLoads((count) => count + 1),
  );
  const { circuit } = settled;
  const { drawing, facts, file, opening, version } = circuit;
  const { frame } = drawing;
  const openGroups = (next: GroupOpening) => send({ type: 'open-groups', file, opening: next });
  const setZoom = (zoom: number) => onState({ ...state, zoom });
  const search = useRef<HTMLInputElement>(null);
  const [query, setQuery] = useState('');
  const [place, setPlace] = useState(0);
  const [isPaletteOpen, setPaletteOpen] = useState(false);
  const [isFirstQubitWanted, setFirstQubitWanted] = useState(false);
  const question = useMemo(
    () => (query.trim() === '' ? undefined : { kind: 'search' as const, query, place }),
    [query, place],
  );
  const answered = useLatestAnswer(settled.ask, question);
  const found = answered?.answer.kind === 'search' ? answered.answer : undefined;
  const moment = inspector.isOpen ? shownMoment(inspector, stateAnswer, frame.columns.length) : undefined;
  const setMoment = (next: number) => onInspector({ ...inspector, isOpen: true, moment: next });
  const fit = () => {
    const { current } = grid;
    // The box of the drawing has a margin of its own at its right and below.
    if (current) setZoom(fittingZoom(frame, { width: current.clientWidth - 16, height: current.clientHeight - 32 }));
  };
  return (
    <div class="circuit">
      <div class="toolbar" inert={isAwaited(circuit)}>
        <div class="circuit-title">
          <span class="file-name" title={file}>
            {fileName(file)}
          </span>
          <CircuitFactList facts={facts} frame={frame} />
        </div>
        <IconButton
          label={isPaletteOpen ? 'Close Gates' : 'Place Gates'}
          icon={<Icon name="gate" />}
          disabled={circuit.readOnly !== undefined}
          onPress={() => setPaletteOpen(!isPaletteOpen)}
        />
        <SearchBox
          input={search}
          query={query}
          found={found?.total ?? 0}
          shown={found?.place ?? 0}
          isSearching={question !== undefined && answered?.question.query !== query}
          onQuery={(next) => {
            setQuery(next);
            setPlace(0);
          }}
          onStep={(step) => setPlace((found?.place ?? 0) + step)}
          onLeave={() => grid.current?.focus()}
        />
        {drawing.hasGroups && (
          <fieldset class="zoom" aria-label="Calls and Loops">
            <IconButton
              label="Expand All Calls and Loops"
              icon={<Icon name="unfold" />}
              onPress={() => openGroups({ others: 'all', chosen: {} })}
            />
            <IconButton
              label="Collapse All Calls and Loops"
              icon={<Icon name="fold" />}
              onPress={() => openGroups({ others: 'none', chosen: {} })}
            />
          </fieldset>
        )}
        <fieldset class="zoom" aria-label="Zoom">
          <IconButton
            label="Zoom Out"
            icon={<Icon name="minus" />}
            disabled={zoomOut(state.zoom) === state.zoom}
            onPress={() => setZoom(zoomOut(state.zoom))}
          />
          <button type="button" class="zoom-level" title="Reset Zoom" onClick={() => setZoom(1)}>
            {Math.round(state.zoom * 100)}&nbsp;%
          </button>
          <IconButton
            label="Zoom In"
            icon={<Icon name="plus" />}
            disabled={zoomIn(state.zoom) === state.zoom}
            onPress={() => setZoom(zoomIn(state.zoom))}
          />
          <IconButton label="Fit" icon={<Icon name="fit" />} disabled={!isWhole(circuit)} onPress={fit} />
        </fieldset>
        <SaveDrawingMenu file={file} send={send} />
        <Button
          label={inspector.isOpen ? 'Hide State' : 'Show State'}
          onPress={() => onInspector({ ...inspector, isOpen: !inspector.isOpen })}
        />
      </div>
      {frame.notice !== undefined && (
        <p class="circuit-notice" role="status">
          <Icon name="information" />
          {frame.notice}
        </p>
      )}
      <div class="circuit-body">
        <div class="circuit-pane">
          {isAwaited(circuit) ? (
            <Loading subject="circuit" />
          ) : drawing.elementCount === 0 && !isPaletteOpen ? (
            <EmptyState
              icon="circle-dots"
              title="This circuit has no operations yet"
              advice="Gates, measurements and barriers appear here as you write them."
            >
              <Button label="Open Circuit" onPress={() => send({ type: 'open-file', file })} />
              {isWhole(circuit) && circuit.facts.qubits === 0 && circuit.readOnly === undefined && (
                <Button
                  label="Add a Qubit"
                  onPress={() => {
                    setFirstQubitWanted(true);
                    setPaletteOpen(true);
                  }}
                />
              )}
              {isWhole(circuit) && circuit.facts.qubits > 0 && circuit.readOnly === undefined && (
                <Button label="Place a Gate" onPress={() => setPaletteOpen(true)} />
              )}
            </EmptyState>
          ) : (
            <CircuitGrid
              // A new file starts afresh; a new version of the same file keeps the place.
              key={file}
              settled={settled}
              loads={loads}
              drawn={circuit}
              isPaletteOpen={isPaletteOpen}
              onPalette={setPaletteOpen}
              isFirstQubitWanted={isFirstQubitWanted}
              onFirstQubit={() => setFirstQubitWanted(false)}
              name={fileName(file)}
              scroller={grid}
              query={query}
              shown={found?.element}
              // The same question after an edit counts anew, but leads nobody away from where they are.
              lead={answered?.question}
              onFind={() => search.current?.focus()}
              sourceSelection={sourceSelection}
              state={state}
              onState={onState}
              onToggle={({ isOpen, key }) => openGroups({ ...opening, chosen: { ...opening.chosen, [key]: !isOpen } })}
              onReveal={(range, keepsFocus = false) =>
                send({ type: 'reveal-source', file, version, range, ...(keepsFocus && { keepsFocus }) })
              }
              onInspect={({ width, x }) => setMoment(momentAt(frame, x + width + 1))}
              overlay={
                moment !== undefined && (
                  <MomentLine drawing={frame} zoom={state.zoom} moment={moment} onMoment={setMoment}>
                    {inspector.hasMarks !== false && stateAnswer?.view.kind === 'state' && (
                      <WireMarks drawing={frame} zoom={state.zoom} state={stateAnswer.view.state} />
                    )}
                  </MomentLine>
                )
              }
            />
          )}
        </div>
        {inspector.isOpen && isWhole(circuit) && (
          <StateInspector
            key={`state of ${file}`}
            circuit={circuit}
            answer={stateAnswer}
            inspector={inspector}
            onInspector={onInspector}
            send={send}
          />
        )}
      </div>
    </div>
  );
}

function fileName(file: string): string {
  return file.split('/').at(-1) ?? file;
}
