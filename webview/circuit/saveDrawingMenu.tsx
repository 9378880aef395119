import { offeredDrawingForms } from '#core/protocol/drawingForms.ts';
import type { PanelMessage } from '#core/protocol/webview.ts';
import { Icon } from '../ui/icon.tsx';
import { MenuButton } from '../ui/menuButton.tsx';

interface SaveDrawingMenuProps {
  readonly file: string;
  readonly send: (message: PanelMessage) => void;
}

/** Keeps the drawing of a file in one of the forms; the editor asks where. */
export function SaveDrawingMenu({ file, send }: SaveDrawingMenuProps) {
  return (
    <MenuButton
      label="Save Drawing"
      icon={<Icon name="save" />}
      entries={offeredDrawingForms.map(({ format, label, theme }) => ({
        label: `Save as ${label}…`,
        onChoose: () => send({ type: 'save-drawing', file, form: { format, theme } }),
      }))}
    />
  );
}
