// Opens a protected file that reached the reader by any way: the license server tells which message it is of, if he holds
// a grant of it, and decides on each play.
import { whenChosen } from './file.js';
import { fill, reveal } from './listen.js';
import { knowing } from './password.js';
import { message, messageOf } from './server.js';

whenChosen(async (file) => {
  const { messageId } = await knowing(() => messageOf(file.kid));
  fill(await message(messageId));
  const { playFrom } = await import('./player.js');
  playFrom(file);
  await import('./share.js');
  reveal(document.getElementById('chooser'));
  return '';
});
