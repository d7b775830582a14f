import type { JsonObject } from '../../infra/json.ts';
import type { Clients } from '../../local/aws/clients.ts';
import type { PlayOptions } from '../../local/aws/play-options.ts';
import { ServiceUnavailable } from '../../local/errors.ts';
import { eventTimeOf } from '../../local/sample/call.ts';
import { PANGENOMICS, pangenomics, SAMPLE_CONFIGURATION } from '../../local/sample/configuration.ts';
import { consoleSession } from '../../local/sample/identity.ts';
import type { SampleLaunch } from '../../local/sample/launches.ts';
import type { Stack } from '../../local/template/template.ts';

/** A sub-account in dry-run. */
export const REHEARSAL = '310987654321';

/** The configurations for the scenarios. */
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
  /** Terminates more than the default, but no launches before half past eight. */
  strict: {
    ...SAMPLE_CONFIGURATION,
    ownerTag: { ...SAMPLE_CONFIGURATION.ownerTag, onInvalidValue: 'terminate' },
    onTerminationProtection: 'override',
    enforceLaunchesAfter: eventTimeOf('08:30:00'),
    exemptions: [
      { role: `arn:aws:iam::${PANGENOMICS}:role/nightly`, reason: 'ends by itself', until: '2027-06-30' },
    ],
  },
  /** Terminates less than the default, and lacks the first sub-account. */
  reduced: {
    ...SAMPLE_CONFIGURATION,
    onTerminationProtection: 'report',
    subAccounts: SAMPLE_CONFIGURATION.subAccounts.filter(({ accountId }) => accountId !== PANGENOMICS),
  },
} as const;

export type Setting = keyof typeof CONFIGURATIONS;

/** A scenario: what happens, and which mails are sent. */
export type Scenario = {
  readonly setting?: Setting;
  readonly records: readonly JsonObject[];
  /** Changes to the options of the sample day. `schedules` is false if left out. */
  readonly playOptions?: PlayOptions;
  /** A deployment of another configuration, at an instant in milliseconds since the epoch. */
  readonly deployed?: { readonly at: number; readonly setting: Setting };
  /** A title for each mail that is sent, in order; null if another scenario shows such a mail. */
  readonly mails: readonly (string | null)[];
  /** Left out, the whole mail is shown; else only its paragraph of advice. */
  readonly shows?: 'advice';
};

/** The synthesized stacks of every configuration. */
export type Stacks = Readonly<Record<Setting, readonly Stack[]>>;

/** The launch of an instance without an Owner at nine, with some fields changed. */
export const launch = (more: Partial<SampleLaunch> = {}): SampleLaunch => ({
  at: '09:00:00',
  place: pangenomics,
  caller: consoleSession(PANGENOMICS, 'mkim@ucsc.edu'),
  name: 'giraffe-hprc',
  instanceType: 'r6i.8xlarge',
  tags: { Name: 'giraffe-hprc' },
  ...more,
});

/** An instant of the sample day, by its time in California. */
export const at = (time: string): number => Date.parse(eventTimeOf(time));

/** Replaces some calls of the service. */
export const calls = (changed: (clients: Clients) => Partial<Clients>): PlayOptions => ({
  disturb: (clients) => ({ ...clients, ...changed(clients) }),
});

/** A call that AWS does not answer. */
export const unanswered = (): Promise<never> => Promise.reject(new ServiceUnavailable('ec2'));
