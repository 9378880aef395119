import { Icon } from '../ui/icon.tsx';
import { MenuButton } from '../ui/menuButton.tsx';

/** Where the numbers of a state go. */
export type StateForm = 'copy' | 'csv' | 'json';

const forms: readonly { readonly form: StateForm; readonly label: string }[] = [
  { form: 'copy', label: 'Copy as Table' },
  { form: 'csv', label: 'Save as CSV…' },
  { form: 'json', label: 'Save as JSON…' },
];

/** Keeps the numbers of the part of the state that is shown. */
export function SaveStateMenu({ onChoose }: { readonly onChoose: (form: StateForm) => void }) {
  return (
    <MenuButton
      label="Save State"
      icon={<Icon name="save" />}
      entries={forms.map(({ form, label }) => ({ label, onChoose: () => onChoose(form) }))}
    />
  );
}
