import { start } from '../command.ts';
import { doctor } from './doctor.ts';

await start(doctor());
