import type { AttributeInput } from '../domain/grace-period/input.ts';
import type { Case } from '../domain/launcher/attribute.ts';
import { valuesOf } from '../domain/record/launch.ts';

/**
 * Who made the call, as far as the input of an execution tells; null where nothing leads to them. A grace period that
 * began with no record is of an instance whose launch can be looked up.
 */
export const callerIn = ({ launch, cause }: AttributeInput): Case['identity'] | null => {
  const [instanceId] = launch.instanceIds;
  if (launch.identity) return launch.identity;
  // Several that no launch has in common: whose is one, is not whose is another.
  const isOne = valuesOf(launch.key).length === 1;
  return cause === 'launch' || instanceId === undefined || !isOne ? null : { is: 'not-recorded', instanceId };
};
