import { useContext } from 'preact/hooks';
import type { DrawingElement } from '#core/circuit/drawing/circuitDrawing.ts';
import { EditingContext } from './editing/editingChannel.ts';
import { hasParameters } from './editing/elementReference.ts';

/** The widest a tip gets in the style sheet. */
const tipWidth = 320;

interface ElementTipProps {
  readonly element: DrawingElement;
  readonly zoom: number;
  readonly scroll: { readonly left: number; readonly top: number };
  readonly view: { readonly width: number; readonly height: number };
}

/** The description of an element, under it or, where that would leave the view, above it. */
export function ElementTip({ element, zoom, scroll, view }: ElementTipProps) {
  const isEditable = useContext(EditingContext) !== undefined;
  const x = (element.x + element.width / 2) * zoom - scroll.left;
  const above = element.y * zoom - scroll.top;
  const below = (element.y + element.height) * zoom - scroll.top;
  const isBelow = below + 60 < view.height || above < 60;
  const place = isBelow ? Math.min(below + 8, Math.max(8, view.height - 56)) : view.height - above + 8;
  return (
    <div
      class="element-tip"
      role="tooltip"
      style={{
        left: `${Math.max(8, Math.min(x - 24, view.width - tipWidth - 8))}px`,
        ...(isBelow ? { top: `${place}px` } : { bottom: `${place}px` }),
      }}
    >
      <p>{element.description}</p>
      {element.group !== undefined && (
        <p class="element-tip-hint">
          {element.group.isOpen
            ? 'Space, or the minus in its corner, closes it'
            : 'Space, or the plus in its corner, shows what is in it'}
        </p>
      )}
      {element.source !== undefined && (
        <p class="element-tip-hint">
          {isEditable && hasParameters(element)
            ? 'Click shows it in the editor, Enter changes its parameters'
            : 'Click or Enter shows it in the editor'}
        </p>
      )}
      <p class="element-tip-hint">M shows the state after it</p>
    </div>
  );
}
