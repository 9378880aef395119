import { useState } from 'preact/hooks';
import type { StateView } from '#core/protocol/stateInspection.ts';
import { degreesOf, inputText, radiansOf, sliderDegrees, typedInput } from './inputValue.ts';

type Input = StateView['inputs'][number];

interface InputSlidersProps {
  readonly inputs: StateView['inputs'];
  /** What somebody has chosen, which may be newer than the state. */
  readonly values: Readonly<Record<string, number>>;
  readonly onValue: (name: string, value: number) => void;
}

/** The inputs of the circuit, whose values the state follows. */
export function InputSliders({ inputs, values, onValue }: InputSlidersProps) {
  return (
    <fieldset class="input-sliders" aria-label="Inputs">
      {inputs.map((input) => (
        <InputSlider
          key={input.name}
          input={{ ...input, value: values[input.name] ?? 0 }}
          onValue={(value) => onValue(input.name, value)}
        />
      ))}
    </fieldset>
  );
}

interface InputSliderProps {
  readonly input: Input;
  readonly onValue: (value: number) => void;
}

function InputSlider({ input: { name, type, value }, onValue }: InputSliderProps) {
  // What is being typed may not be a value yet.
  const [typed, setTyped] = useState<string>();
  if (type === 'bool') {
    return (
      <label class="input-slider">
        <span class="input-name">{name}</span>
        <input
          type="checkbox"
          checked={value !== 0}
          onChange={(event) => onValue(event.currentTarget.checked ? 1 : 0)}
        />
      </label>
    );
  }
  const turns = type === 'angle' || type === 'float';
  const text = inputText(value, type);
  const isWrong = typed !== undefined && typedInput(typed, type) === undefined;
  return (
    <div class="input-slider">
      <span class="input-name" title={name} aria-hidden="true">
        {name}
      </span>
      {turns && (
        <input
          type="range"
          aria-label={name}
          aria-valuetext={text}
          min={-sliderDegrees}
          max={sliderDegrees}
          step={1}
          value={degreesOf(value)}
          onInput={(event) => onValue(radiansOf(Number(event.currentTarget.value)))}
        />
      )}
      <input
        type="text"
        class="input-value"
        aria-label={`Value of ${name}`}
        aria-invalid={isWrong}
        title={isWrong ? 'A number or a multiple of pi, as pi/4' : undefined}
        value={typed ?? text}
        onInput={(event) => {
          const next = event.currentTarget.value;
          setTyped(next);
          const read = typedInput(next, type);
          if (read !== undefined) onValue(read);
        }}
        onBlur={() => setTyped(undefined)}
      />
    </div>
  );
}
