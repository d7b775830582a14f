import type { Launch, LaunchKey } from './launch.ts';
import type { OwnerTag } from './owner-tag.ts';
import { matchesAny } from './pattern.ts';

/** What needs no quotes in the shorthand of the AWS CLI, nor in a shell. */
const PLAIN = /^[\w+.@-]+$/;

/** A word that a shell takes as it is. */
const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;

/** The shorthand where it is safe; a client token is its caller's free text, and JSON then carries any. */
const filterOf = ({ filter, value }: LaunchKey): string =>
  PLAIN.test(value)
    ? `Name=${filter},Values=${value}`
    : quoted(JSON.stringify([{ Name: filter, Values: [value] }]));

/** More ids than this on one line would hide the command in a mail. */
const MOST_IDS = 20;

/**
 * The exact command that saves instances: tags these, or where they are many, all of their launch. The value is the
 * launcher's user name where the record tells it and the rule accepts it.
 */
export const saveCommand = (launch: Launch, instanceIds: readonly string[], ownerTag: OwnerTag): string => {
  const { userName } = launch.launcher;
  const known = userName !== null && PLAIN.test(userName) && matchesAny(ownerTag.patterns, userName);
  const create = `aws ec2 create-tags --region ${launch.region} --tags Key=${ownerTag.key},Value=${known ? userName : 'YOUR_IAM_USER_NAME'}`;
  if (instanceIds.length <= MOST_IDS) return `${create} --resources ${instanceIds.join(' ')}`;
  const find = `aws ec2 describe-instances --region ${launch.region} --filters ${filterOf(launch.key)}`;
  return `${create} --resources $(${find} --query 'Reservations[].Instances[].InstanceId' --output text)`;
};

/** Where the console lists the instances of a launch. */
export const consoleLink = ({ region, key }: Launch, instanceIds: readonly string[]): string => {
  const search =
    key.filter === 'reservation-id' ? `reservationId=${key.value}` : `instanceId=${instanceIds[0] ?? ''}`;
  return `https://${region}.console.aws.amazon.com/ec2/home?region=${region}#Instances:${search}`;
};
