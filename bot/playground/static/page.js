// Where the page begins: who is there to be, and then the chat.

import { Page } from "./script/chat/page.js";
import { keepTimesAlive } from "./script/markdown/times.js";

const root = document.getElementById("page");

async function begin() {
  const answer = await fetch("/playground/world");
  const { people, application } = await answer.json();
  root.replaceChildren();
  await new Page(root, { people, application }).start();
  keepTimesAlive();
}

begin().catch((wrong) => {
  root.textContent = `The playground could not be opened: ${wrong.message}`;
});
