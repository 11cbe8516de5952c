import { tellStoriesOfNest } from '../../support/nest';

tellStoriesOfNest('12.5.1');
