import type { AutoScaling } from '../../../local/aws/auto-scaling.ts';
import type { Ec2Region } from '../../../local/aws/ec2-region.ts';
import type { AttachmentHistory, By, Caller, InstanceHistory, Observations } from './seen.ts';

/** Who acts at the moment. */
export type Actor = {
  by: By;
  parentId: string | null;
  principal: string | null;
  caller: Caller;
  /** Who created each group, by its account, Region and name. */
  readonly created: Map<string, Caller>;
};

const GROUP = 'aws:autoscaling:groupName';

/** Records all that happens in an account and Region of the embedded EC2, and who does it. */
export const watchRegion = (
  { instances, attachments }: Pick<Observations, 'instances' | 'attachments'>,
  { accountId, region }: { readonly accountId: string; readonly region: string },
  there: Ec2Region,
  autoScaling: AutoScaling,
  actor: Actor,
  acted: (instance: InstanceHistory, what: string) => void,
  tagged: (attachment: AttachmentHistory) => void,
): void => {
  const those = (ids: readonly string[]): InstanceHistory[] => ids.flatMap((id) => instances.get(id) ?? []);
  /** EC2 refuses to start, stop or protect what has ended; its tags it changes. */
  const living = (ids: readonly string[]): InstanceHistory[] => those(ids).filter(({ ended }) => !ended);

  const launch = there.launch.bind(there);
  there.launch = (reservation, launchedAt) => {
    const at = Date.now();
    for (const { instanceId, managedByAws, isProtected, tags } of reservation.instances) {
      if (instances.has(instanceId)) continue;
      const groupName = tags.find(({ key }) => key === GROUP)?.value ?? null;
      const group = groupName === null ? [] : autoScaling.tagsOf(accountId, region, groupName);
      const groupOwner = group.find(({ key }) => key === 'Owner')?.value ?? null;
      const groupCreator = actor.created.get(`${accountId} ${region} ${groupName}`) ?? null;
      instances.set(instanceId, {
        instanceId,
        accountId,
        region,
        reservationId: reservation.reservationId ?? '',
        clientToken: reservation.clientToken,
        launchedAt: at,
        isManaged: managedByAws,
        caller: actor.caller,
        parentId: actor.parentId,
        principal: actor.principal,
        groupName,
        groupOwner,
        groupCreator: groupOwner === null ? groupCreator : null,
        tags: [{ at, tags: [...tags], by: actor.by }],
        protection: [{ at, isOn: isProtected, by: actor.by }],
        running: [{ at, isRunning: true, isHibernated: false, by: actor.by }],
        ended: null,
      });
    }
    launch(reservation, launchedAt);
  };

  const keepTags = (ids: readonly string[]): void => {
    for (const instance of those(ids)) {
      instance.tags.push({ at: Date.now(), tags: there.tagsOf(instance.instanceId), by: actor.by });
      acted(instance, `tags: ${JSON.stringify(there.tagsOf(instance.instanceId))}`);
    }
  };
  const createTags = there.createTags.bind(there);
  there.createTags = (ids, tags) => {
    createTags(ids, tags);
    // A launch also calls this, to write its own tags.
    keepTags(ids.filter((id) => there.describe(id, Date.now()) !== undefined));
    for (const id of ids) {
      const attachment = attachments.get(id);
      if (!attachment) continue;
      attachment.tags.push({ at: Date.now(), tags: there.tagsOf(id), by: actor.by });
      tagged(attachment);
    }
  };
  const deleteTags = there.deleteTags.bind(there);
  there.deleteTags = (ids, tags) => {
    deleteTags(ids, tags);
    keepTags(ids);
  };

  const attach = there.attachments.attach.bind(there.attachments);
  there.attachments.attach = (resourceId, instanceId, managedByAws) => {
    const at = Date.now();
    const known = attachments.get(resourceId) ?? {
      resourceId,
      accountId,
      attached: [],
      tags: [{ at, tags: there.tagsOf(resourceId), by: actor.by }],
    };
    attachments.set(resourceId, known);
    known.attached.push({ at, instanceId });
    attach(resourceId, instanceId, managedByAws);
  };

  const end = (ids: readonly string[]): void => {
    for (const instance of living(ids)) {
      const at = Date.now();
      const state = there.describe(instance.instanceId, at)?.state ?? 'terminated';
      instance.ended = { at, by: actor.by, state };
      acted(instance, 'terminated');
    }
  };
  const terminate = there.terminate.bind(there);
  there.terminate = (ids, at) => {
    end(ids);
    terminate(ids, at);
  };
  const endAt = there.end.bind(there);
  there.end = (ids, at) => {
    end(ids);
    endAt(ids, at);
  };

  const setRunning = there.setRunning.bind(there);
  there.setRunning = (ids, isRunning, how = {}) => {
    for (const instance of living(ids)) {
      const { isHibernated = false } = how;
      instance.running.push({ at: Date.now(), isRunning, isHibernated, by: actor.by });
      acted(instance, isRunning ? 'started' : isHibernated ? 'hibernated' : 'stopped');
    }
    setRunning(ids, isRunning, how);
  };
  const setProtected = there.setProtected.bind(there);
  there.setProtected = (id, protection) => {
    for (const instance of living([id])) {
      instance.protection.push({ at: Date.now(), isOn: protection.isProtected ?? false, by: actor.by });
      acted(instance, protection.isProtected ? 'protected' : 'protection off');
    }
    setProtected(id, protection);
  };
};
