/** What a run of the suite inside the editor came to; titles include the suite's. */
export interface SuiteReport {
  readonly passed: readonly string[];
  readonly failed: readonly { readonly title: string; readonly reason: string }[];
  readonly skipped: readonly string[];
}
