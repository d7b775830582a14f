import type { Cause } from '../../lambdas/domain/grace-period/input.ts';
import type { Launcher } from '../../lambdas/domain/record/launcher.ts';
import { counted } from '../../local/screen/counted.ts';
import type { State } from './state.ts';

const BEGAN: Readonly<Record<Cause, string>> = {
  launch: 'launched',
  untagged: 'its Owner was taken away',
  sweep: 'found by the sweep: no event had told of it',
  resume: 'taken up again, held no longer by a pause or the breaker,',
};

/** Who is behind it, and by what evidence. */
export const describeLauncher = ({ userName, description, evidence }: Launcher): string =>
  userName === null
    ? `launcher: nobody known: ${description}`
    : `launcher: ${userName}, by ${evidence ?? 'no evidence'}: ${description}`;

/** How it began: what the record said, and what it did not. */
export const describeRecord = (
  { launch, account, cause, warnAt }: State,
  instanceId: string,
): readonly string[] => {
  const { accountId, region, key, eventTime, eventId, instanceIds } = launch;
  const others = instanceIds.filter((id) => id !== instanceId).length;
  const among =
    instanceIds.length === 0
      ? ', in a record that names no instance'
      : others > 0
        ? `, with ${counted(others, 'other')}`
        : '';
  return [
    `${BEGAN[cause]} at ${eventTime}${among}, in ${account.name} (${accountId}) ${region}, mode ${account.mode}`,
    `record: event ${eventId ?? 'without an id'}, ${key.filter} ${key.value}`,
    `by the record: ${launch.launcher.description}`,
    `to be looked at ${warnAt}`,
  ];
};
