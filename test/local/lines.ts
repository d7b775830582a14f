import type { PlayResult } from '../../local/play.ts';

/** What was decided of an instance, a line each: `17:02:00 warned owner-missing`. */
export const linesOf = ({ recorder }: Pick<PlayResult, 'recorder'>, instanceId: string): string[] =>
  recorder
    .rows()
    .filter(({ resourceId }) => resourceId === instanceId)
    .map(({ at, decision, reason }) => `${at.slice(11, 19)} ${decision} ${reason}`);

/** What stands in the subjects of the mails, without the place, and who read them. */
export const mailsOf = ({ recorder }: Pick<PlayResult, 'recorder'>): string[] =>
  recorder.mails.map(
    ({ subject, recipients }) => `${subject.replace(/^.*?: /, '')} -> ${recipients.join(', ')}`,
  );
