/** Appends elements to a list. There may be any number of them; as arguments of `push`, very many overflow the stack. */
export function appendAll<Element>(list: Element[], added: Iterable<Element>): void {
  for (const element of added) list.push(element);
}
