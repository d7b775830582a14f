import type { AttributeInput } from '../domain/grace-period/input.ts';
import type { Case } from '../domain/launcher/attribute.ts';

/**
 * Who made the call, as far as the input of an execution tells; null where nothing leads to them. A grace period that
 * began with no record is of an instance whose launch can be looked up.
 */
export const callerIn = ({ launch, cause }: AttributeInput): Case['identity'] | null => {
  const [instanceId] = launch.instanceIds;
  if (launch.identity) return launch.identity;
  return cause === 'launch' || instanceId === undefined ? null : { is: 'not-recorded', instanceId };
};
