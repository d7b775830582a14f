import type { Launch } from '../../lambdas/domain/record/launch.ts';
import type { Publication } from '../aws/topics.ts';

/** A mail as people read it: one text, whichever topics took it. */
export type SentMail = {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Null where it tells of more than one: what the breaker holds. */
  readonly launch: Launch | null;
  readonly subject: string;
  readonly message: string;
  /** Sorted. */
  readonly recipients: readonly string[];
};

/** The addresses that read at least one of the mails, sorted. */
export const readersOf = (publications: readonly Publication[]): string[] =>
  [...new Set(publications.flatMap(({ readers }) => readers))].sort();

/** The mails of a launch that topics took, each text once. */
export const sentMails = (launch: Launch | null, publications: readonly Publication[]): SentMail[] =>
  [...Map.groupBy(publications, ({ Subject, Message }) => `${Subject}\n${Message}`).values()].flatMap(
    (alike) => {
      const [first] = alike;
      if (!first) return [];
      const { at, Subject: subject, Message: message } = first;
      return [{ at, launch, subject, message, recipients: readersOf(alike) }];
    },
  );
