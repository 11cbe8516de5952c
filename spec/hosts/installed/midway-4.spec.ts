import { tellStoriesOfMidway } from '../../support/midway';

tellStoriesOfMidway({ bootstrap: '4.2.3', core: '4.0.0', koa: '4.0.0', logger: '4.0.1' });
