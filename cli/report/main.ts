import { start } from '../command.ts';
import { report } from './report.ts';

await start(report());
