import { tellStoriesOfNest } from '../../support/nest';

tellStoriesOfNest('11.2.10');
