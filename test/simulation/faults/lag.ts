import type { Ec2Region } from '../../../local/aws/ec2-region.ts';
import type { Seen } from '../seen/seen.ts';
import { SECOND } from '../time.ts';
import type { Weather } from './weather.ts';

/** Makes IAM judge calls by tags that are minutes old: AWS sets no bound to how long a written tag takes to get there. */
export const lagBehind = (
  there: Ec2Region,
  accountId: string,
  { lives }: Pick<Seen, 'lives'>,
  weather: Weather,
): void => {
  there.tagsForIam = (instanceId) => {
    const now = there.tagsOf(instanceId);
    const target = { accountId, fn: null, what: `IAM on ${instanceId}` };
    const fault = weather.strike('authorization-lags', target);
    const life = lives.get(instanceId);
    if (!fault || !life) return now;
    const at = Date.now() - fault.seconds * SECOND;
    const past = life.tags.findLast((one) => one.at <= at)?.tags ?? life.tags[0]?.tags ?? [];
    if (JSON.stringify(past) === JSON.stringify(now)) return now;
    weather.tell({ kind: 'authorization-lags', ...target });
    return [...past];
  };
};
