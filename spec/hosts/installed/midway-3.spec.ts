import { tellStoriesOfMidway } from '../../support/midway';

tellStoriesOfMidway({ bootstrap: '3.20.24', core: '3.20.24', koa: '3.20.24', logger: '3.4.2' });
