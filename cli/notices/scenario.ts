import type { JsonObject } from '../../infra/json.ts';
import type { Clients } from '../../local/aws/clients.ts';
import type { PlayOptions } from '../../local/aws/play-options.ts';
import { ServiceUnavailable } from '../../local/errors.ts';
import { eventTimeOf } from '../../local/sample/call.ts';
import { PANGENOMICS, pangenomics, SAMPLE_CONFIGURATION } from '../../local/sample/configuration.ts';
import { iamUser } from '../../local/sample/identity.ts';
import type { SampleLaunch } from '../../local/sample/launches.ts';
import type { Stack } from '../../local/template/template.ts';

/** A sub-account in dry-run. */
export const REHEARSAL = '310987654321';

/** The configurations that scenarios are played under. */
export const CONFIGURATIONS = {
  /** The sample day's, with a sub-account in dry-run. */
  usual: {
    ...SAMPLE_CONFIGURATION,
    subAccounts: [
      ...SAMPLE_CONFIGURATION.subAccounts,
      {
        name: 'rehearsal',
        accountId: REHEARSAL,
        mode: 'dry-run',
        regions: ['us-west-2'],
        programManagers: ['rehearsal-pm@ucsc.edu'],
      },
    ],
  },
  /** What ends more than by default, but for launches before half past eight. */
  strict: {
    ...SAMPLE_CONFIGURATION,
    ownerTag: { ...SAMPLE_CONFIGURATION.ownerTag, onInvalidValue: 'terminate' },
    onTerminationProtection: 'override',
    enforceLaunchesAfter: eventTimeOf('08:30:00'),
    exemptions: [
      { role: `arn:aws:iam::${PANGENOMICS}:role/nightly`, reason: 'ends by itself', until: '2027-06-30' },
    ],
  },
  /** What ends less, and without the first sub-account. */
  reduced: {
    ...SAMPLE_CONFIGURATION,
    onTerminationProtection: 'report',
    subAccounts: SAMPLE_CONFIGURATION.subAccounts.filter(({ accountId }) => accountId !== PANGENOMICS),
  },
} as const;

export type Setting = keyof typeof CONFIGURATIONS;

/** What happens, and which mails come of it. */
export type Scenario = {
  readonly setting?: Setting;
  readonly records: readonly JsonObject[];
  /** Those of the sample day, with these changed. `schedules`: false if left out. */
  readonly playOptions?: PlayOptions;
  /** Another configuration is deployed at an instant, in milliseconds since the epoch. */
  readonly deployed?: { readonly at: number; readonly setting: Setting };
  /** Titles of the mails that it sends, in their order; null for one that another scenario shows. */
  readonly mails: readonly (string | null)[];
  /** Left out, a mail is shown as it is; else its paragraph of advice alone. */
  readonly shows?: 'advice';
};

/** The synthesized stacks of every configuration. */
export type Stacks = Readonly<Record<Setting, readonly Stack[]>>;

/** An instance that a person launches without an Owner, at nine, and what distinguishes it. */
export const launch = (more: Partial<SampleLaunch> = {}): SampleLaunch => ({
  at: '09:00:00',
  place: pangenomics,
  caller: iamUser(PANGENOMICS, 'mkim@ucsc.edu'),
  name: 'giraffe-hprc',
  instanceType: 'r6i.8xlarge',
  tags: { Name: 'giraffe-hprc' },
  ...more,
});

/** An instant of the sample day, by its time in California. */
export const at = (time: string): number => Date.parse(eventTimeOf(time));

/** Some calls of the service end otherwise. */
export const calls = (changed: (clients: Clients) => Partial<Clients>): PlayOptions => ({
  disturb: (clients) => ({ ...clients, ...changed(clients) }),
});

/** A call that AWS does not answer. */
export const unanswered = (): Promise<never> => Promise.reject(new ServiceUnavailable('ec2'));
