import type { CountsView, PanelState } from '#core/protocol/panelState.ts';
import { Icon } from '../../ui/icon.tsx';
import { Select, TextField } from '../../ui/kit.ts';
import { leftOut } from '../saving/elementPicture.ts';
import { bitName, type OutcomeBits, registerName } from './outcomeBits.ts';
import type { OutcomeFilter } from './outcomeFilter.ts';

type CountsOrder = PanelState['result']['countsOrder'];

const orders: readonly { value: CountsOrder; label: string }[] = [
  { value: 'count', label: 'By count' },
  { value: 'bits', label: 'By bits' },
  { value: 'weight', label: 'By weight' },
];

const amounts: readonly { value: CountsView['most']; label: string }[] = [
  { value: '16', label: 'Top 16' },
  { value: '64', label: 'Top 64' },
  { value: '256', label: 'Top 256' },
  { value: 'all', label: 'All' },
];

const views: readonly { value: CountsView['view']; label: string }[] = [
  { value: 'outcomes', label: 'Outcomes' },
  { value: 'shots', label: 'Shots in order' },
];

export interface OverlayChoice {
  readonly value: string;
  readonly label: string;
}

interface CountsToolsProps {
  readonly view: CountsView;
  readonly onView: (view: CountsView) => void;
  readonly order: CountsOrder;
  readonly onOrder: (order: CountsOrder) => void;
  readonly bits: OutcomeBits;
  readonly filter: OutcomeFilter;
  readonly overlays: readonly OverlayChoice[];
  readonly hasShots: boolean;
}

/** What of the counts is shown, and how: above the outcomes, and not part of their picture. */
export function CountsTools({ bits, filter, hasShots, onOrder, onView, order, overlays, view }: CountsToolsProps) {
  return (
    <div class="counts-tools" {...leftOut}>
      <div class="section-tools">
        {hasShots && (
          <Select
            label="What is listed"
            value={view.view}
            options={views}
            onSelect={(next) => onView({ ...view, view: next })}
          />
        )}
        <Select label="Order of outcomes" value={order} options={orders} onSelect={onOrder} />
        <Select
          label="How many outcomes"
          value={view.most}
          options={amounts}
          onSelect={(most) => onView({ ...view, most })}
        />
        {overlays.length > 1 && (
          <Select
            label="Laid over"
            value={overlays.some(({ value }) => value === view.overlay) ? view.overlay : 'none'}
            options={overlays}
            onSelect={(overlay) => onView({ ...view, overlay })}
          />
        )}
      </div>
      <div class="section-tools">
        <span class="bits-field">
          <TextField
            label="Filter by bits, such as 1*0 or c=1?"
            value={view.bits}
            placeholder="Bits: 1*0, c=1?"
            icon={<Icon name="filter" />}
            onInput={(text) => onView({ ...view, bits: text })}
          />
        </span>
        <span class="weight-field">
          <TextField
            label="Filter by Hamming weight, such as 2, 0-3 or even"
            value={view.weight}
            placeholder="Weight: 2, 0-3, even"
            onInput={(text) => onView({ ...view, weight: text })}
          />
        </span>
      </div>
      <p class="filter-trouble" role="status">
        {filter.kind === 'unclear' ? filter.reason : ''}
      </p>
      {bits.registers.flatMap(({ places }) => places).length > 1 && (
        <ReadBits bits={bits} leftOut={view.leftOut} onChange={(next) => onView({ ...view, leftOut: [...next] })} />
      )}
    </div>
  );
}

interface ReadBitsProps {
  readonly bits: OutcomeBits;
  readonly leftOut: readonly number[];
  readonly onChange: (leftOut: readonly number[]) => void;
}

/** More bits than these are chosen by register alone. */
const mostBitsOfRegister = 32;

/** Which registers and bits are kept; the others are added up. At least one bit is. */
function ReadBits({ bits, leftOut: left, onChange }: ReadBitsProps) {
  const out = new Set(left);
  const count = bits.registers.reduce((sum, { places }) => sum + places.length, 0);
  const toggle = (places: readonly number[], keep: boolean) => {
    const next = new Set(out);
    for (const place of places) {
      if (keep) next.delete(place);
      else next.add(place);
    }
    if (next.size < count) onChange([...next].sort((one, other) => one - other));
  };
  return (
    <details class="read-bits" open={left.length > 0}>
      <summary>
        {left.length === 0 ? 'All bits' : `${count - left.length} of ${count} bits, the others added up`}
      </summary>
      {bits.registers.map((register, index) => {
        const { places } = register;
        const kept = places.filter((place) => !out.has(place)).length;
        const name = registerName(bits, index);
        return (
          <fieldset key={name} class="register-bits">
            <legend class="visually-hidden">{name}</legend>
            <label>
              <input
                type="checkbox"
                checked={kept === places.length}
                ref={(box) => {
                  if (box !== null) box.indeterminate = kept > 0 && kept < places.length;
                }}
                onChange={(event) => {
                  toggle(places, event.currentTarget.checked);
                  // Where it may not change, it shows what is.
                  event.currentTarget.checked = kept === places.length;
                }}
              />
              <span class="code">{name}</span>
            </label>
            {places.length > 1 &&
              places.length <= mostBitsOfRegister &&
              places.map((place) => (
                <label key={place}>
                  <input
                    type="checkbox"
                    checked={!out.has(place)}
                    onChange={(event) => {
                      toggle([place], event.currentTarget.checked);
                      event.currentTarget.checked = !out.has(place);
                    }}
                  />
                  <span class="code">{bitName(register, place)}</span>
                </label>
              ))}
          </fieldset>
        );
      })}
    </details>
  );
}
