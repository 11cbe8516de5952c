import { createRouter, reply } from 'offiaccount';

export const replies = createRouter()
  .text('text', () => 'Two lines:\n<a href="https://shop.example.com/">our shop</a>')
  .text('article', () =>
    reply.news({
      title: 'The new tea is here',
      description: 'Picked this spring.',
      picUrl: 'https://shop.example.com/tea.jpg',
      url: 'https://shop.example.com/tea',
    }),
  )
  .text('song', () => reply.music({ title: 'Tea song', musicUrl: 'https://shop.example.com/song.mp3' }))
  .image(({ message }) => reply.image(message.MediaId))
  .voice(({ message }) => reply.voice(message.MediaId))
  .video(({ message }) => reply.video({ mediaId: message.MediaId, title: 'Yours' }))
  .text('person', () => reply.transfer()) // a person of customer service goes on
  .text('thanks', () => undefined); // received, no answer
