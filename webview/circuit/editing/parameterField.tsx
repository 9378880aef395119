import { useEffect, useRef, useState } from 'preact/hooks';
import type { CircuitParametersAnswer } from '#core/protocol/circuitEditing.ts';

type WrittenParameters = Extract<CircuitParametersAnswer, { kind: 'parameters' }>;

interface ParameterFieldProps {
  readonly written: WrittenParameters;
  /** Where it stands, in pixels of the view. */
  readonly left: number;
  readonly top: number;
  /** Why what was entered is not taken. */
  readonly fault: string | undefined;
  readonly onEnter: (parameters: readonly string[]) => void;
  readonly onLeave: () => void;
}

/** A field over a gate for its parameters as the program writes them: Enter takes them, Escape leaves them. */
export function ParameterField({ written, left, top, fault, onEnter, onLeave }: ParameterFieldProps) {
  const [texts, setTexts] = useState(() => written.parameters.map(({ text }) => text));
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector('input')?.select(), []);
  return (
    <form
      class="parameter-field"
      ref={form}
      aria-label={`Parameters of ${written.gate}`}
      style={{ left: `${left}px`, top: `${top}px` }}
      onSubmit={(event) => {
        event.preventDefault();
        onEnter(texts);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onLeave();
        if (event.key !== 'Tab') event.stopPropagation();
      }}
      onFocusOut={({ currentTarget, relatedTarget }) => {
        if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) onLeave();
      }}
    >
      {written.parameters.map(({ name }, index) => (
        <label key={name}>
          <span>{name}</span>
          <input
            type="text"
            aria-label={`Parameter ${name}`}
            aria-invalid={fault !== undefined}
            aria-describedby={fault === undefined ? undefined : 'parameter-fault'}
            spellcheck={false}
            value={texts[index] ?? ''}
            onInput={(event) => setTexts(texts.toSpliced(index, 1, event.currentTarget.value))}
            onKeyDown={(event) => {
              if (event.key !== 'Enter') return;
              event.preventDefault();
              onEnter(texts);
            }}
          />
        </label>
      ))}
      {fault !== undefined && (
        <p class="parameter-fault" id="parameter-fault" role="alert">
          {fault}
        </p>
      )}
    </form>
  );
}
