/**
 * A name as one or two lines of whole words, cut where it does not fit.
 * @param longest characters in a line, at least 2
 */
export function labelLines(name: string, longest: number): readonly string[] {
  if (name.length <= longest) return [name];
  const end = name.lastIndexOf(' ', longest);
  if (end <= 0) return [shortened(name, longest)];
  return [name.slice(0, end), shortened(name.slice(end + 1), longest)];
}

function shortened(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}
