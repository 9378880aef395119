import type { TextDocument, Uri } from 'vscode';

/** Pipelines are known by their file name and stay YAML or JSON for everything else. */
export const pipelineGlob = '**/*.hybrid.{yaml,yml,json}';
/** Files that a plan can be made of, beside circuits. */
export const plannedGlob = '**/*.{hybrid,suite}.{yaml,yml,json}';
export const suiteGlob = '**/*.suite.{yaml,yml,json}';
/** Files that may hold a scorecard. */
export const scorecardGlob = '**/*.{hybrid,scorecard,suite}.{yaml,yml,json}';
/** Suites and scorecards, which are about several pipelines. */
export const companionGlob = '**/*.{suite,scorecard}.{yaml,yml,json}';
export const circuitGlob = '**/*.{qasm,qasm3}';
export const circuitLanguage = 'openqasm';

const pipelineName = /\.hybrid\.(?:ya?ml|json)$/;
const suiteName = /\.suite\.(?:ya?ml|json)$/;
const scorecardName = /\.(?:hybrid|scorecard|suite)\.(?:ya?ml|json)$/;
const companionName = /\.(?:suite|scorecard)\.(?:ya?ml|json)$/;
const circuitName = /\.(?:qasm3?|inc)$/;

export function isPipelinePath(path: string): boolean {
  return pipelineName.test(path);
}

export function isSuitePath(path: string): boolean {
  return suiteName.test(path);
}

export function isScorecardPath(path: string): boolean {
  return scorecardName.test(path);
}

export function isCircuitPath(path: string): boolean {
  return circuitName.test(path);
}

export function isPipeline(document: { readonly uri: Uri }): boolean {
  return isPipelinePath(document.uri.path);
}

export function isCompanion(document: { readonly uri: Uri }): boolean {
  return companionName.test(document.uri.path);
}

export function isCircuit(document: TextDocument): boolean {
  return document.languageId === circuitLanguage;
}
