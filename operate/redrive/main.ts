import { start } from '../start.ts';
import { redrive } from './redrive.ts';

await start(redrive());
