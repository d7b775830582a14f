import type { Launch } from '../../lambdas/domain/record/launch.ts';
import type { Publication } from '../aws/topics.ts';

/** A mail as people read it. One text is one mail, even if several topics accepted it. */
export type SentMail = {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Null if it reports a breaker group, which may hold several launches, or what is no instance. */
  readonly launch: Launch | null;
  readonly subject: string;
  readonly message: string;
  /** Sorted. */
  readonly recipients: readonly string[];
};

/** The addresses that read at least one of the mails, sorted. */
export const readersOf = (publications: readonly Publication[]): string[] =>
  [...new Set(publications.flatMap(({ readers }) => readers))].sort();

/** The mails of a launch that topics accepted, each text once. */
export const sentMails = (launch: Launch | null, publications: readonly Publication[]): SentMail[] =>
  [...Map.groupBy(publications, ({ Subject, Message }) => `${Subject}\n${Message}`).values()].flatMap(
    (alike) => {
      const [first] = alike;
      if (!first) return [];
      const { at, Subject: subject, Message: message } = first;
      return [{ at, launch, subject, message, recipients: readersOf(alike) }];
    },
  );
