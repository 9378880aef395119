import { Component } from 'preact';
import type { DrawingElement } from '#core/circuit/drawing/circuitDrawing.ts';
import { GroupMark } from './groupMark.tsx';
import { mergeShapes } from './mergedShapes.ts';
import type { PartsInArea, TileBlock } from './tileBlocks.ts';

interface ElementShapesProps extends Pick<PartsInArea, 'spanning'> {
  /** Elements that come into the page together. */
  readonly blocks: readonly Pick<TileBlock, 'key' | 'elements'>[];
}

/** How elements look. Their cells, which lie below, say what they are and answer the pointer. */
export function ElementShapes({ blocks, spanning }: ElementShapesProps) {
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in it takes the focus
    <g class="element-shapes" aria-hidden="true">
      {spanning.map((element) => (
        <ShapesTogether key={element.id} elements={[element]} of={element} />
      ))}
      {blocks.map((block) => (
        <ShapesTogether key={block.key} elements={block.elements} of={block} />
      ))}
    </g>
  );
}

interface ShapesTogetherProps {
  readonly elements: readonly DrawingElement[];
  /** While it is the same object, the elements are the same. */
  readonly of: object;
}

/** Elements that are drawn once, however long they are in the page. */
class ShapesTogether extends Component<ShapesTogetherProps> {
  override shouldComponentUpdate({ of }: ShapesTogetherProps): boolean {
    return of !== this.props.of;
  }

  override render({ elements }: ShapesTogetherProps) {
    const { paths, texts } = mergeShapes(elements);
    return (
      <g>
        {paths.map(({ className, path }) => (
          <path key={className} class={className} d={path} />
        ))}
        {texts.map(({ className, text, x, y }) => (
          <text key={`${x} ${y}`} class={className} x={x} y={y}>
            {text}
          </text>
        ))}
        {elements.map((element) => element.group !== undefined && <GroupMark key={element.id} element={element} />)}
      </g>
    );
  }
}
