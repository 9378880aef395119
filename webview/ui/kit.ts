import { provideVSCodeDesignSystem, vsCodeButton, vsCodeTextField } from '@vscode/webview-ui-toolkit';
import { type ComponentChildren, h } from 'preact';
import { Icon } from './icon.tsx';

/**
 * The only importer of the component toolkit. Views use these functions and never see its element names, attributes or
 * events, so that the toolkit, which is no longer maintained, can be replaced here alone.
 */

/** Defines the elements used below. Call once, before the first is drawn. */
export function registerKit(): void {
  provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeTextField());
}

export interface ButtonProps {
  readonly label: string;
  readonly appearance?: 'primary' | 'secondary';
  readonly disabled?: boolean;
  readonly onPress: () => void;
}

export function Button({ label, appearance = 'secondary', disabled = false, onPress }: ButtonProps): ComponentChildren {
  return h('vscode-button', { appearance, disabled, onClick: onPress }, label);
}

export interface IconButtonProps {
  /** Read to those who do not see the icon, and shown as the tooltip. */
  readonly label: string;
  readonly icon: ComponentChildren;
  readonly disabled?: boolean;
  readonly onPress: () => void;
}

export function IconButton({ label, icon, disabled = false, onPress }: IconButtonProps): ComponentChildren {
  return h(
    'vscode-button',
    { appearance: 'icon', 'aria-label': label, title: label, disabled, onClick: onPress },
    icon,
  );
}

export interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly placeholder: string;
  readonly icon?: ComponentChildren;
  readonly onInput: (value: string) => void;
}

export function TextField({ label, value, placeholder, icon, onInput }: TextFieldProps): ComponentChildren {
  return h(
    'vscode-text-field',
    {
      // The element names itself "Text field" as it enters the page; its name is set after that.
      ref: (element: Element | null) => element?.setAttribute('aria-label', label),
      placeholder,
      value,
      onInput: (event: Event) => onInput(fieldValue(event)),
    },
    icon === undefined ? null : h('span', { slot: 'start', class: 'field-icon' }, icon),
  );
}

export interface SelectProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly onSelect: (value: Value) => void;
}

export function Select<Value extends string>({
  label,
  value,
  options,
  onSelect,
}: SelectProps<Value>): ComponentChildren {
  return h(
    'select',
    {
      'aria-label': label,
      onChange: (event: Event) => {
        const chosen = options.find((option) => option.value === fieldValue(event));
        if (chosen !== undefined && chosen.value !== value) onSelect(chosen.value);
      },
    },
    options.map((option) =>
      h('option', { key: option.value, value: option.value, selected: option.value === value }, option.label),
    ),
  );
}

/** Turns while something of unknown length is under way; that of the toolkit turns for those who want nothing to move, too. */
export function ProgressRing({ label }: { readonly label: string }): ComponentChildren {
  return h('span', { class: 'progress-ring', role: 'progressbar', 'aria-label': label }, h(Icon, { name: 'arc' }));
}

function fieldValue(event: Event): string {
  const { target } = event;
  return target !== null && 'value' in target && typeof target.value === 'string' ? target.value : '';
}
