export declare function zoomIn(zoom: number): number;
export declare function zoomOut(zoom: number): number;
/**
 * The scroll offset after a zoom that keeps the point under `anchor` (pixels from the edge of the view) in its place.
 */
export declare function anchoredScroll(offset: number, anchor: number, from: number, to: number): number;
