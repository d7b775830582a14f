const wait = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/**
 * Makes a call keep its pace: whoever awaits it goes on only after the pause, whether it succeeded or failed. One that
 * awaits each call, and runs once at a time, so makes no more than one a pause.
 */
export const paced =
  <Given extends readonly unknown[], Answer>(
    pauseMilliseconds: number,
    call: (...given: Given) => Promise<Answer>,
  ): ((...given: Given) => Promise<Answer>) =>
  async (...given) => {
    try {
      return await call(...given);
    } finally {
      await wait(pauseMilliseconds);
    }
  };
