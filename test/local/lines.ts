import type { PlayResult } from '../../local/play.ts';

/** The decisions about an instance, one per line: `17:02:00 warned owner-missing`. */
export const linesOf = ({ recorder }: Pick<PlayResult, 'recorder'>, instanceId: string): string[] =>
  recorder
    .rows()
    .filter(({ resourceId }) => resourceId === instanceId)
    .map(({ at, decision, reason }) => `${at.slice(11, 19)} ${decision} ${reason}`);

/** The subjects of the mails without the place, and who read them. */
export const mailsOf = ({ recorder }: Pick<PlayResult, 'recorder'>): string[] =>
  recorder.mails.map(
    ({ subject, recipients }) => `${subject.replace(/^.*?: /, '')} -> ${recipients.join(', ')}`,
  );
