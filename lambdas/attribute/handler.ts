import * as z from 'zod/mini';
import type { AskCloudTrail } from '../aws/cloud-trail.ts';
import { AttributeInput } from '../domain/grace-period/input.ts';
import { isFailure } from '../domain/grace-period/round.ts';
import type { AttributionInput } from '../domain/launcher/attribute.ts';
import { type LookUp, type LookUpNeeded, questionAbout } from '../domain/launcher/look-up.ts';
import { valuesOf } from '../domain/record/launch.ts';
import type { Launcher } from '../domain/record/launcher.ts';
import type { Log } from '../log.ts';
import { findLauncher, type Tables } from './find-launcher.ts';

/** The environment of `attribute`. */
export const AttributeEnvironment = z.object({
  TABLE_NAME: z.string(),
  /** The queue of questions to CloudTrail's LookupEvents. */
  LOOK_UP_QUEUE_URL: z.string(),
  GATEWAY_ACCOUNT_ID: z.string(),
});
export type AttributeEnvironment = z.infer<typeof AttributeEnvironment>;

export type AttributeClients = Tables & { readonly ask: AskCloudTrail; readonly log: Log };

/**
 * Finds the launcher from what is known by now, and queues the other questions for CloudTrail: the next round may find
 * more.
 */
export const createHandler =
  (
    { GATEWAY_ACCOUNT_ID: gatewayAccountId }: AttributeEnvironment,
    { ask, log, ...tables }: AttributeClients,
  ) =>
  async (event: unknown): Promise<Launcher> => {
    const input = z.parse(AttributeInput, event);
    const { accountId, region, key, launcher: recorded } = input.launch;
    const identity = callerIn(input);
    if (!identity) return recorded;
    const origin = (input.check && !isFailure(input.check) && input.check.origin) || null;
    const { launcher: found, unanswered } = await findLauncher(
      { identity, origin, gatewayAccountId, launched: launchedBy(input) },
      tables,
    );
    // A launcher that an earlier round found is kept: at the end, the instances may be gone, and their origin unknown.
    const isKept = found.userName === null && !found.isDisputed && input.launcher?.userName;
    const launcher = isKept && input.launcher ? input.launcher : found;
    for (const question of questions(unanswered, input)) {
      // The mail is written without the answer.
      await ask(question).catch((error: unknown) => log.warn('look-up-not-queued', { question, error }));
    }
    const { userName, evidence } = launcher;
    log.info('launch-attributed', { accountId, region, key, userName, evidence });
    return launcher;
  };

/**
 * Who made the call, as far as the execution's input shows; null if nothing there leads to them. A grace period that
 * began without a record is about one instance, whose launch can be looked up.
 */
const callerIn = ({ launch, cause }: AttributeInput): AttributionInput['identity'] | null => {
  const [instanceId] = launch.instanceIds;
  if (launch.identity) return launch.identity;
  // Several instances without a common launch may have different launchers.
  const isOne = valuesOf(launch.key).length === 1;
  return cause === 'launch' || instanceId === undefined || !isOne ? null : { is: 'not-recorded', instanceId };
};

/** What AWS wrote on the instances. What a check read is later than what the record shows. */
const launchedBy = ({ launch, check }: AttributeInput): AttributionInput['launched'] => {
  const { accountId, region, eventTime, launchedAt = eventTime } = launch;
  const provenance = (check && !isFailure(check) && check.provenance) || launch.provenance;
  return provenance && { accountId, region, at: launchedAt, provenance };
};

/**
 * The questions for CloudTrail, each once per launch: the queue repeats a question that is not answered yet. Who
 * launched an instance that launches others is asked after the first check. That check reads the instance's Owner,
 * which is cheaper and stronger evidence. For a launch without a record, the question is asked at once. Who created what
 * launched the instances is asked as soon as that is known: from the record, or after the first check.
 */
const questions = (
  unanswered: readonly LookUpNeeded[],
  { launch, check, launcher, notice }: AttributeInput,
): LookUp[] => {
  const { accountId, region, identity, instanceIds } = launch;
  const isFirst = launcher === undefined;
  const recordedKey = identity?.is === 'role-session' ? identity.accessKeyId : null;
  const isAfterFirstCheck = check !== undefined && notice === undefined;
  const isUnrecorded = (instanceId: string) => !identity && instanceIds.includes(instanceId);
  const { groupName } = launch.provenance ?? {};
  // Asked before the group's Owner is looked for, so that the first warning goes to who created a group without one.
  const ofGroup: LookUp[] =
    isFirst && groupName ? [{ accountId, region, kind: 'group-creator', resourceName: groupName }] : [];
  const isTimely = (missing: LookUpNeeded): boolean => {
    switch (missing.kind) {
      case 'creator':
        return isFirst || isAfterFirstCheck;
      case 'session':
        // The sessions behind a creator or an earlier launch are known later than the record's own.
        return isFirst || (isAfterFirstCheck && missing.accessKeyId !== recordedKey);
      case 'launch-caller':
        return isAfterFirstCheck || (isFirst && isUnrecorded(missing.instanceId));
      case 'sessions-by-id':
        return isFirst;
      case 'user-by-id':
      case 'user-by-name':
        return false;
      default:
        return missing satisfies never;
    }
  };
  const others = unanswered.flatMap((missing) =>
    isTimely(missing) ? (questionAbout(missing, { accountId, region }) ?? []) : [],
  );
  return [...ofGroup, ...others];
};
