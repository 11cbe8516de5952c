/** Express 4, installed beside 5. Its types are the same, as far as the specs go. */
declare module 'express4' {
  import express from 'express';
  export = express;
}
