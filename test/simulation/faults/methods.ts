/** A client whose methods all answer with a promise, each call of which goes through something else first. */
export const through = <Client extends object>(
  client: Client,
  call: (method: string, words: readonly unknown[], make: () => Promise<unknown>) => Promise<unknown>,
): Client =>
  new Proxy(client, {
    get: (target, name) => {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== 'function') return method;
      return (...words: unknown[]) =>
        call(String(name), words, async () => {
          const answer: unknown = await Reflect.apply(method, target, words);
          return answer;
        });
    },
  });
