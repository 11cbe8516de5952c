import express from 'express';
import serverless from 'serverless-http';
import { wx } from './bot';

const app = express();
app.use('/wechat', wx);

export const handler = serverless(app);
