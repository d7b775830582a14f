/**
 * Names of calls that create something. Jobs (Start…, Submit…) are left out, because they end by themselves, and what
 * attaches, enables or grants creates nothing that has tags of its own.
 */
const CREATES =
  /^(Create|Put|Import|Register|Copy|Restore|Purchase|Allocate|Request|Run|Upload|Open)(?=[A-Z])/;

export const isCreation = (name: string): boolean => CREATES.test(name);

/** Such a call writes tags of something else. */
export const writesTags = (name: string): boolean => /Tags?$|Tagging$/.test(name);

/** A name without case and separators, in which the sources differ. */
export const plain = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

/** What comes after the noun: where it is made from, or the version of the call. */
const AFTER_NOUN = /(?<=.)(From|With|V\d)(?![a-z]).*$/;

/** What a call creates: `RestoreDBInstanceFromDBSnapshot` a `dbinstance`. */
export const nounOf = (name: string): string => plain(name.replace(CREATES, '').replace(AFTER_NOUN, ''));

/** The noun of an id's name: `volume` of `VolumeId`. */
export const stem = (name: string): string => plain(name).replace(/(identifier|id|name|arn|key)$/, '');
