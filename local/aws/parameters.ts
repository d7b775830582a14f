import * as z from 'zod';
import type { ReadPause } from '../../lambdas/aws/read-pause.ts';
import { PauseNotReadable } from '../../lambdas/domain/grace-period/errors.ts';
import { ParameterNotFound } from '../errors.ts';
import type { Iam } from '../iam/iam.ts';
import { resourcesOf } from '../template/resources.ts';
import type { Stack } from '../template/template.ts';

const Properties = z.object({ Value: z.string() });

/** A value that somebody writes into a parameter, and when (milliseconds since the epoch). */
export type ParameterWritten = { readonly name: string; readonly value: string; readonly at: number };

/** The embedded Parameter Store: the synthesized parameters, and the values that are written into them later. */
export class Parameters {
  readonly #parameters: ReadonlyMap<string, { readonly arn: string; readonly value: string }>;
  /** Latest first. */
  readonly #written: readonly ParameterWritten[];

  constructor(stacks: readonly Stack[], written: readonly ParameterWritten[]) {
    this.#parameters = new Map(
      resourcesOf(stacks, 'AWS::SSM::Parameter', Properties).map(({ name, arn, properties }) => [
        name,
        { arn, value: properties.Value },
      ]),
    );
    this.#written = [...written].sort((a, b) => b.at - a.at);
  }

  /**
   * A parameter with its value at the current time.
   *
   * @throws ParameterNotFound
   */
  named(name: string): { readonly arn: string; readonly value: string } {
    const known = this.#parameters.get(name);
    if (!known) throw new ParameterNotFound(name);
    const now = Date.now();
    const last = this.#written.find((one) => one.name === name && one.at <= now);
    return last ? { ...known, value: last.value } : known;
  }
}

/** The parameter's value while enforcement is not paused. */
const ENFORCING = 'no';

/** Reads the pause as a function's role. The answer is always current; AWS's answer may be two seconds old. */
export const pauseIn =
  (parameters: Parameters, iam: Pick<Iam, 'require'>, functionRoleArn: string) =>
  (parameterName: string): ReadPause =>
  async () => {
    try {
      const { arn, value } = parameters.named(parameterName);
      iam.require(functionRoleArn, 'ssm:GetParameter', arn);
      return value !== ENFORCING;
    } catch (cause) {
      throw new PauseNotReadable(parameterName, { cause });
    }
  };
