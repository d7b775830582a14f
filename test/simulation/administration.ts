import { stateMachineArn } from '../../infra/names.ts';
import { decide } from '../../lambdas/domain/breaker/record.ts';
import { GracePeriodInput } from '../../lambdas/domain/grace-period/input.ts';
import type { World } from '../../local/world.ts';
import { deployWithin } from './deploying.ts';
import type { Fault } from './faults/fault.ts';
import type { FaultInjector } from './faults/fault-injector.ts';
import type { Decision, Observations } from './observed/seen.ts';
import { CHANGES, type Change, configurationOf } from './settings.ts';
import type { Stage } from './stage.ts';
import { SECOND } from './time.ts';

/** What administrators do to the service itself. Instants are milliseconds since the epoch. */
export type Administration = { readonly from: number; readonly until: number } & (
  | { readonly kind: 'deploy'; readonly change: Change; readonly within: number }
  /** Executions are stopped, at most so many, and later redriven with what failed. */
  | { readonly kind: 'redriven'; readonly stops: number }
  | { readonly kind: 'by-hand' }
  /** Once, at `from`. */
  | { readonly kind: 'decided'; readonly is: Decision['is'] }
);

/**
 * What a run's faults make administrators do: which of the changes, and how often, their seconds say. Of two deployments,
 * the end of one would end the other: one at most.
 */
export const administrationsOf = (faults: readonly Fault[]): Administration[] => {
  const [deploy] = faults.filter(({ kind }) => kind === 'deploy');
  return faults.flatMap((fault): Administration[] => {
    const { kind, from, until, seconds, within = 0 } = fault;
    const change = CHANGES[seconds % CHANGES.length];
    if (fault === deploy && change) return [{ kind: 'deploy', from, until, change, within }];
    if (kind === 'redriven') return [{ kind, from, until, stops: seconds % 3 }];
    if (kind === 'decided') return [{ kind, from, until, is: seconds % 2 === 0 ? 'released' : 'dismissed' }];
    return kind === 'by-hand' ? [{ kind, from, until }] : [];
  });
};

export const deploymentsOf = (all: readonly Administration[]): Observations['deployments'] =>
  all.flatMap((one) => (one.kind === 'deploy' ? [{ ...one, within: one.within * SECOND }] : []));

const MACHINE = stateMachineArn(configurationOf('usual').hub);

/** Does, in their time, what administrators do. */
export const administer = (
  all: readonly Administration[],
  { aws }: Pick<World, 'aws'>,
  stage: Stage,
  observed: Observations,
  injector: FaultInjector,
): void => {
  const { stateMachines } = aws;
  const at = (instant: number, act: () => void): void => {
    setTimeout(act, Math.max(0, instant - Date.now()));
  };
  const tell = (kind: Administration['kind'], what: string): void =>
    injector.report({ kind, accountId: null, fn: null, what });
  const opened = (name: string): void => {
    for (const one of observed.executions) if (one.name === name) one.until = Number.POSITIVE_INFINITY;
  };

  const unsuccessful = () => [
    ...stateMachines.list(MACHINE, 'FAILED'),
    ...stateMachines.list(MACHINE, 'ABORTED'),
  ];
  const stop = (those: readonly { readonly name: string }[], kind: Administration['kind']): void => {
    for (const { name } of those) {
      tell(kind, `${name} is stopped`);
      stateMachines.stop(MACHINE, name);
    }
  };

  const redrive = (): void => {
    for (const { name } of unsuccessful()) {
      tell('redriven', `${name} is redriven`);
      opened(name);
      stateMachines.redrive(MACHINE, name);
    }
  };

  /** As the runbook says: only where no execution of the launch is open. */
  const startAgain = (): void => {
    const open = stateMachines.list(MACHINE, 'RUNNING').map(({ input }) => GracePeriodInput.parse(input));
    for (const { input } of unsuccessful()) {
      const { launch } = GracePeriodInput.parse(input);
      const { accountId, region, key, instanceIds } = launch;
      const isOpen = open.some(
        (one) =>
          one.launch.key.value === key.value ||
          one.launch.instanceIds.some((instanceId) => instanceIds.includes(instanceId)),
      );
      if (isOpen) continue;
      const name = `${accountId}-${region}-${key.value}-again-1`.slice(0, 80);
      tell('by-hand', `${name} is started`);
      observed.executions.push({ name, launch, from: Date.now(), until: Number.POSITIVE_INFINITY });
      stateMachines.startByHand(MACHINE, name, input);
    }
  };

  /** As `npm run breaker` does it: of all that is held, in every account. */
  const decideAll = (is: Decision['is']): void => {
    for (const { accountId } of configurationOf('usual').subAccounts) {
      const decided = aws.breaker.update(accountId, (record) => {
        const undecided = record.groups.filter((group) => group.decision === null);
        const changed = undecided.reduce(
          (before, { id }) => decide(before, id, is, new Date()) ?? before,
          record,
        );
        return { record: changed, result: undecided };
      });
      decided.then((groups) => {
        for (const { id, cause, from, until } of groups) {
          tell('decided', `${id} is ${is}`);
          const times = { from: Date.parse(from), until: Date.parse(until) };
          observed.decisions.push({ at: Date.now(), is, accountId, cause, ...times });
        }
      });
    }
  };

  for (const one of all) {
    switch (one.kind) {
      case 'deploy':
        at(one.from, () => {
          tell('deploy', `${one.change} is deployed`);
          deployWithin(aws, stage[one.change], one.within);
        });
        at(one.until, () => {
          tell('deploy', `${one.change} is taken back`);
          deployWithin(aws, stage[observed.setting], one.within);
        });
        break;
      case 'redriven':
        at(one.from, () => {
          stop(stateMachines.list(MACHINE, 'RUNNING').slice(0, one.stops), 'redriven');
        });
        at(one.until, redrive);
        break;
      case 'by-hand':
        at(one.from, () => {
          // In the middle of an act, nobody would tell of it any more.
          const waiting = stateMachines
            .list(MACHINE, 'RUNNING')
            .filter(({ stateName }) => stateName?.startsWith('WaitFor'));
          stop(waiting.slice(0, 1), 'by-hand');
        });
        at(one.until, startAgain);
        break;
      case 'decided':
        at(one.from, () => decideAll(one.is));
        break;
      default:
        one satisfies never;
    }
  }
};
