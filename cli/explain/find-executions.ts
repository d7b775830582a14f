import { mayBeAbout } from '../../lambdas/domain/grace-period/execution-name.ts';
import type { Executions, Listed } from '../aws/executions.ts';

/** Where to search for an instance. Left out, account or Region may be any; a Region needs an account. */
type Where = {
  readonly accountId?: string | undefined;
  readonly region?: string | undefined;
  /** Earlier executions are not read. */
  readonly since: Date;
};

/** Executions read at once: few enough for Step Functions to answer quickly. */
const CONCURRENCY = 10;

const mayBeIn = (name: string, { accountId, region }: Where): boolean => {
  if (accountId === undefined) return true;
  return region === undefined ? name.startsWith(`${accountId}-`) : mayBeAbout(name, accountId, region);
};

const names = (instanceId: string, text: string): boolean => text.includes(JSON.stringify(instanceId));

const concerns = async (one: Listed, instanceId: string, executions: Executions): Promise<boolean> => {
  if (one.name.includes(`-${instanceId}-`)) return true;
  const { input, output } = await executions.ends(one.arn);
  if (names(instanceId, input) || names(instanceId, output ?? '')) return true;
  // A truncated record has no instance ids: as long as there is no output, only the history has them.
  if (output !== null || !/"instanceIds":\s*\[\]/.test(input)) return false;
  return names(instanceId, unescaped(await executions.history(one.arn)));
};

/** The history is JSON within JSON, where ids are in escaped quotes. */
const unescaped = (history: unknown): string => JSON.stringify(history).replaceAll('\\"', '"');

/** The executions that name an instance, the oldest first. */
export const findExecutions = async (
  instanceId: string,
  where: Where,
  executions: Executions,
  progress: (looked: number) => void,
): Promise<Listed[]> => {
  const found: Listed[] = [];
  let looked = 0;
  for await (const page of executions.list()) {
    const candidates = page.filter((one) => one.startedAt >= where.since && mayBeIn(one.name, where));
    for (let start = 0; start < candidates.length; start += CONCURRENCY) {
      const some = candidates.slice(start, start + CONCURRENCY);
      const hits = await Promise.all(some.map((one) => concerns(one, instanceId, executions)));
      found.push(...some.filter((_, index) => hits[index]));
      looked += some.length;
      progress(looked);
    }
    // The newest come first, so all others are older.
    if (page.some((one) => one.startedAt < where.since)) break;
  }
  return found.sort((a, b) => a.startedAt.getTime() - b.startedAt.getTime());
};
