import type { Person, Reader } from '../people.ts';
import type { By, Story } from '../story.ts';

/** The subject of a warning, after the place. */
export const willBe = (count: string) =>
  new RegExp(`: ${count} will be terminated at \\d\\d:\\d\\d UTC unless tagged Owner$`);

/** The subject of the mail about a termination, after the place. */
export const wasTerminated = (count: string) =>
  new RegExp(`: ${count} terminated at \\d\\d:\\d\\d UTC: no valid tag Owner$`);

/** A person of the gateway who switched roles. A rule reported it to the hub. */
export const switched = (person: Person): By => ({ is: 'session', person, isReported: true });

/** The outcome of an instance that nobody tags. The warning may have other readers than the termination mail. */
export const ended = (to: readonly Reader[], orWarn: readonly Reader[] = to) =>
  ({
    count: 1,
    tags: {},
    afterwards: 'nothing',
    execution: true,
    terminated: 1,
    owned: 0,
    mails: [
      { about: willBe('1 instance'), to, orTo: orWarn },
      { about: wasTerminated('1 instance'), to },
    ],
    acts: ['Terminate'],
  }) as const satisfies Partial<Story>;

/** The outcome of an instance that the service leaves unchanged. */
export const kept = {
  afterwards: 'nothing',
  execution: true,
  terminated: 0,
  owned: 0,
  acts: [],
} as const satisfies Partial<Story>;
