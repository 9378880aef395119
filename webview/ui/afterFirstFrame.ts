/** After this many milliseconds a page that paints no frame, as one in a window that is covered, does what it has put off. */
const patience = 500;

/**
 * Does what need not be there when something is first seen: once the browser has painted the frame that comes next, or half a
 * second later where it paints none.
 * @returns what calls it off
 */
export function afterFirstFrame(work: () => void): () => void {
  let frame = 0;
  const cancel = () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
  const finish = () => {
    cancel();
    work();
  };
  let timer = setTimeout(finish, patience);
  // The first call comes before the frame is painted.
  frame = requestAnimationFrame(() => {
    frame = requestAnimationFrame(() => {
      clearTimeout(timer);
      timer = setTimeout(finish);
    });
  });
  return cancel;
}
