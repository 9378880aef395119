import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { DrawingFrame } from '#core/circuit/drawing/circuitDrawing.ts';
import type { DrawnCircuit } from '../app/panelModel.ts';
import { isAwaited } from './awaitedCircuit.ts';
import type { AskAboutDrawing, AskDrawing } from './drawingAsker.ts';
import { type DrawingView, LoadedTiles } from './loadedTiles.ts';

/** A drawing with what the page has of it. */
export interface SettledDrawing {
  readonly circuit: DrawnCircuit;
  readonly tiles: LoadedTiles;
  readonly ask: AskDrawing;
}

/**
 * The latest drawing of which there is all that is in view; until then the one before stays, so that nothing vanishes
 * while somebody types. Another file is shown at once, and so is one that was awaited.
 * @param inView what the user sees of a drawing
 * @param onLoad called whenever there is more of a drawing
 */
export function useSettledDrawing(
  latest: DrawnCircuit,
  askAbout: AskAboutDrawing,
  inView: (frame: DrawingFrame) => DrawingView,
  onLoad: () => void,
): SettledDrawing {
  const current = useRef<SettledDrawing | undefined>(undefined);
  const next = useRef<SettledDrawing | undefined>(undefined);
  const [, setSettled] = useState<number>();

  const prepare = (circuit: DrawnCircuit): SettledDrawing => {
    const ask: AskDrawing = (question) => askAbout(circuit.file, circuit.drawing.number, question);
    const tiles = new LoadedTiles(circuit.drawing, ask, () => {
      if (next.current?.tiles === tiles) settle();
      else if (current.current?.tiles === tiles) onLoad();
    });
    return { circuit, tiles, ask };
  };
  const settle = () => {
    const { current: prepared } = next;
    if (prepared === undefined || !prepared.tiles.has(inView(prepared.circuit.drawing.frame))) return;
    next.current = undefined;
    current.current = prepared;
    setSettled(prepared.circuit.drawing.number);
  };

  let shown = current.current;
  if (shown?.circuit.file !== latest.file || (isAwaited(shown.circuit) && !isAwaited(latest))) {
    shown = prepare(latest);
    current.current = shown;
    next.current = undefined;
  }
  useLayoutEffect(() => {
    if (current.current?.circuit === latest) return;
    const prepared = prepare(latest);
    next.current = prepared;
    const view = inView(latest.drawing.frame);
    prepared.tiles.want(view, view.area);
    settle();
  }, [latest]);
  return shown;
}
