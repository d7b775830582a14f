/**
 * Whether a user's name is an address that SNS can be asked to write to: only then has the person a topic, and can be
 * mailed.
 */
export const isAddress = (userName: string): boolean => /^[\w+=.-]+@[a-z\d-]+(\.[a-z\d-]+)+$/i.test(userName);
