import * as z from 'zod';
import type { Access } from '../../infra/config/access.ts';
import { PAUSE_PARAMETER_NAME, PERSON_TOPIC_NAME_PREFIX } from '../../infra/names.ts';
import { DAY_MS } from '../../lambdas/domain/instant.ts';
import { type CostTag, describeCostTag } from '../aws/cost-tags.ts';
import { counted } from '../style.ts';
import { type Diagnosis, failed, ok } from './diagnosis.ts';
import { resourcesOf, type Template } from './expected.ts';
import type { ListedExecution, SeenSession, TopicSubscription } from './reader.ts';

const Topic = z.object({ TopicName: z.string() });
const Subscription = z.object({ Endpoint: z.string(), TopicArn: z.object({ Ref: z.string() }) });

const nameOf = ({ topicArn }: TopicSubscription): string => topicArn.split(':').at(-1) ?? '';

const isOfPerson = (one: TopicSubscription): boolean =>
  nameOf(one).startsWith(PERSON_TOPIC_NAME_PREFIX) && one.protocol === 'email';

/** Checks that the readers of each topic have confirmed it, and counts the persons who have: the others get no mails. */
export const checkSubscriptions = (template: Template, seen: readonly TopicSubscription[]): Diagnosis[] => {
  const names = new Map(
    resourcesOf(template, 'AWS::SNS::Topic').map(({ logicalId, properties }) => [
      logicalId,
      Topic.parse(properties).TopicName,
    ]),
  );
  const readers = resourcesOf(template, 'AWS::SNS::Subscription').map(({ properties }) => {
    const { Endpoint, TopicArn } = Subscription.parse(properties);
    const topic = names.get(TopicArn.Ref) ?? TopicArn.Ref;
    const found = seen.filter((one) => nameOf(one) === topic && one.endpoint === Endpoint);
    if (found.some(({ isConfirmed }) => isConfirmed)) return ok(`${Endpoint} reads ${topic}`);
    return failed(
      found.length > 0
        ? `${Endpoint} has not confirmed ${topic}: SNS mailed them a link, valid for two days`
        : `${Endpoint} does not read ${topic}: aws sns subscribe --protocol email, and let them confirm`,
    );
  });
  // A person's topic may have other readers; the person's own subscription is by mail.
  const asked = new Map<string, boolean>();
  for (const one of seen.filter(isOfPerson)) {
    asked.set(one.topicArn, one.isConfirmed || asked.get(one.topicArn) === true);
  }
  const confirmed = [...asked.values()].filter(Boolean).length;
  return [
    ...readers,
    ok(
      `${confirmed} of ${counted(asked.size, 'person')} who were asked by mail have confirmed: program managers get the mails of the others`,
    ),
  ];
};

/** Checks that enforcement is not paused. */
export const checkPaused = (value: string | null): Diagnosis => {
  const resume = `aws ssm put-parameter --name ${PAUSE_PARAMETER_NAME} --value no --overwrite`;
  if (value === 'no') return ok('not paused');
  return failed(
    value === null
      ? `parameter ${PAUSE_PARAMETER_NAME} is gone: npx cdk deploy TagEnforcement-Hub --revert-drift`
      : `paused: ${resume}`,
  );
};

/** The time of three sweeps: one may still run, and one may have been slow. */
const RECENT_MS = 30 * 60_000;

/**
 * Checks that the last sweep that ended could read every account. A sweep assumes the read role of every sub-account, so its
 * success shows that the hub may.
 */
export const checkSweep = (executions: readonly ListedExecution[], now: Date): Diagnosis => {
  const last = executions.find(({ status }) => status !== 'RUNNING');
  if (!last) return failed('no sweep has ended yet: is its schedule enabled?');
  const began = last.startedAt.toISOString();
  if (last.status !== 'SUCCEEDED') {
    return failed(`the sweep of ${began} ended ${last.status}: docs/runbook.md#tag-enforcement-sweep-failed`);
  }
  if (now.getTime() - last.startedAt.getTime() > RECENT_MS) {
    return failed(`the last sweep was at ${began}: docs/runbook.md#tag-enforcement-sweep-failed`);
  }
  return ok('the last sweep read every account');
};

/** How early an exemption's end is reported, so that an administrator can ask whether it is still needed. */
const SOON_DAYS = 14;

/** Reports exemptions that end soon, since an expired one fails the next synth. `until` is the last day, in UTC. */
export const checkExemptions = (
  exemptions: readonly { readonly until: string; readonly reason: string }[],
  now: Date,
): Diagnosis[] => {
  if (exemptions.length === 0) return [ok('no exemptions')];
  const soon = exemptions.filter(({ until }) => Date.parse(until) - now.getTime() < SOON_DAYS * DAY_MS);
  if (soon.length === 0)
    return [ok(`${exemptions.length} exemptions, none of which ends within ${SOON_DAYS} days`)];
  return soon.map(({ until, reason }) =>
    failed(`an exemption ends with ${until} ("${reason}"): extend it in the configuration, or remove it`),
  );
};

/** At most so many people are named in a line. */
const MAX_NAMED = 10;

/**
 * Says whom `requireSessionName` would shut out: those whose sessions of the roles that people switch to have another name
 * than their user. It is no fault: who switches it on should know.
 */
export const checkSessionNames = (
  { requireSessionName, roles }: Access,
  sessions: readonly SeenSession[],
): Diagnosis => {
  if (requireSessionName) return ok('sessions have the names of their users');
  const names = new Set(
    sessions.flatMap(({ arn, userName }) => {
      const [, roleName, sessionName] = arn.split('/');
      const isOfPeople = roles.some(({ name }) => name === roleName);
      return userName !== null && isOfPeople && sessionName !== userName ? [userName] : [];
    }),
  );
  if (names.size === 0)
    return ok('requireSessionName would shut out nobody whose session of the last half day is known');
  const named = [...names].sort().slice(0, MAX_NAMED).join(', ');
  return ok(
    `requireSessionName would shut out ${counted(names.size, 'person')} (${named}) until their profiles have role_session_name`,
  );
};

/** Checks that costs have an Owner: a tag that is not active for cost allocation is in no cost. */
export const checkCostTag = (key: string, tag: CostTag | null): Diagnosis =>
  tag?.isActive
    ? ok(describeCostTag(key, tag))
    : failed(`${describeCostTag(key, tag)}: npm run cost-tag, with credentials of the payer account`);
