import type { Locator } from 'playwright-core';

/**
 * Chooses an option of a list, whose open list the browser draws outside of the page.
 * @param words the text of the option, or what only that of one has
 */
export async function chooseOption(list: Locator, words: string): Promise<void> {
  const texts = await list.locator('option').allTextContents();
  const exact = texts.indexOf(words);
  const found = exact >= 0 ? exact : texts.findIndex((text) => text.includes(words));
  if (found < 0) throw new Error(`No option says "${words}"; there are ${texts.join(', ')}.`);
  await list.selectOption({ index: found });
}
