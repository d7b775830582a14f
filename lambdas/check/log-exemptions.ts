import { launchedIn } from '../domain/grace-period/earlier-rounds.ts';
import type { CheckInput } from '../domain/grace-period/input.ts';
import type { Plan } from '../domain/grace-period/round.ts';
import type { Instance } from '../domain/instances.ts';
import { type Exemption, exemptionOf } from '../domain/verdict/exemption.ts';
import type { Log } from '../log.ts';

/** Logs what each exemption spared in this round, one line an exemption. */
export const logExemptions = (
  input: CheckInput,
  instances: readonly Instance[],
  { findings, checkedAt }: Plan,
  exemptions: readonly Exemption[],
  log: Log,
): void => {
  const spared = new Set(
    findings.flatMap(({ verdict, instanceIds }) =>
      verdict.reason === 'exempt-by-configuration' ? instanceIds : [],
    ),
  );
  const used = Map.groupBy(
    instances.filter(({ instanceId }) => spared.has(instanceId)),
    (instance) => exemptionOf(instance, launchedIn(input), exemptions, new Date(checkedAt)),
  );
  const { accountId, region } = input.launch;
  for (const [exemption, of] of used) {
    const instanceIds = of.map(({ instanceId }) => instanceId);
    log.info('exempted', { accountId, region, exemption, instanceIds });
  }
};
