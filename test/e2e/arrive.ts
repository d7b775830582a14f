import { Callers } from './callers.ts';
import { checkAsked, checkTopics } from './check-directory.ts';
import { Gateway } from './gateway.ts';
import { PEOPLE, PERSONS, ROBOT } from './people.ts';
import { countOf, type Queue } from './queues.ts';
import type { Report } from './report.ts';
import type { Target } from './target.ts';
import { until } from './until.ts';

/** Makes users in the gateway, looks whether the hub gets to know them, and has one leave. Answers who can launch. */
export const arrive = async (report: Report, target: Target, userQueue: Queue): Promise<Callers> => {
  const gateway = new Gateway(target);
  const callers = new Callers(target);
  await callers.settle();
  await gateway.come(ROBOT);
  await gateway.come(PEOPLE.ada);
  const bob = await gateway.come(PEOPLE.bob);
  const carol = await gateway.come(PEOPLE.carol);
  // Before the hub is asked, which takes a while: a key is not known everywhere at once.
  await callers.equip('bob', bob);
  await callers.equip('carol', carol);
  const dan = await gateway.come(PEOPLE.dan);
  await checkTopics(
    report,
    target,
    `a topic for each of ${PERSONS.length} people, none for ${ROBOT}`,
    PERSONS,
  );
  await checkAsked(report, target, PERSONS);
  // Who comes and goes while the hub still looks at who came is known as gone an hour later.
  await until('the hub to know who came', target.cloudTrail.delaySeconds, async () =>
    (await countOf(userQueue)) === 0 ? true : undefined,
  );
  await gateway.go(dan);
  return callers;
};
