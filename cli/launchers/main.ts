import { start } from '../command.ts';
import { launchers } from './launchers.ts';

await start(launchers());
