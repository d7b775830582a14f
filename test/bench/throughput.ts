import { launchPattern } from '../../infra/events/event-patterns.ts';
import { judgeTags } from '../../lambdas/domain/compliance/owner-rule.ts';
import { type CreationMessage, creationIn } from '../../lambdas/domain/creation/creation.ts';
import { type Policy, plan } from '../../lambdas/domain/grace-period/plan.ts';
import { planIntake } from '../../lambdas/intake/plan-intake.ts';
import { matches } from '../../local/events/event-pattern.ts';
import { creationEvents } from './creation-events.ts';
import { taggedLaunch, untaggedLaunch } from './launch-events.ts';
import { median } from './median.ts';

const ownerTag = { key: 'Owner', patterns: ['?*@ucsc.edu', 'shared'], onInvalidValue: 'report' } as const;
const timing = { gracePeriodMinutes: 10, warnAfterMinutes: 2, minimumNoticeMinutes: 3 };
const settings = {
  BREAKER_STATE_MACHINE_ARN: 'arn:aws:states:us-west-2:123456789012:stateMachine:Breaker',
  MAX_TERMINATIONS_AT_ONCE: 10,
  TABLE_NAME: 'tag-enforcement',
  STATE_MACHINE_ARN: 'arn:aws:states:us-west-2:1:stateMachine:a',
  OWNER_TAG: { ...ownerTag, patterns: [...ownerTag.patterns] },
  TIMING: timing,
  SUB_ACCOUNTS: { 'dry-run': {}, enforce: { '422448306679': 'pangenomics' } },
};
const now = new Date('2026-11-03T16:02:00Z');

const otherCall = { ...untaggedLaunch, detail: { ...untaggedLaunch.detail, eventName: 'DescribeInstances' } };

/** Matches rules, plans the intake and, if a check is due, decides. Returns the number of instances to warn of. */
const decide = (event: typeof untaggedLaunch): number => {
  if (!matches(launchPattern, event)) return 0;
  const taken = planIntake(event, settings, now);
  if (taken.is !== 'start-execution') return 0;
  const instances = taken.input.launch.instanceIds.map((instanceId) => ({
    instanceId,
    state: 'running' as const,
    instanceType: 't3.micro',
    imageId: 'ami-1',
    createdAt: null,
    isSpot: false,
    availabilityZone: 'us-west-2a',
    keyName: null,
    managedByAws: false,
    tags: [{ key: 'Name', value: 'x' }],
    volumes: { deleted: [], kept: [] },
  }));
  const seen = { instances, observedAt: 0, origins: [], traces: { tags: [] }, paused: false, held: false };
  const spared = { exemptions: [], enforceLaunchesAfter: null, matchesNoUser: false };
  const policy: Policy = {
    ownerTag: settings.OWNER_TAG,
    timing,
    inheritOwner: [],
    mode: 'enforce',
    ...spared,
  };
  return plan(taken.input, seen, policy, now).toWarn.length;
};

/** Looks the event up, finds what it created, and judges the tags of the call. Returns the number that need a look. */
const decideCreation = (event: CreationMessage): number => {
  const recorded = creationIn(event);
  if (recorded.is !== 'creation') return 0;
  const { tags } = recorded.creation;
  return tags !== null && judgeTags(tags, settings.OWNER_TAG).is === 'compliant' ? 0 : 1;
};

/** The mixes of parsed events that are measured. */
const MIXES = {
  'launches, all tagged': [taggedLaunch],
  'launches, half untagged': [taggedLaunch, untaggedLaunch],
  'launches, all untagged': [untaggedLaunch],
  'one launch in ten records': [untaggedLaunch, ...Array.from({ length: 9 }, () => otherCall)],
};

const SAMPLE_MS = 400;
const SAMPLES = 5;

/** The median number of events a second that one process handles. */
const rateOf = <Event>(events: readonly Event[], handle: (event: Event) => number): number => {
  const sample = (): number => {
    const start = performance.now();
    let records = 0;
    while (performance.now() - start < SAMPLE_MS) {
      for (let repetition = 0; repetition < 100; repetition++) for (const event of events) handle(event);
      records += 100 * events.length;
    }
    return (records / (performance.now() - start)) * 1000;
  };
  sample();
  return median(Array.from({ length: SAMPLES }, sample));
};

/** The median number of parsed records per second through rule match, intake and decision in one process, by mix. */
export const throughput = (): [string, number][] => [
  ...Object.entries(MIXES).map(([mix, events]): [string, number] => [mix, rateOf(events, decide)]),
  ['creations of all shapes', rateOf(creationEvents, decideCreation)],
];
