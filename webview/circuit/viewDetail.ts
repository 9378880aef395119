/** Below the first zoom the names of gates are dots; from the second on everybody can read them. */
const readable = { nobody: 0.4, everybody: 0.6 };

/** What a view shows at most with all its elements, in square pixels of the drawing: some 2,000 places for gates. */
const mostDetailed = 4_500_000;

/**
 * Whether a view shows outlines: where elements would be too small to be read, or hard to read and too many for the page.
 * @param size of the view, in pixels of the page
 */
export function isOutlined(
  { height, width }: { readonly width: number; readonly height: number },
  zoom: number,
): boolean {
  if (zoom < readable.nobody) return true;
  return zoom < readable.everybody && (width * height) / (zoom * zoom) > mostDetailed;
}
