import type { RefObject } from 'preact';
import { useEffect, useId, useMemo, useRef, useState } from 'preact/hooks';
import { Icon } from '../../ui/icon.tsx';
import { Button, IconButton } from '../../ui/kit.ts';
import { matchingItems, type PaletteItem, qubitsFrom } from './paletteItems.ts';

/** Where something is placed by the keyboard, as seen from the element it is at. */
export const placingSides = ['behind', 'before', 'end'] as const;
export type PlacingSide = (typeof placingSides)[number];

const sideNames: Readonly<Record<PlacingSide, string>> = {
  behind: 'behind the gate',
  before: 'before the gate',
  end: 'at the end',
};

/** What a parameter is until another is entered. */
const firstParameter = 'pi/2';

export interface ChosenItem {
  readonly item: PaletteItem;
  readonly qubits: readonly number[];
  readonly parameters: readonly string[];
  readonly side: PlacingSide;
}

/** How many gates the Page keys pass. */
const page = 8;

interface GatePaletteProps {
  /** Undefined until they are known. */
  readonly items: readonly PaletteItem[] | undefined;
  readonly search: RefObject<HTMLInputElement | null>;
  /** The names of the qubits from the top. */
  readonly qubits: readonly string[];
  /** The wire that the keyboard is at. */
  readonly wire: number;
  readonly onPlace: (chosen: ChosenItem) => void;
  /** An item is held by the pointer. */
  readonly onHold: (event: PointerEvent, item: PaletteItem, parameters: readonly string[]) => void;
  readonly onClose: () => void;
}

/** The gates that can be placed: typed for and placed by Enter, or dragged into the drawing. */
export function GatePalette({ items, search, qubits, wire, onPlace, onHold, onClose }: GatePaletteProps) {
  const id = useId();
  const [typed, setTyped] = useState('');
  const [place, setPlace] = useState(0);
  const [side, setSide] = useState<PlacingSide>('behind');
  const [given, setGiven] = useState<readonly string[]>([]);
  const [moved, setMoved] = useState<readonly (number | undefined)[]>([]);
  /** Enter was pressed before the gates were known. */
  const [isEntered, setEntered] = useState(false);
  const parameters = useRef<HTMLFieldSetElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const shown = useMemo(() => matchingItems(items ?? [], typed), [items, typed]);
  const chosen = shown[Math.min(place, shown.length - 1)];
  useEffect(() => setMoved([]), [wire, chosen?.name]);
  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [chosen?.name]);

  const proposed = qubitsFrom(wire, chosen?.qubits.length ?? 0, qubits.length);
  const on = proposed.map((qubit, index) => moved[index] ?? qubit);
  const texts = (chosen?.parameters ?? []).map((_, index) => given[index] ?? firstParameter);
  const finish = () => {
    if (chosen !== undefined) onPlace({ item: chosen, qubits: on, parameters: texts, side });
  };
  const enter = () => {
    const field = parameters.current?.querySelector('input');
    if (items === undefined) setEntered(true);
    else if (field === undefined || field === null) finish();
    else field.select();
  };
  useEffect(() => {
    if (!isEntered || items === undefined) return;
    setEntered(false);
    enter();
  }, [isEntered, items]);
  const handleSearchKey = (event: KeyboardEvent) => {
    switch (event.key) {
      case 'ArrowDown':
      case 'PageDown':
        setPlace(Math.min(place + (event.key === 'PageDown' ? page : 1), shown.length - 1));
        break;
      case 'ArrowUp':
      case 'PageUp':
        setPlace(Math.max(place - (event.key === 'PageUp' ? page : 1), 0));
        break;
      case 'Enter':
        enter();
        break;
      default:
        return;
    }
    event.preventDefault();
  };
  return (
    <aside
      class="gate-palette"
      aria-label="Gates"
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
        // Keys of the palette are none of the editor's.
        if (event.key !== 'Tab') event.stopPropagation();
      }}
    >
      <div class="gate-palette-head">
        <input
          ref={search}
          type="text"
          role="combobox"
          aria-label="Gate to place"
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={chosen && `${id}-${chosen.name}`}
          aria-autocomplete="list"
          placeholder="Gate: rx"
          value={typed}
          onInput={(event) => {
            setTyped(event.currentTarget.value);
            setPlace(0);
          }}
          onKeyDown={handleSearchKey}
        />
        <IconButton label="Close Gates" icon={<Icon name="circle-cross" />} onPress={onClose} />
      </div>
      <div class="gate-list" role="listbox" aria-label="Gates" id={`${id}-list`} ref={list}>
        {shown.map((item, index) => (
          <div
            key={item.name}
            id={`${id}-${item.name}`}
            class="gate-item"
            role="option"
            aria-selected={item === chosen}
            tabIndex={-1}
            title={`${item.summary}. Drag it into the drawing, or press Enter.`}
            onPointerDown={(event) => {
              setPlace(index);
              onHold(event, item, item === chosen ? texts : item.parameters.map(() => firstParameter));
            }}
            onDblClick={finish}
          >
            <span class="gate-item-name">{item.name}</span>
            {item.parameters.length > 0 && <span class="gate-item-parameters">({item.parameters.join(', ')})</span>}
          </div>
        ))}
      </div>
      {items !== undefined && shown.length === 0 && <p class="gate-note">No gate is called that.</p>}
      {chosen !== undefined && (
        <form
          class="gate-form"
          onSubmit={(event) => {
            event.preventDefault();
            finish();
          }}
        >
          <p class="gate-note">{chosen.summary}</p>
          <fieldset aria-label="Parameters" ref={parameters}>
            {chosen.parameters.map((name, index) => (
              <label key={name}>
                <span>{name}</span>
                <input
                  type="text"
                  aria-label={`Parameter ${name}`}
                  spellcheck={false}
                  value={texts[index] ?? ''}
                  onInput={(event) => setGiven(texts.toSpliced(index, 1, event.currentTarget.value))}
                />
              </label>
            ))}
          </fieldset>
          {chosen.qubits.map((name, index) => (
            <label key={name}>
              <span>{name}</span>
              <select
                aria-label={`Qubit ${name}`}
                value={String(on[index] ?? '')}
                onChange={(event) => {
                  const next = [...on];
                  next[index] = Number(event.currentTarget.value);
                  setMoved(next);
                }}
              >
                {qubits.map((qubit, number) => (
                  <option key={qubit} value={String(number)}>
                    {qubit}
                  </option>
                ))}
              </select>
            </label>
          ))}
          <select
            aria-label="Place"
            value={side}
            onChange={({ currentTarget: { value } }) =>
              setSide(placingSides.find((each) => each === value) ?? 'behind')
            }
          >
            {placingSides.map((each) => (
              <option key={each} value={each}>
                {sideNames[each]}
              </option>
            ))}
          </select>
          <Button label={`Place ${chosen.name}`} appearance="primary" onPress={finish} />
        </form>
      )}
    </aside>
  );
}
