import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { OffsetRange } from '#core/base/textRange.ts';
import type { DrawingElement } from '#core/circuit/drawing/circuitDrawing.ts';
import type { DrawnElement, GestureOutcome, RefusalOffer } from '#core/protocol/circuitEditing.ts';
import type { EditedDrawing } from './editedDrawing.ts';
import type { AskedEdit, EditingChannel } from './editingChannel.ts';
import type { EditStatus } from './editStatus.tsx';
import { referenceTo } from './elementReference.ts';
import { GesturesInOrder, type PlannedGesture } from './gesturesInOrder.ts';
import type { ChosenElements } from './useChosenElements.ts';

/** So many statements are selected after an edit of them. */
const mostFollowed = 200;

interface GesturesOptions extends Pick<ChosenElements, 'choose' | 'chosenNow'> {
  /** Absent where drawings are only looked at. */
  readonly channel: EditingChannel | undefined;
  readonly drawing: EditedDrawing;
  readonly onOutcome: (outcome: GestureOutcome) => void;
}

/** Asks for edits, says what became of them, and comes to what they placed. */
export function useGestures({ channel, choose, chosenNow, drawing, onOutcome }: GesturesOptions) {
  const latest = useRef({ drawing, onOutcome });
  latest.current = { drawing, onOutcome };
  const { active, elements, readOnly, version } = drawing;
  const [status, setStatus] = useState<EditStatus>();
  const placed = useRef<{ readonly version: number; readonly statements: readonly OffsetRange[] }>(undefined);
  /** What the last gesture was about. */
  const asked = useRef<DrawnElement>(undefined);
  /** The definitions that the user has agreed to change. */
  const changes = useRef<readonly string[]>([]);
  /** The last gesture itself. */
  const done = useRef<AskedEdit>(undefined);

  const gestures = useMemo(
    () =>
      channel &&
      new GesturesInOrder(
        channel,
        () => latest.current.drawing,
        (outcome) => {
          latest.current.onOutcome(outcome);
          if (outcome.kind === 'applied') {
            setStatus({ kind: 'done', text: `${outcome.label}: done.` });
            placed.current = { version: outcome.version, statements: outcome.statements };
            void comeToPlaced();
          } else refuse(outcome.reason, outcome.source, outcome.offer, outcome.definition);
        },
      ),
    [channel],
  );

  // What the next key is about: where the keyboard is, or already what was placed last.
  const target = useRef(active?.element);
  const seen = useRef(active?.element);
  if (seen.current !== active?.element) {
    seen.current = active?.element;
    target.current = active?.element;
  }

  const comeToPlaced = async () => {
    const awaited = placed.current;
    if (awaited === undefined || latest.current.drawing.version < awaited.version) return;
    placed.current = undefined;
    const found: DrawingElement[] = [];
    for (const statement of awaited.statements.slice(0, mostFollowed)) {
      const element = await latest.current.drawing.locate(statement);
      if (element !== undefined) found.push(element);
    }
    const [element] = found;
    if (element === undefined) return;
    latest.current.drawing.goTo(element);
    target.current = element;
    if (found.length > 1) choose(latest.current.drawing.ground, found);
  };
  useEffect(() => {
    void comeToPlaced().then(() => gestures?.drawn(version));
  }, [version, elements]);

  const refuse = (text: string, source?: OffsetRange, offer?: RefusalOffer, definition?: string) => {
    const edit = offer && remedyOf(offer, asked.current, done.current);
    const remedy = offer &&
      edit && {
        ...remedyTexts[offer],
        onPress: () => {
          if (definition !== undefined) changes.current = [...changes.current, definition];
          perform(() => edit);
        },
      };
    setStatus({ kind: 'refused', text, source, remedy });
  };

  const perform = (gesture: PlannedGesture) => {
    setStatus(undefined);
    if (readOnly !== undefined) refuse(readOnly);
    else {
      gestures?.add(() => {
        done.current = gesture();
        const { current: edit } = done;
        return edit && changes.current.length > 0 ? { ...edit, changes: changes.current } : edit;
      });
    }
  };
  /** A gesture on elements that are looked up when its turn comes. */
  const performOn = (
    find: () => readonly DrawingElement[],
    gesture: (references: DrawnElement[], first: DrawnElement) => AskedEdit,
  ) =>
    perform(() => {
      const references = find().flatMap((element) => referenceTo(element) ?? []);
      const [first] = references;
      asked.current = first;
      return first && gesture(references, first);
    });
  /** What the next key is about, whatever has been selected by then. */
  const meant = (): readonly DrawingElement[] => {
    const all = chosenNow(latest.current.drawing.ground);
    return all.length > 0 ? all : target.current === undefined ? [] : [target.current];
  };
  return { asked, meant, perform, performOn, refuse, setStatus, status, target };
}

const remedyTexts: Readonly<Record<RefusalOffer, { readonly label: string; readonly text: string }>> = {
  'write-out': { label: 'Write the statement out', text: 'Write Out' },
  'change-definition': { label: 'Change the definition', text: 'Change Definition' },
  'new-register': { label: 'Add a register of its own', text: 'Add a Register' },
};

/** The edit that is offered where another was refused. */
function remedyOf(
  offer: RefusalOffer,
  element: DrawnElement | undefined,
  refused: AskedEdit | undefined,
): AskedEdit | undefined {
  switch (offer) {
    case 'write-out':
      return element && { kind: 'write-out', element };
    case 'change-definition':
      return refused;
    case 'new-register':
      return refused?.kind === 'add-wire' ? { ...refused, isSeparate: true } : undefined;
  }
}
