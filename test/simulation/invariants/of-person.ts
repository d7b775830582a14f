import { NEVER_CONFIRMING } from '../history/places.ts';
import type { SeenMail } from '../observed/mail.ts';
import type { InstanceHistory, Observations, UserHistory } from '../observed/seen.ts';
import { nameAt } from '../observed/users.ts';
import { GATEWAY, SANDBOX } from '../settings.ts';
import { MINUTE, sinceBegin } from '../time.ts';
import type { Violation } from './violation.ts';

/** The directory knows a change of users within this time, if nothing goes wrong: record, batch and calls included. */
const KNOWN = 3 * MINUTE;
/** The longest time from writing a mail to sending it, with retries. */
const ON_ITS_WAY = 15 * MINUTE;
const HOUR = 60 * MINUTE;

/** Whether a user's name is an address. Only such a user has a topic. */
export const isAddress = (name: string): boolean => name.includes('@');

/** The users that a caller's name or user ids may mean. */
const usersOf = (
  { name, userIds }: InstanceHistory['caller'],
  users: readonly UserHistory[],
): UserHistory[] =>
  users.filter(({ userId, names }) => userIds.includes(userId) || names.some((one) => one.name === name));

/** Whether a fault or a deployment may have affected the directory, or a mail, between two instants. */
const isTouched = (
  from: number,
  until: number,
  { injections, deployments }: Observations,
  accountId?: string,
) =>
  deployments.length > 0 ||
  injections.some(
    (one) =>
      one.at >= from &&
      one.at <= until &&
      (one.accountId === null || one.accountId === GATEWAY || one.accountId === accountId),
  );

/** The addresses to which a user's mail may go: the recent ones, or all of them if a fault may have hidden a change. */
const namesOf = (user: UserHistory, at: number, observed: Observations): string[] => {
  const isLate = user.until < at || isTouched(user.names[0]?.from ?? 0, at, observed);
  return user.names.flatMap(({ name }, index) => {
    const gone = user.names[index + 1]?.from ?? Number.POSITIVE_INFINITY;
    return isLate || gone > at - ON_ITS_WAY ? [name] : [];
  });
};

/** What a mail is about, by who made it. */
type Made = Pick<InstanceHistory, 'caller' | 'parentId' | 'groupOwner' | 'groupCreator' | 'accountId'>;

/**
 * The persons to whom a mail about an instance may go: its launcher, the creator and owners of its origin, and those to whom mails
 * about the instance that launched it may go.
 */
const concerned = (instance: Made, at: number, observed: Observations): string[] => {
  const parent = instance.parentId === null ? undefined : observed.instances.get(instance.parentId);
  const owners = [
    ...(parent?.tags.flatMap(({ tags }) => tags) ?? [])
      .filter(({ key }) => key.trim().toLowerCase() === 'owner')
      .map(({ value }) => value.trim().toLowerCase()),
    ...(instance.groupOwner === null ? [] : [instance.groupOwner]),
  ];
  const { groupCreator } = instance;
  return [instance.caller, ...(groupCreator ? [groupCreator] : [])]
    .flatMap((caller) => [
      ...(caller.name === null ? [] : [caller.name]),
      ...usersOf(caller, observed.users).flatMap((user) => namesOf(user, at, observed)),
    ])
    .concat(owners, parent ? concerned(parent, at, observed) : []);
};

/** Mails to persons that list an instance they have nothing to do with. */
export const toStrangers = (mail: SeenMail, observed: Observations): Violation[] => {
  if (!mail.topicArn.includes('-person-')) return [];
  const ids = mail.sections.flatMap(({ instanceIds }) => instanceIds);
  return ids.flatMap((instanceId): Violation[] => {
    const instance = observed.instances.get(instanceId);
    // An instance that a Spot request launched again has an old identity, which is not observed.
    if (!instance || instance.caller.isUnobserved) return [];
    return toStranger(mail, [instance], instanceId, observed);
  });
};

/** The violation if a mail goes to a person who has nothing to do with what it is about, whoever of these made it. */
export const toStranger = (
  mail: SeenMail,
  made: readonly Made[],
  id: string,
  observed: Observations,
): Violation[] => {
  const persons = made.flatMap((one) => {
    // Where two people's sessions fit, a mail to either would be a guess, unless a fault hid one of them.
    const isGuess = one.caller.isOneOfSeveral && !isTouched(0, mail.at, observed, one.accountId);
    return isGuess ? [] : concerned(one, mail.at, observed);
  });
  const strangers = mail.readers.filter((reader) => !persons.includes(reader));
  if (strangers.length === 0) return [];
  const what = `"${mail.subject}" to ${strangers.join(', ')}, not ${persons.join(', ')}`;
  return [{ at: mail.at, invariant: 'addressed', instanceId: id, what }];
};

/** The address of an instance's launcher, if it is certain at an instant and has not changed shortly before; null otherwise. */
const readerOf = (
  { caller, parentId, groupName }: InstanceHistory,
  at: number,
  { users }: Observations,
): string | null => {
  if (parentId !== null || groupName !== null) return null;
  const [user, ...others] = usersOf(caller, users);
  if (!user || others.length > 0) return null;
  const named = nameAt(user, at);
  const isById = caller.userIds.includes(user.userId);
  // The name in a record is not enough to find a user who has another name now.
  if (!named || named.from > at - KNOWN || (!isById && named.name !== caller.name)) return null;
  return isAddress(named.name) && !NEVER_CONFIRMING.includes(named.name) ? named.name : null;
};

/** Launchers who were not warned themselves, though no fault prevented it. */
export const notReached = (observed: Observations): Violation[] =>
  [...observed.instances.values()].flatMap((instance): Violation[] => {
    const { accountId, instanceId, launchedAt } = instance;
    const warnings = observed.mails.filter((mail) =>
      mail.sections.some((one) => one.claim === 'warned' && one.instanceIds.includes(instanceId)),
    );
    const at = warnings[0]?.at;
    // A later warning may belong to a grace period that began without the launch's record.
    if (accountId === SANDBOX || at === undefined || at > launchedAt + 5 * MINUTE) return [];
    const reader = readerOf(instance, at, observed);
    if (reader === null || isTouched(0, at + MINUTE, observed, accountId)) return [];
    if (warnings.some((mail) => mail.at <= at + MINUTE && mail.readers.includes(reader))) return [];
    const what = `${reader} launched it, and did not get the warning of ${sinceBegin(at)}`;
    return [{ at, invariant: 'addressed', instanceId, what }];
  });

/** Users without a topic, and topics without a user. The hourly run of `directory` finds the changes whose events were lost. */
export const wrongTopics = (observed: Observations, end: number): Violation[] => {
  const { users, personTopics, injections } = observed;
  const changes = users.flatMap(({ names, until }) => [...names.map(({ from }) => from), until]);
  const last = Math.max(0, ...changes.filter((at) => at <= end));
  const touched = injections.filter(
    ({ at, accountId }) => at >= last && (accountId === null || accountId === GATEWAY),
  );
  const lastTouched = touched.at(-1);
  const due = lastTouched ? Math.ceil((lastTouched.at + 1) / HOUR) * HOUR + MINUTE : last + KNOWN;
  if (due > end) return [];
  const there = new Set(users.flatMap((user) => nameAt(user, end)?.name ?? []).filter(isAddress));
  const violated = (what: string): Violation => ({ at: due, invariant: 'directory', instanceId: null, what });
  return [
    ...[...there]
      .filter((name) => !personTopics.has(name))
      .map((name) => violated(`${name} is a user, and has no topic`)),
    ...[...personTopics.keys()]
      .filter((name) => !there.has(name))
      .map((name) => violated(`${name} has a topic, and is no user`)),
  ];
};
