import { bare, type DiagnosticCase } from './diagnosticCase.ts';

export const controlFlowCases: readonly DiagnosticCase[] = [
  {
    code: 'QAS7001',
    firing: [bare('⟦break;⟧'), bare('if (true) { ⟦continue;⟧ }'), bare('⟦return⟧;')],
    silent: [bare('while (true) { if (false) { continue; } break; } def f() -> int { return 1; } f(); end;')],
  },
];
