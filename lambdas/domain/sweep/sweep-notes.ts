import { HELD_BY_BREAKER, type Outcome } from '../grace-period/outcome.ts';

/**
 * How many grace periods sweeps begin for one instance before they leave it alone for a day. In dry-run every
 * instance lives on, and in mode enforce one that cannot be terminated or repaired does. Without a limit, it
 * would be reported every twenty minutes.
 */
export const MAX_TIMES = { 'dry-run': 1, enforce: 6 } as const;

/**
 * The same for an instance that an exemption covered in an earlier grace period: once a day, it is checked
 * whether it still does.
 */
export const MAX_TIMES_EXEMPT = 1;

/**
 * Why an instance without a valid Owner lives on. `stopped` and `held`: by this service. `noticed`: it is older
 * than enforcement, and has been reported.
 */
export type NoteKind = 'stopped' | 'held' | 'exempt' | 'reported' | 'noticed';

/** What a sweep must know of an instance that a grace period left alive. */
export type SweepNote = {
  readonly kind: NoteKind | null;
  /** How many grace periods sweeps count as begun for it; null for the true number. */
  readonly times: number | null;
};

/** What to remember of the instances of an outcome; null if a sweep finds it out itself, or is to try again. */
export const sweepNoteOf = ({ decision, reason }: Pick<Outcome, 'decision' | 'reason'>): SweepNote | null => {
  switch (decision) {
    case 'stopped':
      return { kind: 'stopped', times: null };
    case 'held':
      // The breaker's own record shows what it holds.
      if (reason === HELD_BY_BREAKER) return null;
      // The grace period did not fail, it was paused: so the count begins anew.
      return { kind: 'held', times: 0 };
    case 'would-terminate':
      // It has been reported. In mode enforce, a sweep takes it up all the same.
      return { kind: null, times: MAX_TIMES['dry-run'] };
    case 'exempt':
      return reason === 'exempt-by-configuration' ? { kind: 'exempt', times: null } : null;
    case 'noticed':
      // An instance older than enforcement is reported once and for all. The launcher of another may still be found: it is
      // checked again once a day, since the same mail more often would be of no use.
      return reason === 'before-enforcement'
        ? { kind: 'noticed', times: null }
        : { kind: 'reported', times: MAX_TIMES.enforce };
    case 'failed':
      // With `onTerminationProtection: report`, a protected instance is only reported.
      return reason === 'termination-protected' ? { kind: 'reported', times: null } : null;
    case 'invalid':
      // It has been reported, and is checked again once a day.
      return reason === 'changed-back' ||
        reason === 'changed-back-before' ||
        reason === 'near-misses-disagree'
        ? { kind: 'reported', times: MAX_TIMES.enforce }
        : null;
    case 'warned':
    case 'complied':
    case 'repaired':
    case 'inherited':
    case 'terminated':
    case 'gone':
      return null;
    default:
      return decision satisfies never;
  }
};
