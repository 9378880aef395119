import { symbolKinds } from '../openqasm/openqasmDocumentSymbols.ts';
import { declaredNames } from '../openqasm/openqasmWorkspaceSymbols.ts';

/** Something a circuit file declares that a pipeline can name. */
export interface CircuitName {
  readonly name: string;
  readonly what: 'gate' | 'subroutine' | 'register';
}

/** The gates, subroutines and classical registers that a circuit declares at its top level. */
export function circuitNames(text: string): CircuitName[] {
  return declaredNames(text).flatMap(({ kind, name }): CircuitName[] => {
    switch (kind) {
      case symbolKinds.gate:
        return [{ name, what: 'gate' }];
      case symbolKinds.subroutine:
        return [{ name, what: 'subroutine' }];
      case symbolKinds.variable:
      case symbolKinds.output:
        return [{ name, what: 'register' }];
      default:
        return [];
    }
  });
}
