/** What a text says as JSON; undefined where it is none, which the schema that follows reports. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
