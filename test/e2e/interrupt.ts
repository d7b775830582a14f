const controller = new AbortController();

for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => controller.abort());

/** Ctrl-C, or an end asked for by another program: what waits gives up, and what was started is stopped. */
export const interrupt: AbortSignal = controller.signal;
