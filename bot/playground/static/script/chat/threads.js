// What can be done with threads: the list of a channel's, a new one, and who is in one.

import { openMenu } from "../layers/menu.js";
import { Channel } from "../world/kinds.js";
import { Permission } from "../world/permissions.js";
import { channelMark } from "./selects.js";

// The list over a channel, with what begins a new one.
export async function openThreads(anchor, channel, scene) {
  const { account, desk, world } = scene;
  await account.archivedThreads(channel).catch(() => []);
  const entry = (thread) => ({
    label: `${thread.name}${thread.thread_metadata?.archived ? " (archived)" : ""}`,
    mark: channelMark(thread),
    run: () => desk.openChannel(thread.id),
  });
  const listed = world.threadsOf(channel.id).map(entry);
  const begin = (label, mark, type) => ({ label, mark, run: () => desk.startAlone(channel, type) });
  const starts = [
    world.can(channel, Permission.PUBLIC_THREADS) && begin("New thread", "plus", Channel.PUBLIC_THREAD),
    world.can(channel, Permission.PRIVATE_THREADS) && begin("New private thread", "lock", Channel.PRIVATE_THREAD),
  ].filter(Boolean);
  const found = listed.length ? listed : [{ label: "There is no thread yet", run: () => null }];
  openMenu(anchor, starts.length ? [...found, "-", ...starts] : found, { label: "Threads", align: "end" });
}

// The menu of one thread; `anchor` is where a further menu opens.
export function threadDeeds(thread, scene, anchor) {
  const { account, desk, world } = scene;
  const { archived, locked } = thread.thread_metadata ?? {};
  const moderates = world.can(thread, Permission.MANAGE_THREADS),
    owns = thread.owner_id === scene.me;
  const change = (what) => () => desk.attempt(account.changeThread(thread, what));
  return [
    thread.member
      ? { label: "Leave the thread", mark: "close", run: () => desk.attempt(account.leave(thread)) }
      : { label: "Join the thread", mark: "plus", run: () => desk.attempt(account.join(thread)) },
    mayAdd(thread, moderates || owns) && {
      label: "Add somebody",
      mark: "plus",
      run: () => addTo(thread, scene, anchor),
    },
    { label: "Copy the thread's id", mark: "copy", run: () => desk.copy(thread.id) },
    (moderates || owns) && !archived && { label: "Rename", mark: "pencil", run: () => desk.renameThread(thread) },
    (moderates || owns || (archived && !locked)) && {
      label: archived ? "Reopen" : "Archive",
      mark: "archive",
      run: change({ archived: !archived }),
    },
    moderates && !archived && { label: locked ? "Unlock" : "Lock", mark: "lock", run: change({ locked: !locked }) },
    moderates && "-",
    moderates && { label: "Delete the thread", mark: "bin", danger: true, run: () => desk.deleteThread(thread) },
  ];
}

// A private thread may be closed to all but its owner and moderators.
function mayAdd({ thread_metadata: state }, leads) {
  return !state?.archived && (leads || state?.invitable !== false);
}

function addTo(thread, { account, desk, world }, anchor) {
  const people = [...world.guild.members.keys()].filter((id) => id !== world.me.id);
  const entry = (id) => ({ label: world.nameOf(id), run: () => desk.attempt(account.addTo(thread, id)) });
  openMenu(anchor, people.map(entry), { label: "Add somebody", align: "end" });
}
