import type { RowDecision } from '../../../local/rows/row.ts';
import type { Look } from '../../style.ts';

/** Green lives on, yellow is at risk, red is ended or wrong. */
export const LOOKS: Readonly<Record<RowDecision, Look>> = {
  compliant: 'green',
  'grace-started': 'blue',
  warned: 'yellow',
  complied: 'green',
  repaired: 'green',
  inherited: 'cyan',
  invalid: 'yellow',
  terminated: 'red',
  stopped: 'red',
  held: 'yellow',
  'would-terminate': 'red',
  noticed: 'yellow',
  gone: 'dim',
  exempt: 'dim',
  failed: 'red',
};
