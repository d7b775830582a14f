import { HELD_BY_BREAKER, type Outcome } from '../grace-period/outcome.ts';

/**
 * How often a sweep begins a grace period for one instance, until it rests for a day: in dry-run everything lives on, and
 * what cannot be terminated or repaired would be told of every twenty minutes, for ever.
 */
export const MAX_TIMES = { 'dry-run': 1, enforce: 6 } as const;

/** The same, where an earlier one found that an exemption covers it: whether it still does is looked at once a day. */
export const MAX_TIMES_EXEMPT = 1;

/**
 * Why an instance lives on that lacks a valid Owner: stopped or held by this service, exempt, only reported, or noticed:
 * older than enforcement, and told of.
 */
export type NoteKind = 'stopped' | 'held' | 'exempt' | 'reported' | 'noticed';

/** What a sweep is to know of an instance that a grace period left alive. */
export type SweepNote = {
  readonly kind: NoteKind | null;
  /** So often sweeps count as having begun a grace period for it; null: as often as they have. */
  readonly times: number | null;
};

/** What is to be remembered of instances of an outcome; null where a sweep sees for itself, or is to try again. */
export const sweepNoteOf = ({ decision, reason }: Pick<Outcome, 'decision' | 'reason'>): SweepNote | null => {
  switch (decision) {
    case 'stopped':
      return { kind: 'stopped', times: null };
    case 'held':
      // Of what the breaker holds, its own record tells.
      if (reason === HELD_BY_BREAKER) return null;
      // A pause is no failure of theirs: what follows starts anew.
      return { kind: 'held', times: 0 };
    case 'would-terminate':
      // Told; in mode enforce it is taken up all the same.
      return { kind: null, times: MAX_TIMES['dry-run'] };
    case 'exempt':
      return reason === 'exempt-by-configuration' ? { kind: 'exempt', times: null } : null;
    case 'noticed':
      // Who launched it may yet be found out: only what is older than enforcement is told once and for all.
      return { kind: reason === 'before-enforcement' ? 'noticed' : 'reported', times: null };
    case 'failed':
      // As `onTerminationProtection: report` would have it.
      return reason === 'termination-protected' ? { kind: 'reported', times: null } : null;
    case 'invalid':
      // It was told, and is found out again once a day.
      return reason === 'changed-back' || reason === 'changed-back-before'
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
