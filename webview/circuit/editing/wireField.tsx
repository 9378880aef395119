import { useLayoutEffect, useRef, useState } from 'preact/hooks';

interface WireFieldProps {
  readonly label: string;
  readonly text: string;
  /** Where it stands, in pixels of the view. */
  readonly left: number;
  readonly top: number;
  /** Why what was entered is not taken. */
  readonly fault: string | undefined;
  readonly onEnter: (text: string) => void;
  readonly onLeave: () => void;
}

/** A field at a wire for the name or the size of its register: Enter takes it, Escape leaves it. */
export function WireField({ fault, label, left, onEnter, onLeave, text, top }: WireFieldProps) {
  const [entered, setEntered] = useState(text);
  const input = useRef<HTMLInputElement>(null);
  // At once: what is typed next is for the field.
  useLayoutEffect(() => input.current?.select(), []);
  return (
    <form
      class="parameter-field wire-field"
      style={{ left: `${left}px`, top: `${top}px` }}
      onSubmit={(event) => {
        event.preventDefault();
        onEnter(entered);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onLeave();
        if (event.key !== 'Tab') event.stopPropagation();
      }}
      onFocusOut={({ currentTarget, relatedTarget }) => {
        if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) onLeave();
      }}
    >
      <label>
        <span>{label}</span>
        <input
          ref={input}
          type="text"
          aria-invalid={fault !== undefined}
          aria-describedby={fault === undefined ? undefined : 'wire-fault'}
          spellcheck={false}
          value={entered}
          onInput={(event) => setEntered(event.currentTarget.value)}
        />
      </label>
      {fault !== undefined && (
        <p class="parameter-fault" id="wire-fault" role="alert">
          {fault}
        </p>
      )}
    </form>
  );
}
