/** A Task that waits for an answer with its token. */
type Waiting = {
  readonly execution: string;
  readonly stateMachineArn: string;
  /** Milliseconds since the epoch; null before the Task has begun to wait. */
  until: number | null;
  answer: (output: unknown) => void;
};

/**
 * The tokens of Tasks that wait for an answer from outside of Step Functions.
 * https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html#connect-wait-token
 */
export class TaskTokens {
  readonly #waiting = new Map<string, Waiting>();

  issue(stateMachineArn: string, execution: string): string {
    const token = `token-${this.#waiting.size + 1}-of-${execution}`;
    this.#waiting.set(token, { stateMachineArn, execution, until: null, answer: () => {} });
    return token;
  }

  /** The token in a message, anywhere in its body. */
  in(body: string): string | undefined {
    return [...body.matchAll(/token-\d+-of-[\w-]+/g)]
      .map(([token]) => token)
      .find((one) => this.#waiting.has(one));
  }

  /** Waits for the answer to a token. After `seconds`, no answer is accepted, and the interpreter times the Task out. */
  wait(token: string, seconds: number): Promise<unknown> {
    const waiting = this.#waiting.get(token);
    return new Promise((resolve) => {
      if (!waiting) return;
      waiting.until = Date.now() + seconds * 1000;
      waiting.answer = resolve;
    });
  }

  /** The execution that a token belongs to; undefined if it was never issued. */
  find(token: string): Pick<Waiting, 'execution' | 'stateMachineArn'> | undefined {
    return this.#waiting.get(token);
  }

  /** @returns whether a Task was still waiting */
  answer(token: string, output: unknown): boolean {
    const waiting = this.#waiting.get(token);
    const isWaiting = waiting !== undefined && waiting.until !== null && Date.now() < waiting.until;
    if (!isWaiting) return false;
    waiting.until = null;
    waiting.answer(output);
    return true;
  }
}
