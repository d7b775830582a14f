import type { RowDecision } from '../../../local/rows/row.ts';
import type { TextStyle } from '../../style.ts';

/** How a decision looks, and what it means, in the words of the legend. */
type Shown = { readonly look: TextStyle; readonly means: string };

/** Green: the instance stays, or something is in order. Yellow: it is at risk. Red: it is terminated or stopped, or something failed. */
export const DECISIONS: Readonly<Record<RowDecision, Shown>> = {
  compliant: { look: 'green', means: 'had a valid Owner at launch' },
  'grace-started': { look: 'blue', means: 'has no valid Owner: a grace period begins' },
  warned: { look: 'yellow', means: 'people were warned by mail' },
  complied: { look: 'green', means: 'got a valid Owner in time' },
  repaired: { look: 'green', means: 'a near miss in the tag was corrected' },
  inherited: { look: 'cyan', means: 'got the Owner of what launched it' },
  invalid: { look: 'yellow', means: 'its Owner is not valid; only reported' },
  terminated: { look: 'red', means: 'had no valid Owner at the deadline' },
  stopped: { look: 'red', means: 'the same, but protected from termination' },
  held: { look: 'yellow', means: 'due, but paused or too many at once' },
  'would-terminate': { look: 'red', means: 'would be terminated in mode enforce' },
  noticed: { look: 'yellow', means: 'only reported, to administrators' },
  reminded: { look: 'yellow', means: 'its creator was told by mail; nothing is ended' },
  gone: { look: 'dim', means: 'terminated by somebody else, or by AWS' },
  exempt: { look: 'dim', means: 'not judged: the configuration exempts it' },
  undecided: { look: 'yellow', means: 'what launched it is not in these records' },
  propagated: { look: 'green', means: 'got the Owner of the instance that it is attached to' },
  'would-propagate': { look: 'yellow', means: 'would get that Owner in mode enforce' },
  failed: { look: 'red', means: 'something could not be done: see its mail' },
};
