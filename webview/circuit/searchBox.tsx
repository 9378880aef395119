import type { RefObject } from 'preact';
import { Icon } from '../ui/icon.tsx';
import { IconButton } from '../ui/kit.ts';

interface SearchBoxProps {
  readonly query: string;
  /** How many are found, and which of them is shown, from 0. */
  readonly found: number;
  readonly shown: number;
  /** While it is not known yet. */
  readonly isSearching: boolean;
  readonly input: RefObject<HTMLInputElement | null>;
  readonly onQuery: (query: string) => void;
  /** Shows the next one or the one before. */
  readonly onStep: (step: 1 | -1) => void;
  /** Goes back to the drawing. */
  readonly onLeave: () => void;
}

/** Finds gates and qubits by their description: Enter leads from one to the next, Shift+Enter back, Escape ends it. */
export function SearchBox({ found, input, isSearching, onLeave, onQuery, onStep, query, shown }: SearchBoxProps) {
  return (
    <search class="circuit-search">
      <input
        ref={input}
        type="search"
        aria-label="Find gates and qubits"
        placeholder="Find: cx q[2]"
        value={query}
        onInput={(event) => onQuery(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') {
            event.preventDefault();
            onStep(event.shiftKey ? -1 : 1);
          } else if (event.key === 'Escape') {
            onQuery('');
            onLeave();
          }
        }}
      />
      <span class="circuit-search-count" role="status">
        {query.trim() === '' ? '' : isSearching ? '…' : found === 0 ? 'none' : `${shown + 1} of ${found}`}
      </span>
      <IconButton label="Previous" icon={<Icon name="ascending" />} disabled={found === 0} onPress={() => onStep(-1)} />
      <IconButton label="Next" icon={<Icon name="descending" />} disabled={found === 0} onPress={() => onStep(1)} />
    </search>
  );
}
