/** The address of the document that something is about which an editor sends back to be completed. */
export function addressOf(data: unknown): string | undefined {
  const uri = typeof data === 'object' && data !== null && 'uri' in data ? data.uri : undefined;
  return typeof uri === 'string' ? uri : undefined;
}
