import { start } from '../command.ts';
import { redrive } from './redrive.ts';

await start(redrive());
