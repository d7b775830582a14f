/** What was found: all is well, something is not, or nobody said how to look. */
export type Diagnosis = {
  readonly is: 'ok' | 'failed' | 'unchecked';
  /** What is well, or what is wrong and what to do; a part of a line. */
  readonly says: string;
};

export const ok = (says: string): Diagnosis => ({ is: 'ok', says });

export const failed = (says: string): Diagnosis => ({ is: 'failed', says });

export const unchecked = (says: string): Diagnosis => ({ is: 'unchecked', says });

/** What was found at a place. Of a `summary` place, all that is well is said on one line. */
export type Section = {
  readonly place: string;
  readonly isSummary: boolean;
  readonly diagnoses: readonly Diagnosis[];
};
