import * as z from 'zod';
import { TemplateNotUnderstood } from '../errors.ts';
import { resourcesOf } from '../template/resources.ts';
import type { Stack } from '../template/template.ts';

const Properties = z.object({
  ScheduleExpression: z.string().optional(),
  State: z.enum(['ENABLED', 'DISABLED']).catch('ENABLED'),
  Targets: z.array(z.object({ Arn: z.string(), RoleArn: z.string().optional() })).default([]),
});

/** A schedule's target, and the role that starts it; null for a Lambda function, which needs none. */
export type ScheduleTarget = {
  readonly ruleArn: string;
  readonly targetArn: string;
  readonly roleArn: string | null;
};

type Schedule = ScheduleTarget & { readonly periodMs: number };

const UNITS_MS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;
const Rate = z
  .templateLiteral(['rate(', z.number(), ' ', z.enum(['minute', 'hour', 'day']), z.enum(['', 's']), ')'])
  .transform((text) => {
    const [, count, unit] = /^rate\((\d+) (minute|hour|day)/.exec(text) ?? [];
    return Number(count) * UNITS_MS[z.enum(['minute', 'hour', 'day']).parse(unit)];
  });

/**
 * The schedules of the synthesized stacks.
 *
 * @throws TemplateNotUnderstood if a schedule is not a rate
 */
export const schedulesOf = (stacks: readonly Stack[]): Schedule[] =>
  resourcesOf(stacks, 'AWS::Events::Rule', Properties).flatMap(({ arn, name, properties }) => {
    const { ScheduleExpression: expression, State, Targets } = properties;
    if (expression === undefined || State === 'DISABLED') return [];
    const period = Rate.safeParse(expression);
    if (!period.success) throw new TemplateNotUnderstood(name, `the schedule ${expression}`);
    return Targets.map(({ Arn, RoleArn = null }) => ({
      ruleArn: arn,
      targetArn: Arn,
      roleArn: RoleArn,
      periodMs: period.data,
    }));
  });

/** Runs a schedule at every full period of the clock. After each run, it stops if it is no longer wanted. */
export const keepRunning = (
  { periodMs, ...target }: Schedule,
  run: (target: ScheduleTarget) => Promise<void>,
  isWanted: () => boolean,
): void => {
  const next = (): void => {
    setTimeout(
      async () => {
        await run(target);
        if (isWanted()) next();
      },
      periodMs - (Date.now() % periodMs),
    );
  };
  next();
};
