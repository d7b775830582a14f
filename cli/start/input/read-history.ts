import { reasonOf } from '../../../infra/error-reason.ts';
import { isObject } from '../../../infra/json.ts';
import { type Entry, type Fault, putInOrder, rawRecords, readEntry } from '../../../local/entry.ts';
import { MAX_EVENT_BYTES } from '../../../local/events/bus-event.ts';
import { findFiles } from './find-files.ts';
import { readValues } from './read-values.ts';

/** The result of reading logs. */
export type History = {
  /** The records that matter to the run, in order, each once. */
  readonly entries: readonly Entry[];
  readonly faults: readonly Fault[];
  /** The number of all records that were read. */
  readonly recordCount: number;
  readonly fileCount: number;
};

export type Reading = {
  /** Whether a record matters to the run: the others are only counted. */
  readonly wanted: (entry: Entry) => boolean;
  readonly progress: (files: number, records: number) => void;
};

/** Whether an entry is a successful launch whose record names no instance. */
const isSilent = ({ eventName, record }: Entry): boolean =>
  eventName === 'RunInstances' && !record.errorCode && !isObject(record.responseElements);

type FileContent = { entries: Entry[]; faults: Fault[]; recordCount: number };

/** The number of records between two reports of progress. */
const RECORDS_A_REPORT = 5_000;

const readFile = async (
  file: string,
  wanted: Reading['wanted'],
  report: (records: number) => void,
): Promise<FileContent> => {
  const content: FileContent = { entries: [], faults: [], recordCount: 0 };
  const fault = (place: string | null, reason: string): void => {
    content.faults.push({ origin: { file, place }, reason });
  };
  let isEmpty = true;
  for await (const parsed of readValues(file)) {
    isEmpty = false;
    if ('reason' in parsed) {
      fault(parsed.line === null ? null : `line ${parsed.line}`, parsed.reason);
      continue;
    }
    for (const raw of rawRecords(parsed.value, parsed.line)) {
      content.recordCount += 1;
      if (content.recordCount % RECORDS_A_REPORT === 0) report(content.recordCount);
      const entry = 'reason' in raw ? raw.reason : readEntry(raw, file);
      if (typeof entry === 'string') {
        fault(raw.place, entry);
        continue;
      }
      if (entry.bytes > MAX_EVENT_BYTES) {
        const size = Math.ceil(entry.bytes / 1024);
        fault(raw.place, `the record has ${size} KB: CloudTrail sends no event over 256 KB to EventBridge`);
      }
      if (isSilent(entry)) {
        fault(
          raw.place,
          'the launch succeeded, but its responseElements are null: the record names no instance',
        );
      }
      if (wanted(entry)) content.entries.push(entry);
    }
  }
  if (isEmpty) fault(null, 'the file is empty');
  return content;
};

/** Reads every log in the paths. Input that cannot be read becomes a fault, and the rest is read. */
export const readHistory = async (
  paths: readonly string[],
  { wanted, progress }: Reading,
): Promise<History> => {
  const { files, faults } = await findFiles(paths);
  const entries: Entry[] = [];
  let recordCount = 0;
  for (const [index, file] of files.entries()) {
    try {
      const content = await readFile(file, wanted, (records) => progress(index, recordCount + records));
      for (const entry of content.entries) entries.push(entry);
      faults.push(...content.faults);
      recordCount += content.recordCount;
    } catch (error) {
      // A truncated gzip: the whole file is left out, since half a history would give wrong decisions.
      faults.push({ origin: { file, place: null }, reason: `cannot be read (${reasonOf(error)})` });
    }
    progress(index + 1, recordCount);
  }
  return { entries: putInOrder(entries), faults, recordCount, fileCount: files.length };
};
